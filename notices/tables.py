"""Tables as people paste and type them: lines of text, with arrows where cells are merged.

One row a line; cells apart by tabs, or by "|" where the text has no tab. A cell that holds only "←" belongs to the
cell on its left, "↑" to the one above; "⏎" is a line break within a cell. An apostrophe before any of them, as in
Excel, makes it a character like others.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

LEFT, ABOVE, LINE_BREAK = "←", "↑", "⏎"
_ARROWS = frozenset({LEFT, ABOVE})
#: Some input methods write the other sign.
_BREAK = re.compile("(?<!')[⏎↵]")
_PLAIN = "'"

#: Of one table; what is beyond is no table for a page.
MOST_HEADER_ROWS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is shown; ``row`` and ``column`` count from 0 and say where it begins."""

    text: str
    row: int
    column: int
    colspan: int = 1
    rowspan: int = 1

    @property
    def is_merged(self) -> bool:
        return self.colspan > 1 or self.rowspan > 1


@dataclass(frozen=True)
class TextTable:
    """``lines`` are rows of equal length as they were typed; ``header_rows`` of them are the header."""

    lines: tuple[tuple[str, ...], ...]
    header_rows: int

    @cached_property
    def laid_out(self) -> "_Layout":
        return _lay_out(self.lines, self.header_rows)

    @property
    def head(self) -> Sequence[Sequence[Cell]]:
        return self.laid_out.rows[: self.header_rows]

    @property
    def body(self) -> Sequence[Sequence[Cell]]:
        return self.laid_out.rows[self.header_rows :]

    @property
    def stray_arrows(self) -> Sequence[tuple[int, int]]:
        """(row, column) of arrows that point at no cell they could belong to; they show as empty cells."""
        return self.laid_out.strays

    @property
    def is_plain(self) -> bool:
        """No merged cells and at most one header row: on a phone its rows can become cards."""
        return self.header_rows <= 1 and not any(
            cell.is_merged for row in self.laid_out.rows for cell in row
        )

    @property
    def labels(self) -> Sequence[str]:
        """Of a plain table: what each cell of a card is called."""
        if self.header_rows:
            return [cell.text.replace("\n", "") for cell in self.head[0]]
        return [""] * len(self.lines[0] if self.lines else ())

    @property
    def labelled_rows(self) -> list[list[tuple[str, Cell]]]:
        """Of a plain table: each row as (column's header, cell)."""
        return [list(zip(self.labels, row, strict=True)) for row in self.body]

    @property
    def texts(self) -> list[list[str]]:
        """What a person reads, row by row: without arrows, without signs for line breaks."""
        return [[cell.text for cell in row if cell.text] for row in self.laid_out.rows]


def parse_table(text: str, *, header_rows: int = 1) -> TextTable:
    """Short rows are filled up; empty lines do not count. Never fails, whatever the text is."""
    if "\t" not in text:
        text = text.replace("｜", "|")
    separator = "\t" if "\t" in text else "|"
    # Only the line ends of a form: str.splitlines() would also split at signs inside of words.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rows = [
        [cell.strip() for cell in line.split(separator)]
        for line in lines
        if line.replace(separator, "").strip()
    ]
    width = max((len(row) for row in rows), default=0)
    filled = tuple((*row, *[""] * (width - len(row))) for row in rows)
    if separator == "\t" and width == 2 and not any(row[1] for row in filled):
        # A table of one column, see written().
        filled = tuple(row[:1] for row in filled)
    return TextTable(filled, max(0, min(header_rows, len(filled))))


def written(rows: Iterable[Iterable[str]]) -> str:
    """Rows as ``parse_table()`` reads them; the cells from ``literal()`` or arrows."""
    lines = ["\t".join(row) for row in rows]
    if lines and not any("\t" in line for line in lines):
        lines = [f"{line}\t" for line in lines]
    return "\n".join(lines)


def literal(text: str) -> str:
    """A cell's text so that nothing in it is taken for a sign of the table's."""
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    lines = (re.sub("([⏎↵])", rf"{_PLAIN}\1", line) for line in lines if line)
    text = LINE_BREAK.join(f"{line} " if line.endswith(_PLAIN) else line for line in lines)
    return _PLAIN + text if text.strip().lstrip(_PLAIN) in _ARROWS else text.strip()


def _shown(text: str) -> str:
    if text.startswith(_PLAIN) and text.lstrip(_PLAIN) in _ARROWS:
        return text[1:]
    lines = (re.sub("'([⏎↵])", r"\1", line).strip() for line in _BREAK.split(text))
    return "\n".join(lines).strip()


@dataclass(frozen=True, slots=True)
class _Layout:
    rows: tuple[tuple[Cell, ...], ...]
    strays: tuple[tuple[int, int], ...]


def _lay_out(lines: Sequence[Sequence[str]], header_rows: int) -> _Layout:
    """A cell takes the arrows on its right, then the rows below that are all arrows under it.

    So merged cells are rectangles and never overlap, whatever was typed. None reaches from the header into
    the body: HTML would cut it there.
    """
    covered: set[tuple[int, int]] = set()
    strays: list[tuple[int, int]] = []
    rows: list[tuple[Cell, ...]] = []
    for number, line in enumerate(lines):
        end = header_rows if number < header_rows else len(lines)
        shown: list[Cell] = []
        for column, text in enumerate(line):
            if (number, column) in covered:
                continue
            if text in _ARROWS:
                strays.append((number, column))
                shown.append(Cell("", number, column))
                continue
            wide = 1 + _count(line[column + 1 :])
            tall = 1 + _rows_below(lines[number + 1 : end], column, wide)
            covered |= {
                (row, one)
                for row in range(number, number + tall)
                for one in range(column, column + wide)
            }
            shown.append(Cell(_shown(text), number, column, wide, tall))
        rows.append(tuple(shown))
    return _Layout(tuple(rows), tuple(strays))


def _count(cells: Sequence[str]) -> int:
    """How many cells continue to the left, from the first on."""
    return next((at for at, text in enumerate(cells) if text != LEFT), len(cells))


def _rows_below(lines: Sequence[Sequence[str]], column: int, wide: int) -> int:
    """How many rows have nothing but arrows under a cell, the first of them pointing up at it."""
    for number, line in enumerate(lines):
        under = line[column : column + wide]
        if under[0] != ABOVE or not set(under) <= _ARROWS:
            return number
    return len(lines)
