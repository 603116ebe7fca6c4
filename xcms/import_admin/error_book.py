"""The uploaded rows again, with a comment in each cell that is wrong: to be corrected and uploaded once more."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from xcms.exports.cells import is_risky
from xcms.importing.coded import Sheet
from xcms.importing.columns import MatchedColumns
from xcms.importing.headers import header_keys
from xcms.importing.rows import RowError

_CELL_CHARACTERS = 32_767
_COMMENT_CHARACTERS = 2_000
_COMMENT_SIZE = {"x_scale": 2, "y_scale": 1.5}
_MOST_LISTED = 50_000

#: What is wrong with one row: by the position of the column; None for the row as a whole.
_RowErrors = Mapping[int | None, Sequence[str]]


def understood_headers(matched: MatchedColumns, sheet: Sheet) -> dict[int, str]:
    """For columns that were chosen by hand, or by two rows of headers: the header that means them."""
    return {
        index: column.header
        for index, column in matched.by_index.items()
        if not set(header_keys(sheet.header[index])) & set(column.header_keys())
    }


def error_book(sheet: Sheet, errors: Sequence[RowError], headers: Mapping[int, str]) -> bytes:
    """Row numbers stay those of the uploaded sheet, and every cell is text that no program runs.

    ``headers`` by position stand in place of the sheet's own where those would not be understood again.
    """
    target = BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    table = book.add_worksheet(sheet.name.strip("[]:*?/\\'")[:31] or "Sheet1")
    _write_table(book, table, sheet, headers, _by_row(sheet, errors))
    _write_list(book, errors)
    book.close()
    return target.getvalue()


def _by_row(sheet: Sheet, errors: Sequence[RowError]) -> dict[int, dict[int | None, list[str]]]:
    positions = {header: index for index, header in enumerate(sheet.header) if header}
    found: dict[int, dict[int | None, list[str]]] = {}
    for error in errors:
        if error.row is not None:
            cells = found.setdefault(error.row, {})
            cells.setdefault(positions.get(error.column), []).append(error.message)
    return found


def _write_table(
    book: Any,
    table: Any,
    sheet: Sheet,
    headers: Mapping[int, str],
    errors: Mapping[int, _RowErrors],
) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "num_format": "@"})
    text = book.add_format({"num_format": "@"})
    quoted = book.add_format({"num_format": "@", "quote_prefix": True})
    wrong = book.add_format({"num_format": "@", "bg_color": "#FFC7CE", "font_color": "#9C0006"})
    for index, own in enumerate(sheet.header):
        header = headers.get(index, own)
        table.set_column(index, index, max(12, min(40, 2 * len(header) + 2)), text)
        table.write_string(sheet.header_number - 1, index, header, bold)
    table.freeze_panes(sheet.header_number, 0)
    for position, (number, cells) in enumerate(sheet.rows()):
        found = errors.get(number, {})
        for index, cell in enumerate(cells):
            column = sheet.columns[index]
            plain = wrong if index in found else quoted if is_risky(cell) else text
            if column.codes[position] in column.overlong:
                # A number still: as text its lost digits would look typed.
                table.write_number(number - 1, index, float(cell), wrong)
            elif cell or index in found:
                table.write(number - 1, index, "", plain) if not cell else table.write_string(
                    number - 1, index, cell[:_CELL_CHARACTERS], plain
                )
        _write_comments(table, number - 1, found)


def _write_comments(table: Any, row: int, found: _RowErrors) -> None:
    comments: dict[int, list[str]] = {}
    for index, messages in found.items():
        comments.setdefault(index or 0, []).extend(messages)
    for index, messages in comments.items():
        table.write_comment(row, index, "\n".join(messages)[:_COMMENT_CHARACTERS], _COMMENT_SIZE)


def _write_list(book: Any, errors: Sequence[RowError]) -> None:
    """All errors as a list: phones and some office programs show no comments."""
    listed = book.add_worksheet(_("Error list"))
    bold = book.add_format({"bold": True, "bottom": 1})
    quoted = book.add_format({"quote_prefix": True})
    for index, (header, width) in enumerate(
        (
            (_("Sheet row"), 8),
            (_("Where"), 24),
            (_("What the cell says"), 30),
            (_("What is wrong"), 80),
        )
    ):
        listed.set_column(index, index, width)
        listed.write_string(0, index, header, bold)
    for number, error in enumerate(errors[:_MOST_LISTED], start=1):
        if error.row is not None:
            listed.write_number(number, 0, error.row)
        for index, value in enumerate((error.column, error.value, error.message), start=1):
            listed.write_string(
                number, index, value[:_CELL_CHARACTERS], quoted if is_risky(value) else None
            )
