"""What calamine doesn't tell of an ODS file: merged cells and errors."""

from dataclasses import dataclass, field
from xml.parsers import expat
from zipfile import ZipFile

from xcms.importing.reading.grids import Merge
from xcms.importing.reading.packages import content_of
from xcms.importing.reading.refusals import damaged

_MARKS = (b'rows-spanned="', b'value-type="error"')
#: A row that repeats oftener is blank to the end of the sheet.
_MOST_REPEATS = 1_048_576


@dataclass(slots=True)
class Marks:
    """``errors`` by (row, column), all from 0."""

    merges: list[Merge] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def marks_of(package: ZipFile) -> dict[str, Marks]:
    """By sheet. Costs a second look at the document only where something of the kind is in it."""
    xml = content_of(package, "content.xml")
    if not any(mark in xml for mark in _MARKS):
        return {}
    reader = _Reader()
    try:
        reader.parse(xml)
    except expat.ExpatError as error:
        raise damaged() from error
    return reader.sheets


class _Reader:
    def __init__(self) -> None:
        self.sheets: dict[str, Marks] = {}
        self._marks = Marks()
        self._row = self._column = 0
        self._row_repeats = self._cell_repeats = 1
        self._error: list[str] | None = None

    def parse(self, xml: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(xml, True)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "table:table":
            self._marks = self.sheets.setdefault(given.get("table:name", ""), Marks())
            self._row = 0
        elif name == "table:table-row":
            self._column = 0
            self._row_repeats = _count(given, "table:number-rows-repeated")
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell_repeats = _count(given, "table:number-columns-repeated")
            tall = _count(given, "table:number-rows-spanned")
            wide = _count(given, "table:number-columns-spanned")
            if tall > 1 or wide > 1:
                first = (self._row, self._column)
                last = (self._row + tall - 1, self._column + wide - 1)
                self._marks.merges.append((first, last))
            self._error = [] if given.get("calcext:value-type") == "error" else None

    def _end(self, name: str) -> None:
        if name == "table:table-row":
            self._row += self._row_repeats
        elif name in ("table:table-cell", "table:covered-table-cell"):
            if self._error:
                self._marks.errors[self._row, self._column] = "".join(self._error)
            self._error = None
            self._column += self._cell_repeats

    def _text(self, text: str) -> None:
        if self._error is not None:
            self._error.append(text)


def _count(given: dict[str, str], name: str) -> int:
    text = given.get(name, "1")
    return max(1, min(int(text), _MOST_REPEATS)) if text.isascii() and text.isdigit() else 1
