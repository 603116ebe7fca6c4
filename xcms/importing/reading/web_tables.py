"""The table of a web page that was saved as .xls, as many a platform exports its lists."""

import re
from html.parser import HTMLParser

from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.delimited import find_encoding
from xcms.importing.reading.grids import Grid, Merge
from xcms.importing.reading.refusals import Refusal, gettext_noop

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n]+")
_HIDDEN = frozenset({"script", "style", "title", "xml"})
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "x-gbk"})


def web_page_grid(data: bytes, bounds: Bounds) -> Grid:
    """All rows of all its tables, one below the other, as Excel shows them."""
    encoding = find_encoding(data)
    declared = _CHARSET.search(bytes(data[:4096]))
    if declared and declared[1].decode().lower() in _CHINESE and encoding == "utf-8-sig":
        # Nothing but ASCII is both; other text that is valid UTF-8 was declared by mistake.
        encoding = "utf-8-sig"
    tables = _Tables(bounds)
    tables.feed(bytes(data).decode(encoding))
    tables.close()
    tables.end_row()
    return Grid("", lambda: iter(tables.rows), merges=tables.merges)


class _Tables(HTMLParser):
    """Lays cells out as a browser does: a cell that spans rows or columns pushes the others aside."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.merges: list[Merge] = []
        self._bounds = bounds
        self._taken: dict[int, int] = {}  # column → the first row in which it is free again
        self._row: dict[int, str] | None = None
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._value: str | None = None
        self._cells = 0
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "tr":
            self.end_row()
            self._row = {}
        elif tag in ("td", "th"):
            self._end_cell()
            if self._row is None:
                self._row = {}
            self._cell = []
            self._span = (self._count(given.get("rowspan")), self._count(given.get("colspan")))
            self._value = given.get("x:num") or None
        elif tag in ("br", "p", "div") and self._cell:
            self._cell.append("\n")
        elif tag == "table" and self._row is None:
            self._taken.clear()

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(self._hidden - 1, 0)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self.end_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._hidden:
            self._cell.append(_SPACES.sub(" ", data.replace("\xa0", " ")))

    def end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        width = max(self._row, default=-1) + 1
        self._cells += width
        self._bounds.check_extent(len(self.rows) + 1, width)
        if self._cells > self._bounds.cells:
            raise Refusal(gettext_noop("The sheet holds more text than can be read."))
        self.rows.append([self._row.get(column, "") for column in range(width)])
        self._row = None

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        number = len(self.rows)
        column = 0
        while column in self._row or self._taken.get(column, 0) > number:
            column += 1
        tall, wide = self._span
        self._bounds.check_extent(1, column + wide)
        text = "\n".join(line.strip() for line in "".join(self._cell).split("\n"))
        self._row[column] = self._value or text.strip()
        for covered in range(column, column + wide):
            self._row.setdefault(covered, "")
            self._taken[covered] = number + tall
        if tall > 1 or wide > 1:
            self.merges.append(((number, column), (number + tall - 1, column + wide - 1)))
        self._cell = None

    def _count(self, text: str | None) -> int:
        """A span as browsers take it: nonsense is 1."""
        if not text or not text.strip().isascii() or not text.strip().isdigit():
            return 1
        return max(1, min(int(text.strip()[:9]), self._bounds.rows))
