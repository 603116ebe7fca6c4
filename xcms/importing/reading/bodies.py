"""What stands below the header, as coded columns."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from xcms.importing.reading.asides import is_aside, is_aside_text
from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.grids import Cells, Grid
from xcms.importing.reading.header_rows import Header
from xcms.importing.reading.texts import CodedColumn, Encoder
from xcms.text import name_key

_BLOCK = 4096


@dataclass(slots=True)
class Body:
    """``numbers`` are the rows' own as the person sees them, from 1."""

    numbers: "array[int]"
    columns: list[CodedColumn]

    def __len__(self) -> int:
        return len(self.numbers)

    def row(self, index: int) -> list[str]:
        return [column.texts[column.codes[index]] for column in self.columns]

    def drop(self, rows: Sequence[int]) -> None:
        """Leaves these out; few of very many are cut out singly, many by copying the others."""
        if not rows:
            return
        gone = frozenset(rows)
        kept = [row for row in range(len(self)) if row not in gone]
        self.numbers = array("i", map(self.numbers.__getitem__, kept))
        for column in self.columns:
            column.codes = array("i", map(column.codes.__getitem__, kept))


def read_body(grid: Grid, header: Header, titles: Sequence[Sequence[str]], bounds: Bounds) -> Body:
    """``titles`` are the rows above the header and the header's own, as texts."""
    body = _encoded(grid, header, bounds)
    _mend(grid, header, body)
    body.drop(_blank_rows(body))
    body.drop(_asides(body))
    body.drop(_repeated_headers(body, header, titles))
    _fill_merged(grid, header, body)
    for column in body.columns:
        column.drop_unused()
    return body


def _encoded(grid: Grid, header: Header, bounds: Bounds) -> Body:
    width = len(header.names)
    encoders = [Encoder() for _name in header.names]
    rows = islice(grid.rows(), header.last + 1, None)
    seen = header.last + 1
    for block in _blocks(rows, width):
        seen += len(block)
        bounds.check_extent(seen, width)
        for encoder, values in zip(encoders, zip(*block, strict=True), strict=True):
            encoder.add(values)
    room = bounds.characters
    columns = []
    for encoder in encoders:
        column = encoder.finish(bounds, room)
        room -= sum(map(len, column.texts))
        columns.append(column)
    return Body(array("i", range(header.last + 2, seen + 1)), columns)


def _blocks(rows: Iterator[Cells], width: int) -> Iterator[list[Cells]]:
    while block := list(islice(rows, _BLOCK)):
        if set(map(len, block)) != {width}:
            block = [(*row[:width], *[""] * (width - len(row))) for row in block]
        yield block


def _mend(grid: Grid, header: Header, body: Body) -> None:
    """Puts in what the grid couldn't tell at once, if a blank cell gives reason to ask."""
    if all(column.blank() is None for column in body.columns):
        return
    for (row, index), text in grid.blemishes().items():
        place = row - header.last - 1
        if 0 <= place < len(body) and 0 <= index < len(body.columns):
            column = body.columns[index]
            column.codes[place] = column.code_of(text)


def _blank_rows(body: Body) -> list[int]:
    candidates: Sequence[int] | None = None
    for column in body.columns:
        blank = column.blank()
        if blank is None:
            return []
        codes = column.codes
        candidates = [
            row
            for row in (range(len(body)) if candidates is None else candidates)
            if codes[row] == blank
        ]
        if not candidates:
            return []
    return list(candidates or [])


def _asides(body: Body) -> list[int]:
    return _rows_where(body, is_aside_text, is_aside)


def _rows_where(
    body: Body, may_be: Callable[[str], bool], is_it: Callable[[list[str]], bool]
) -> list[int]:
    """Rows of which one text may be the thing, and the row is."""
    found: dict[int, None] = {}
    for column in body.columns:
        codes = [code for code, text in enumerate(column.texts) if text and may_be(text)]
        found.update(dict.fromkeys(column.positions(codes)))
    return sorted(row for row in found if is_it(body.row(row)))


def _repeated_headers(body: Body, header: Header, titles: Sequence[Sequence[str]]) -> list[int]:
    """Where a printed page begins anew: the header's rows, with the titles right above them."""
    width = len(header.names)
    wanted = [_keys(row, width) for row in titles]
    own = [keys for keys in wanted[header.first :] if sum(map(bool, keys)) > 1 or width == 1]
    labels = {text for row in titles[header.first :] for text in row if text}
    repeated = _rows_where(body, labels.__contains__, lambda row: _keys(row, width) in own)
    above = [keys for keys in wanted[: header.first] if any(keys)]
    found = set(repeated)
    for row in repeated:
        while row - 1 >= 0 and row - 1 not in found and _keys(body.row(row - 1), width) in above:
            row -= 1
            found.add(row)
    return sorted(found)


def _keys(row: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple(map(name_key, (*row[:width], *[""] * (width - len(row)))))


def _fill_merged(grid: Grid, header: Header, body: Body) -> None:
    """Each row below a cell that is merged downwards has its text; to the side nothing is filled, for there
    stands another column."""
    tall = [merge for merge in grid.merges if merge[1][0] > max(merge[0][0], header.last + 1)]
    if not tall:
        return
    place = {number: index for index, number in enumerate(body.numbers)}
    for (top, left), (bottom, _right) in tall:
        start = place.get(top + 1)
        if start is None or not 0 <= left < len(body.columns):
            continue
        codes = body.columns[left].codes
        for row in range(top + 1, bottom + 1):
            if (below := place.get(row + 1)) is not None:
                codes[below] = codes[start]
