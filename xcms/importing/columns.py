"""A sheet's shape, declared: which columns, under which headers, and how their cells are read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from xcms.importing.coded import Sheet, TextColumn
from xcms.importing.errors import CellError, ImportFileError
from xcms.importing.lookups import LookupTable
from xcms.importing.parsed import UNREADABLE, ParsedSheet, ValueColumn
from xcms.importing.parsers import Parser
from xcms.importing.rows import Problems, RowError
from xcms.text import name_key

_EXCEL_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    ``key``        under which the value travels: a model field's name where there is one
    ``header``     as exports, samples and the README write it; ``synonyms`` are understood as well
    ``required``   the column must be there; ``filled``: none of its cells may be blank
    ``parse``      reads a cell that is not blank; ``blank`` is the value of one that is
    ``lookup``     instead of ``parse``: the importer's lookup table that knows the names
    ``note``       tells the office what goes in (README, sample workbook)
    """

    key: str
    header: str
    note: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    filled: bool = False
    parse: Parser | None = None
    lookup: str = ""
    blank: Any = ""

    def header_keys(self) -> list[str]:
        return [name_key(text) for text in (self.header, *self.synonyms)]

    @property
    def is_read(self) -> bool:
        """False for a column that is known and passed over."""
        return self.parse is not None or bool(self.lookup)


def passed_over(header: str, *synonyms: str) -> Column:
    """A column that sheets carry and the register does not take from them."""
    return Column(key=header, header=header, synonyms=synonyms, note="不导入")


@dataclass(frozen=True, slots=True)
class MatchedColumns:
    """Which cell of a row belongs to which column; ``unknown`` headers belong to none."""

    by_index: Mapping[int, Column]
    headers: Mapping[str, str]
    unknown: tuple[str, ...]


def known_headers(columns: Iterable[Column]) -> frozenset[str]:
    return frozenset(key for column in columns for key in column.header_keys())


def match_columns(
    columns: Sequence[Column],
    one_of: Sequence[tuple[str, ...]],
    sheet: Sheet,
    mapping: Mapping[int, str] | None = None,
) -> MatchedColumns:
    """``one_of`` are groups of column keys of which at least one must be there.

    ``mapping`` says for headers by position which column key they are ("" for none), before their names.
    Raises ImportFileError for a missing column and for two headers of one column.
    """
    by_index: dict[int, Column] = {}
    headers: dict[str, str] = {}
    unknown: list[str] = []
    for index, column in enumerate(_columns_of_headers(columns, sheet, mapping or {})):
        header = sheet.header[index]
        if column is None:
            if header and index not in (mapping or {}):
                unknown.append(header)
        elif column.key not in headers:
            by_index[index] = column
            headers[column.key] = header
        elif column.is_read:
            raise ImportFileError(
                _(
                    "The headers “%(first)s” and “%(second)s” mean the same column: which one counts?"
                )
                % {"first": headers[column.key], "second": header}
            )
    if missing := missing_columns(columns, one_of, headers.keys()):
        raise ImportFileError(
            _("Required columns are missing: %(missing)s. The sheet has: %(found)s.")
            % {
                "missing": "、".join(missing),
                "found": "、".join(header for header in sheet.header if header),
            }
        )
    return MatchedColumns(by_index, headers, tuple(unknown))


def _columns_of_headers(
    columns: Sequence[Column], sheet: Sheet, mapping: Mapping[int, str]
) -> list[Column | None]:
    by_name = {key: column for column in columns for key in column.header_keys()}
    by_key = {column.key: column for column in columns}
    return [
        by_key.get(mapping[index])
        if index in mapping
        else next((by_name[key] for key in keys if key in by_name), None)
        for index, keys in enumerate(sheet.header_keys)
    ]


def missing_columns(
    columns: Sequence[Column], one_of: Sequence[tuple[str, ...]], found: Collection[str]
) -> list[str]:
    """The headers that a sheet with the columns ``found`` (by key) lacks, alternatives as "A或B"."""
    names = {column.key: column.header for column in columns}
    missing = [column.header for column in columns if column.required and column.key not in found]
    return missing + [
        _(" or ").join(names[key] for key in group)
        for group in one_of
        if not set(found) & set(group)
    ]


def unknown_column_warnings(matched: MatchedColumns, sheet: Sheet) -> list[RowError]:
    return [
        *(
            RowError(
                sheet.header_number, header, "", _("this column is not known and was not read.")
            )
            for header in matched.unknown
        ),
        *(
            RowError(
                sheet.header_number,
                "",
                "",
                _("column %(number)s has no header; what stands below it was not read.")
                % {"number": index + 1},
            )
            for index, header in enumerate(sheet.header)
            if not header and any(sheet.columns[index].texts)
        ),
    ]


def parse_sheet(
    sheet: Sheet,
    matched: MatchedColumns,
    lookups: Mapping[str, LookupTable],
    problems: Problems,
) -> ParsedSheet:
    """Every distinct text of every column read once; each error of each cell noted."""
    parsed: dict[str, ValueColumn] = {}
    for index, column in matched.by_index.items():
        if column.is_read:
            parsed[column.key] = _parse_column(
                sheet, index, column, matched.headers[column.key], lookups, problems
            )
    return ParsedSheet(sheet.numbers, parsed, matched.headers)


def _parse_column(
    sheet: Sheet,
    index: int,
    column: Column,
    header: str,
    lookups: Mapping[str, LookupTable],
    problems: Problems,
) -> ValueColumn:
    cells = sheet.columns[index]
    values: list[Any] = []
    refused: dict[int, CellError] = {}
    for code in range(len(cells.texts)):
        try:
            values.append(_value(column, cells, code, lookups))
        except CellError as error:
            refused[code] = error
            values.append(UNREADABLE)
    if refused:
        bad = np.isin(cells.codes, np.fromiter(refused, np.int32))
        for row in np.flatnonzero(bad).tolist():
            code = int(cells.codes[row])
            text, refusal = cells.texts[code], refused[code]
            problems.add(
                RowError(int(sheet.numbers[row]), header, text, str(refusal), refusal.alias)
            )
    return ValueColumn(values, cells.codes, cells.texts)


def _value(column: Column, cells: TextColumn, code: int, lookups: Mapping[str, LookupTable]) -> Any:
    text = cells.texts[code]
    if code in cells.overlong:
        raise CellError(
            _(
                "a number of more than 15 digits: Excel has changed its last ones. "
                "Format the column as text and type it again."
            )
        )
    if not text:
        if column.filled:
            raise CellError(_("must not be blank."))
        return column.blank
    if column.filled and text in _EXCEL_ERRORS:
        raise CellError(_("“%(text)s” is an error of Excel, not a value.") % {"text": text})
    if column.lookup:
        return lookups[column.lookup].find(text)
    return column.parse(text) if column.parse else None
