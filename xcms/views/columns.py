"""Columns of a list as a page shows it; exports have their own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """A column: the first of a list is the row's header.

    ``value`` may return safe HTML (``format_html``). ``url`` makes the cell a link; "" or None
    leaves it plain. ``sort`` is the key of a SortOption of the list's filters.
    """

    key: str
    header: Any
    value: Callable[[Any], Any]
    url: Callable[[Any], str | None] | None = None
    sort: str = ""
    is_number: bool = False
    is_short: bool = False

    @property
    def css_class(self) -> str:
        """ "xcms-number", "xcms-short" (a day, a code: never broken) or none."""
        return "xcms-number" if self.is_number else "xcms-short" if self.is_short else ""


@dataclass(frozen=True, slots=True)
class HeaderCell:
    column: ListColumn
    sort_url: str
    aria_sort: str


@dataclass(frozen=True, slots=True)
class Cell:
    column: ListColumn
    value: Any
    url: str


def cells(columns: tuple[ListColumn, ...], record: Any) -> list[Cell]:
    return [
        Cell(column, column.value(record), (column.url(record) if column.url else "") or "")
        for column in columns
    ]
