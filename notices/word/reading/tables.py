"""Tables with merged cells to rows of text, as ``notices.tables`` reads them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notices.tables import ABOVE, LEFT, MOST_HEADER_ROWS, literal
from notices.word.reading.model import Block, Paragraph, Picture, Run, Table
from notices.word.reading.refusals import too_long
from notices.word.reading.remarks import Remarks
from notices.word.reading.xml import Element, all_text, chosen, inner, is_on, number, value

if TYPE_CHECKING:
    from notices.word.reading.body import BodyReader

_MOST_COLUMNS = 63
_MOST_CELLS = 20_000
_WRAPPERS = frozenset({"w:customXml", "w:smartTag", "w:ins", "w:moveTo"})


@dataclass(slots=True)
class _Cell:
    text: str
    span: int = 1
    goes_on: bool = False
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    cells: list[_Cell]
    is_header: bool


class TableReader:
    def __init__(self, body: "BodyReader", remarks: Remarks) -> None:
        self._body = body
        self._remarks = remarks
        self._pictures: list[Picture] = []

    def blocks(self, element: Element) -> Iterator[Block]:
        place = self._remarks.place
        rows = [self._row(row) for row in self._rows(element)]
        rows = [row for row in rows if row.cells]
        if sum(len(row.cells) for row in rows) > _MOST_CELLS:
            raise too_long()
        if len(rows) == 1 and len(rows[0].cells) == 1:
            # A frame around running text.
            self._remarks.place = place
            self._remarks.add("frame", is_kept=True)
            yield from rows[0].cells[0].blocks
            return
        grid = self._grid(rows)
        blank = sum(1 for row in grid if not any(cell for cell in row))
        kept = [row for row in grid if any(cell for cell in row)]
        if kept:
            if blank:
                self._remarks.place = _first_text(kept)
                self._remarks.add("blank_rows", str(blank))
            yield Table(kept, _header_rows(rows, kept))
        elif grid:
            self._remarks.add("empty_table")
        for picture in self._pictures:
            self._remarks.add("picture_in_table", picture.alt, is_kept=True)
            yield picture

    def as_text(self, element: Element) -> str:
        """A table inside of a cell."""
        rows = [self._row(row) for row in self._rows(element)]
        lines = ["　".join(cell.text for cell in row.cells if cell.text) for row in rows]
        return "\n".join(line for line in lines if line)

    def _rows(self, parent: Element) -> Iterator[Element]:
        for element in parent:
            if element.tag == "w:tr":
                if inner(element, "w:trPr/w:del") is not None:
                    self._remarks.add("deleted", all_text(element))
                else:
                    yield element
            elif (within := _unwrapped(element)) is not None:
                yield from self._rows(within)

    def _cells(self, parent: Element) -> Iterator[Element]:
        for element in parent:
            if element.tag == "w:tc":
                if inner(element, "w:tcPr/w:cellDel") is not None:
                    self._remarks.add("deleted", all_text(element))
                    continue
                yield element
            elif (within := _unwrapped(element)) is not None:
                yield from self._cells(within)

    def _row(self, element: Element) -> _Row:
        look = element.find("w:trPr")
        cells = [_Cell("") for _ in range(_span(look, "w:gridBefore"))]
        for one in self._cells(element):
            cell = self._cell(one)
            if cells and value(inner(one, "w:tcPr/w:hMerge")) == "continue":
                cells[-1].span = min(cells[-1].span + cell.span, _MOST_COLUMNS)
                if cell.text:
                    self._remarks.add("hidden", cell.text)
            else:
                cells.append(cell)
        cells += [_Cell("") for _ in range(_span(look, "w:gridAfter"))]
        is_header = look is not None and bool(is_on(look.find("w:tblHeader")))
        return _Row(cells, is_header)

    def _cell(self, element: Element) -> _Cell:
        look = element.find("w:tcPr")
        merge = None if look is None else look.find("w:vMerge")
        blocks: list[Block] = []
        texts: list[str] = []
        for child in element:
            if child.tag == "w:tbl":
                nested = TableReader(self._body, self._remarks)
                text = nested.as_text(child)
                self._remarks.add("nested_table", text, is_kept=True)
                self._pictures += nested._pictures
                texts.append(text)
                blocks.append(Paragraph([Run(text)]))
                continue
            for block in self._body.blocks([child]):
                blocks.append(block)
                texts.append(self._text(block))
        return _Cell(
            text="\n".join(text for text in texts if text.strip()),
            span=min(max(_span(look, "w:gridSpan"), 1), _MOST_COLUMNS),
            goes_on=merge is not None and value(merge) in ("", "continue"),
            blocks=blocks,
        )

    def _text(self, block: Block) -> str:
        match block:
            case Paragraph():
                for run in block.runs:
                    if run.href and run.text.strip() != run.href:
                        self._remarks.add("link_in_table", f"{run.text}（{run.href}）")
                return block.text
            case Picture():
                self._pictures.append(block)
                return ""
            case Table():
                # Of a text box in the cell.
                return "\n".join("　".join(row) for row in block.rows)

    def _grid(self, rows: list[_Row]) -> list[list[str]]:
        """Arrows where a cell goes on. A cell goes on downwards only under one of the same place and width."""
        grid: list[list[str]] = []
        above: dict[int, int] = {}
        for row in rows:
            line: list[str] = []
            below: dict[int, int] = {}
            for cell in row.cells:
                at = len(line)
                span = min(cell.span, _MOST_COLUMNS - at)
                if span < 1:
                    if cell.text:
                        self._remarks.add("cell_beyond", cell.text)
                    continue
                if cell.goes_on and above.get(at) == span:
                    if cell.text.strip():
                        self._remarks.add("hidden", cell.text)
                    line += [ABOVE, *[LEFT] * (span - 1)]
                else:
                    line += [literal(cell.text), *[LEFT] * (span - 1)]
                below[at] = span
            grid.append(line)
            above = below
        width = max((len(line) for line in grid), default=0)
        if width * len(grid) > _MOST_CELLS:
            raise too_long()
        return [line + [""] * (width - len(line)) for line in grid]


def _header_rows(rows: list[_Row], grid: list[list[str]]) -> int:
    """Those that Word repeats on each page; else the first row where all its cells have a text."""
    if len(grid) < 2:
        return 0
    count = 0
    while count < len(rows) and rows[count].is_header:
        count += 1
    if not count:
        if not all(grid[0]):
            return 0
        count = 1
    # Down to where no merged cell reaches over the line.
    while count < len(grid) and ABOVE in grid[count]:
        count += 1
    return count if count < len(grid) and count <= MOST_HEADER_ROWS else 0


def _first_text(grid: Iterable[Iterable[str]]) -> str:
    return next((cell for row in grid for cell in row if cell not in ("", LEFT, ABOVE)), "")[:24]


def _unwrapped(element: Element) -> Element | None:
    if element.tag == "w:sdt":
        return element.find("w:sdtContent")
    if element.tag == "mc:AlternateContent":
        return chosen(element)
    return element if element.tag in _WRAPPERS else None


def _span(look: Element | None, name: str) -> int:
    if look is None or (found := look.find(name)) is None:
        return 0
    return max(0, min(number(value(found), 0), _MOST_COLUMNS))
