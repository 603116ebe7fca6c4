"""The pure reader: bytes of a CSV or XLSX file to a table of text. Knows no register and no database."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from xcms.exports.cells import unsafe_cell
from xcms.importing.archives import broken_workbook, check_workbook
from xcms.importing.decoding import csv_rows
from xcms.importing.errors import ImportFileError
from xcms.importing.headers import header_keys, header_text
from xcms.importing.limits import Limits
from xcms.importing.rows import SheetRow, SheetTable
from xcms.text import clean_text, name_key

#: The header is among the first so many rows that are not blank; above it are titles.
_HEADER_WITHIN = 30
_MOST_SHEETS = 50
#: Excel keeps 15 digits of a number.
_EXACT_BELOW = 10**15
_TOTALS = frozenset({"合计", "总计", "小计", "共计"})
_NOTE = re.compile(r"^(注|备注|附注|说明|填表说明)\s*\d*\s*[:：]")
_WHOLE_FLOAT = re.compile(r"\d{6,}\.0")
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Grid = Iterable[Sequence[Any]]


def read_sheet(
    data: bytes, *, filename: str, known_headers: Collection[str], limits: Limits
) -> SheetTable:
    """Read the sheet that has the known headers, as text.

    ``known_headers`` are name keys. The header is the row near the top with most of them; rows above it
    are titles. Cells come back stripped ("" when blank) and otherwise as typed: "011001" keeps its zero,
    "NA" stays "NA", a whole number stored as a float loses its ".0", dates are ISO. Blank rows, rows that
    begin with 合计/总计/小计 or with 注： are left out; row numbers are those the person sees.

    Raises ImportFileError for a file that is too large, broken, encrypted, of another kind, without a
    header or rows, with a repeated header, or where two sheets fit.
    """
    limits.check_bytes(len(data))
    if not data.strip():
        raise ImportFileError(_("The file is empty."))
    if data.startswith(_COMPOUND_FILE):
        raise _compound_file_error(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _one_that_fits(_workbook_sheets(data, limits), known_headers)
    return _one_that_fits([(filename, csv_rows(data, limits))], known_headers)


def _compound_file_error(data: bytes) -> ImportFileError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ImportFileError(_("The workbook is encrypted: remove its password and try again."))
    return ImportFileError(
        _(
            "This is a file of an old Office format: open it, save it as XLSX or CSV, and try that file."
        )
    )


def _workbook_sheets(data: bytes, limits: Limits) -> Iterator[tuple[str, Grid]]:
    check_workbook(data, limits)
    import pandas as pd  # half a second, and only here

    try:
        with pd.ExcelFile(BytesIO(data), engine="calamine") as book:
            names = [str(name) for name in book.sheet_names[:_MOST_SHEETS]]
            for name in names:
                frame = pd.read_excel(
                    book, sheet_name=name, header=None, dtype=object, na_filter=False
                )
                limits.check_extent(*frame.shape)
                yield name, frame.itertuples(index=False, name=None)
    except ImportFileError:
        raise
    except (GeneratorExit, KeyboardInterrupt, SystemExit):
        raise
    # calamine's errors have no common base, and a panic in its Rust code is a BaseException.
    except BaseException as error:
        raise broken_workbook() from error


def _one_that_fits(sheets: Iterable[tuple[str, Grid]], known: Collection[str]) -> SheetTable:
    fitting: list[tuple[int, str, SheetTable]] = []
    seen: list[str] = []
    is_blank = True
    for name, grid in sheets:
        rows = [row for row in _texts(grid) if any(row.cells)]
        is_blank = is_blank and not rows
        header, matches = _find_header(rows, known)
        if header is not None:
            fitting.append((matches, name, _table(header, rows)))
        seen += [header_text(cell) for row in rows[:3] for cell in row.cells if cell]
    if not fitting:
        if is_blank:
            raise ImportFileError(_("The file is empty."))
        raise ImportFileError(
            _("No header row with known columns was found; the file begins with: %(cells)s.")
            % {"cells": "、".join(cell[:20] for cell in seen[:12])}
        )
    best = max(matches for matches, _name, _table in fitting)
    candidates = [(name, table) for matches, name, table in fitting if matches == best]
    with_rows = [(name, table) for name, table in candidates if table.rows] or candidates[:1]
    if len(with_rows) > 1:
        raise ImportFileError(
            _("Several sheets of the workbook fit: %(names)s. Keep one of them in the file.")
            % {"names": "、".join(name for name, _table in with_rows)}
        )
    table = with_rows[0][1]
    _refuse_repeated_headers(table)
    if not table.rows:
        raise ImportFileError(_("There are no rows below the header."))
    return table


def _find_header(rows: Sequence[SheetRow], known: Collection[str]) -> tuple[SheetRow | None, int]:
    best, most = None, 0
    for row in rows[:_HEADER_WITHIN]:
        matches = sum(any(key in known for key in header_keys(cell)) for cell in row.cells if cell)
        if matches > most:
            best, most = row, matches
    return best, most


def _table(header: SheetRow, rows: Sequence[SheetRow]) -> SheetTable:
    width = max((index + 1 for index, cell in enumerate(header.cells) if cell), default=0)
    names = tuple(header_text(cell) for cell in header.cells[:width])
    below = (_fitted(row, width) for row in rows if row.number > header.number)
    return SheetTable(
        header=names,
        header_number=header.number,
        rows=tuple(row for row in below if not _is_aside(row)),
    )


def _fitted(row: SheetRow, width: int) -> SheetRow:
    if len(row.cells) == width:
        return row
    cells = (*row.cells[:width], *[""] * (width - len(row.cells)))
    return SheetRow(row.number, cells, row.overlong)


def _refuse_repeated_headers(table: SheetTable) -> None:
    seen: set[str] = set()
    for name in table.header:
        key = name_key(name)
        if key and key in seen:
            raise ImportFileError(
                _("The header “%(header)s” stands there twice: which column counts?")
                % {"header": name}
            )
        seen.add(key)


def _is_aside(row: SheetRow) -> bool:
    """Not data: blank under the header, a total, or a note below the table."""
    first = next((cell for cell in row.cells if cell), "")
    return not first or name_key(first) in _TOTALS or bool(_NOTE.match(first))


def _texts(grid: Grid) -> Iterator[SheetRow]:
    for number, cells in enumerate(grid, start=1):
        overlong = frozenset(
            index
            for index, cell in enumerate(cells)
            if isinstance(cell, int | float) and abs(cell) >= _EXACT_BELOW
        )
        yield SheetRow(number, tuple([_text(cell) for cell in cells]), overlong)


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return clean_cell(cell) if cell else ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, time | timedelta):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None or cell != cell else str(cell)  # NaN is not equal to itself


def clean_cell(text: str) -> str:
    """A text cell as everything after the reader sees it.

    Stripped, without invisible characters and without the apostrophe that exports put before formulas;
    line breaks inside the cell stay.
    """
    if not text.isprintable() or "  " in text:
        lines = [
            clean_text(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        ]
        text = "\n".join(lines)
    text = unsafe_cell(text.strip())
    return text[:-2] if _WHOLE_FLOAT.fullmatch(text) else text
