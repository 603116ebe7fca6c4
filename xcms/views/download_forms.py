"""The form below a list that downloads it with chosen columns: plain GET, the list's own address."""

from collections.abc import Sequence
from typing import NamedTuple, Self

from django.http import QueryDict

from xcms.exports.columns import ExportColumn
from xcms.exports.selections import COLUMNS

#: What the form sets itself, or what does not outlive another choice.
_OWN = frozenset(("format", "page", COLUMNS))


class ColumnChoice(NamedTuple):
    key: str
    label: str
    is_chosen: bool


class DownloadForm(NamedTuple):
    """``hidden`` are the filters in force; ``marks`` the columns that are in every file."""

    hidden: list[tuple[str, str]]
    choices: list[ColumnChoice]
    marks: list[str]
    formats: tuple[tuple[str, str], ...] = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"))

    @classmethod
    def of(cls, columns: Sequence[ExportColumn], query: QueryDict) -> Self:
        asked = query.getlist(COLUMNS)
        return cls(
            hidden=[
                (key, value) for key, values in query.lists() if key not in _OWN for value in values
            ],
            choices=[
                ColumnChoice(column.key, str(column.header), not asked or column.key in asked)
                for column in columns
                if not column.is_mark
            ],
            marks=[str(column.header) for column in columns if column.is_mark],
        )
