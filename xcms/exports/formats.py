"""Rows as CSV and JSON, in pieces: memory does not grow with the rows."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from xcms.exports.cells import safe_cell
from xcms.exports.columns import Cell, ExportColumn
from xcms.exports.rows import Rows, written

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
}

_ROWS_AT_ONCE = 200
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def csv_lines(columns: Sequence[ExportColumn], rows: Rows) -> Iterator[bytes]:
    """A UTF-8 CSV with byte-order mark (else Excel shows rubbish), in pieces of some rows."""
    write = _CsvCells(alone=len(columns) == 1)
    header = write.cells([safe_cell(str(column.header)) for column in columns])
    yield _BYTE_ORDER_MARK + f"{header}\r\n".encode()
    lines = (",".join(pieces) + "\r\n" for pieces in written(columns, rows, write))
    for text in _joined(lines):
        yield text.encode("utf-8", "replace")


class _CsvCells:
    """Cells as they stand in a CSV line, without its end. ``alone``: they are the whole line."""

    def __init__(self, *, alone: bool) -> None:
        # Of an empty cell that is alone the csv module makes quotation marks, else the line would vanish.
        self._others = [] if alone else [""]
        self._end = len("\r\n" if alone else ",\r\n")
        self._buffer = io.StringIO()
        self._writer = csv.writer(self._buffer)

    def __call__(self, columns: Sequence[ExportColumn], record: Any) -> str:
        return self.cells([_csv_cell(column.value(record)) for column in columns])

    def cells(self, cells: Sequence[str | int]) -> str:
        self._writer.writerow([*cells, *self._others])
        text = self._buffer.getvalue()[: -self._end]
        self._buffer.seek(0)
        self._buffer.truncate()
        return text


def _csv_cell(value: Cell) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, date) else safe_cell(value)


def _joined(lines: Iterable[str]) -> Iterator[str]:
    lines = iter(lines)
    while text := "".join(islice(lines, _ROWS_AT_ONCE)):
        yield text


def json_row(columns: Sequence[ExportColumn], record: Any) -> dict[str, Any]:
    return {column.key: column.as_json(record) for column in columns}


def json_objects(columns: Sequence[ExportColumn], rows: Rows) -> Iterator[str]:
    """Each row as a JSON object, on one line."""
    for pieces in written(columns, rows, _json_members):
        yield "{" + ", ".join(pieces) + "}"


def _json_members(columns: Sequence[ExportColumn], record: Any) -> str:
    return json.dumps(json_row(columns, record), ensure_ascii=False)[1:-1]


def json_pieces(
    columns: Sequence[ExportColumn], rows: Rows, *, count: int, version: int
) -> Iterator[bytes]:
    """``{"count", "version", "results", "next"}`` as the public lists answer, all rows on one page."""
    yield f'{{"count": {count}, "version": {version}, "results": ['.encode()
    objects = json_objects(columns, rows)
    for first in islice(objects, 1):
        yield f"\n{first}".encode("utf-8", "replace")
    for text in _joined(f",\n{each}" for each in objects):
        yield text.encode("utf-8", "replace")
    yield b'\n], "next": null}\n'


def json_lines(columns: Sequence[ExportColumn], rows: Rows) -> Iterator[bytes]:
    """One object per line (JSON Lines)."""
    for text in _joined(f"{each}\n" for each in json_objects(columns, rows)):
        yield text.encode("utf-8", "replace")
