"""Small sheets for tests, as bytes."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]


def csv_bytes(*rows: Sequence[Any], encoding: str = "utf-8") -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    return target.getvalue().encode(encoding)


def xlsx_bytes(*rows: Sequence[Any], sheets: dict[str, Rows] | None = None) -> bytes:
    """Cells keep their Python types; ``sheets`` instead of rows for a workbook of several."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"strings_to_numbers": False})
    day = book.add_format({"num_format": "yyyy/m/d"})
    for name, content in (sheets or {"Sheet1": rows}).items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(content):
            for index, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, index, cell, day)
                elif cell not in ("", None):
                    sheet.write(number, index, cell)
    book.close()
    return target.getvalue()
