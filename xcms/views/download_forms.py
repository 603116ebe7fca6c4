"""The form below a list that downloads it with chosen columns: plain GET, the list's own address."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Self

from django.http import QueryDict
from django.utils.safestring import SafeString

from xcms.exports.columns import ExportColumn
from xcms.exports.selections import COLUMNS
from xcms.markup import filled, safe

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

    @property
    def hidden_html(self) -> SafeString:
        return safe(
            filled('<input type="hidden" name="{}" value="{}">', key, value)
            for key, value in self.hidden
        )

    @property
    def choices_html(self) -> SafeString:
        return _choices_html(tuple(self.choices))

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


@lru_cache(maxsize=256)
def _choices_html(choices: tuple[ColumnChoice, ...]) -> SafeString:
    """Nearly always all columns of one of few registers: made once."""
    return safe(
        filled('<li><label><input type="checkbox" name="columns" value="{}"', choice.key)
        + (" checked" if choice.is_chosen else "")
        + filled("> {}</label></li>", choice.label)
        for choice in choices
    )
