"""Rows as an Excel workbook. Constant memory, but minutes for a million rows."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from xcms.exports.cells import is_risky, safe_cell
from xcms.exports.columns import Cell, ExportColumn
from xcms.exports.rows import Rows, written
from xcms.exports.selections import Selection

#: What one Excel sheet holds below its header, and one cell.
_SHEET_ROWS = 1_048_575
_CELL_CHARACTERS = 32_767
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")

#: What the sheet beside the rows says, line by line, once their number is known and whether any is demo data.
About = Callable[[int, bool], Sequence[tuple[str, Cell]]]


def write_xlsx(
    columns: Sequence[ExportColumn],
    rows: Rows,
    file: BinaryIO,
    *,
    title: str = "",
    about: About | None = None,
) -> int:
    """Typed cells below a frozen header with filter buttons; the number of rows.

    Rows beyond what a sheet holds go on in another one. A text longer than a cell holds ends in "…".
    With ``about``, a last sheet says what the file is; importers take a sheet of that name for an explanation.
    """
    book = _Book(columns, file, title)
    for pieces in written(columns, rows, _values):
        book.write([value for piece in pieces for value in piece])
    if about is not None:
        book.explain(about(book.count, book.has_demo))
    book.close()
    return book.count


def write_workbook(selection: Selection, file: BinaryIO) -> int:
    """The selection with the sheet that explains it; the number of rows."""
    return write_xlsx(
        selection.columns,
        selection.lines(),
        file,
        title=str(selection.register.label),
        about=selection.about,
    )


def _values(columns: Sequence[ExportColumn], record: Any) -> list[Cell]:
    return [column.value(record) for column in columns]


class _Book:
    def __init__(self, columns: Sequence[ExportColumn], file: BinaryIO, title: str) -> None:
        import xlsxwriter

        self.count = 0
        self.has_demo = False
        self._columns = columns
        self._marks = [place for place, column in enumerate(columns) if column.is_mark]
        self._title = _NOT_IN_SHEET_NAMES.sub(" ", title)[:25].strip()
        self._book = xlsxwriter.Workbook(
            file,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._bold = self._book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        # Excel's own mark for "this is text": unlike an apostrophe in the cell it does not show.
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._sheet: Any = None
        self._begin_sheet(1)

    def write(self, values: Sequence[Cell]) -> None:
        if self._line == _SHEET_ROWS:
            self._end_sheet()
            self._begin_sheet(self.count // _SHEET_ROWS + 1)
        self._line += 1
        self.count += 1
        for place, value in enumerate(values):
            self._cell(self._line, place, value)
        self.has_demo = self.has_demo or any(values[place] for place in self._marks)

    def explain(self, facts: Sequence[tuple[str, Cell]]) -> None:
        self._end_sheet()
        self._columns = ()
        self._sheet = sheet = self._book.add_worksheet(_("About this file"))
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 80, self._wrapped)
        for line, (label, value) in enumerate(facts):
            sheet.write_string(line, 0, label, self._bold)
            self._cell(line, 1, value)

    def close(self) -> None:
        self._end_sheet()
        self._book.close()

    def _begin_sheet(self, number: int) -> None:
        name = f"{self._title}{number if number > 1 else ''}" if self._title else None
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        self._line = 0
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, column.width)
            self._sheet.write_string(0, place, str(column.header), self._bold)

    def _end_sheet(self) -> None:
        if self._columns:
            self._sheet.autofilter(0, 0, self._line, len(self._columns) - 1)

    def _cell(self, line: int, place: int, value: Cell) -> None:
        if value is None or value == "":
            return
        if isinstance(value, int):
            self._sheet.write_number(line, place, value)
        elif isinstance(value, date):
            self._sheet.write_datetime(line, place, value, self._day)
        else:
            quoted = self._quoted if is_risky(value) else None
            self._sheet.write_string(line, place, _fitting(value), quoted)


def _fitting(text: str) -> str:
    # An importer takes one apostrophe before a formula for a mark, also where it belongs to the text.
    text = safe_cell(text) if text.startswith("'") else text
    return text if len(text) <= _CELL_CHARACTERS else text[: _CELL_CHARACTERS - 1] + "…"
