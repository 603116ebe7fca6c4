"""Rows as CSV, XLSX and JSON. CSV and JSON stream; XLSX needs a file, and minutes for a million rows."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, BinaryIO

from xcms.exports.cells import is_risky, safe_cell
from xcms.exports.columns import Cell, ExportColumn

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}

_CSV_ROWS_AT_ONCE = 200
#: What one Excel sheet holds below its header, and one cell.
_SHEET_ROWS = 1_048_575
_CELL_CHARACTERS = 32_767


def csv_lines(columns: Sequence[ExportColumn], rows: Iterable[Any]) -> Iterator[bytes]:
    """A UTF-8 CSV with byte-order mark (else Excel shows rubbish), in pieces of some rows."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([safe_cell(str(column.header)) for column in columns])
    yield b"\xef\xbb\xbf" + _drained(buffer)
    for count, record in enumerate(rows, start=1):
        writer.writerow([_csv_cell(column.value(record)) for column in columns])
        if count % _CSV_ROWS_AT_ONCE == 0:
            yield _drained(buffer)
    if buffer.tell():
        yield _drained(buffer)


def _csv_cell(value: Cell) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, date) else safe_cell(value)


def _drained(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")


def write_xlsx(columns: Sequence[ExportColumn], rows: Iterable[Any], file: BinaryIO) -> None:
    """A workbook with typed cells and a frozen header row, written in constant memory.

    Rows beyond what a sheet holds go on in a second one. A text longer than a cell holds ends in "…".
    """
    import xlsxwriter

    workbook = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    bold = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    # Excel's own mark for "this is text": unlike an apostrophe in the cell it does not show.
    quoted = workbook.add_format({"quote_prefix": True})
    sheet = _new_sheet(workbook, columns, bold)
    line = 0
    for record in rows:
        if line == _SHEET_ROWS:
            sheet = _new_sheet(workbook, columns, bold)
            line = 0
        line += 1
        for index, column in enumerate(columns):
            value = column.value(record)
            if value is None or value == "":
                continue
            if isinstance(value, int):
                sheet.write_number(line, index, value)
            elif isinstance(value, date):
                sheet.write_datetime(line, index, value, day)
            else:
                sheet.write_string(
                    line, index, _fitting(value), quoted if is_risky(value) else None
                )
    workbook.close()


def _new_sheet(workbook: Any, columns: Sequence[ExportColumn], bold: Any) -> Any:
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, str(column.header), bold)
    return sheet


def _fitting(text: str) -> str:
    # An importer takes one apostrophe before a formula for a mark, also where it belongs to the text.
    text = safe_cell(text) if text.startswith("'") else text
    return text if len(text) <= _CELL_CHARACTERS else text[: _CELL_CHARACTERS - 1] + "…"


def json_row(columns: Sequence[ExportColumn], record: Any) -> dict[str, Any]:
    return {column.key: column.as_json(record) for column in columns}


def json_pieces(
    columns: Sequence[ExportColumn], rows: Iterable[Any], *, count: int, version: int
) -> Iterator[bytes]:
    """``{"count", "version", "results", "next"}`` as the public lists answer, all rows on one page."""
    yield f'{{"count": {count}, "version": {version}, "results": ['.encode()
    separator = "\n"
    for record in rows:
        yield (separator + json.dumps(json_row(columns, record), ensure_ascii=False)).encode()
        separator = ",\n"
    yield b'\n], "next": null}\n'
