"""A sheet's shape, declared: which columns, under which headers, and how their cells are read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xcms.importing.errors import CellError, ImportFileError
from xcms.importing.headers import header_keys
from xcms.importing.lookups import LookupTable
from xcms.importing.parsers import Parser
from xcms.importing.rows import ParsedRow, Problems, RowError, SheetRow, SheetTable
from xcms.text import name_key


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
    columns: Sequence[Column], one_of: Sequence[tuple[str, ...]], table: SheetTable
) -> MatchedColumns:
    """``one_of`` are groups of column keys of which at least one must be there.

    Raises ImportFileError for a missing column and for two headers of one column.
    """
    by_key = {key: column for column in columns for key in column.header_keys()}
    by_index: dict[int, Column] = {}
    headers: dict[str, str] = {}
    unknown: list[str] = []
    for index, header in enumerate(table.header):
        if not header:
            continue
        column = next((by_key[key] for key in header_keys(header) if key in by_key), None)
        if column is None:
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
    missing = [c.header for c in columns if c.required and c.key not in headers]
    names = {column.key: column.header for column in columns}
    missing += [
        _(" or ").join(names[key] for key in group)
        for group in one_of
        if not headers.keys() & set(group)
    ]
    if missing:
        raise ImportFileError(
            _("Required columns are missing: %(missing)s. The sheet has: %(found)s.")
            % {
                "missing": "、".join(missing),
                "found": "、".join(header for header in table.header if header),
            }
        )
    return MatchedColumns(by_index, headers, tuple(unknown))


def unknown_column_warnings(matched: MatchedColumns, table: SheetTable) -> list[RowError]:
    return [
        RowError(table.header_number, header, "", _("this column is not known and was not read."))
        for header in matched.unknown
    ]


def parse_rows(
    table: SheetTable,
    matched: MatchedColumns,
    lookups: Mapping[str, LookupTable],
    problems: Problems,
) -> list[ParsedRow]:
    """Every row read, each error of each cell noted; rows with errors are among them."""
    read = [(i, column) for i, column in matched.by_index.items() if column.is_read]
    return [_parse_row(row, read, matched.headers, lookups, problems) for row in table.rows]


def _parse_row(
    row: SheetRow,
    columns: Sequence[tuple[int, Column]],
    headers: Mapping[str, str],
    lookups: Mapping[str, LookupTable],
    problems: Problems,
) -> ParsedRow:
    values: dict[str, Any] = {}
    texts = {column.key: row.cells[index] for index, column in columns}
    parsed = ParsedRow(row.number, values, texts, headers)
    for index, column in columns:
        text = row.cells[index]
        try:
            if index in row.overlong:
                raise CellError(
                    _(
                        "a number of more than 15 digits: Excel has changed its last ones. "
                        "Format the column as text and type it again."
                    )
                )
            values[column.key] = _value(column, text, lookups)
        except CellError as error:
            problems.error(parsed, column.key, str(error))
    return parsed


def _value(column: Column, text: str, lookups: Mapping[str, LookupTable]) -> Any:
    if not text:
        if column.filled:
            raise CellError(_("must not be blank."))
        return column.blank
    if column.lookup:
        return lookups[column.lookup].find(text)
    return column.parse(text) if column.parse else None
