"""Columns of a list as a page shows it; exports have their own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xcms.markup import escaped, filled, safe


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """A column: the first of a list is the row's header.

    ``value`` may return safe HTML (``format_html``). ``url`` makes the cell a link; "" or None
    leaves it plain. ``sort`` is the key of a SortOption of the list's filters. ``short`` stands for a long value
    in the table of the register's own page, whose template says below what it stands for.
    """

    key: str
    header: Any
    value: Callable[[Any], Any]
    url: Callable[[Any], str | None] | None = None
    sort: str = ""
    short: Callable[[Any], Any] | None = None
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


class Row:
    """A record as a list shows it: ``header`` and ``cells`` for a template's own markup, or ``html``."""

    def __init__(self, maker: "RowMaker", record: Any, *, is_demo: bool) -> None:
        self.object = record
        self.is_demo = is_demo
        self._maker = maker

    @cached_property
    def _all_cells(self) -> list[Cell]:
        return cells(self._maker.columns, self.object)

    @property
    def header(self) -> Cell | None:
        return self._all_cells[0] if self._all_cells else None

    @property
    def cells(self) -> list[Cell]:
        return self._all_cells[1:]

    @cached_property
    def html(self) -> SafeString:
        """The row of a table, escaped."""
        return self._maker.html(self)


class RowMaker:
    """Makes the rows of one page. Python instead of a template: it costs a tenth."""

    def __init__(self, columns: tuple[ListColumn, ...]) -> None:
        self.columns = columns
        cells = "".join(
            _HEAD if place == 0 else _cell_pattern(column) for place, column in enumerate(columns)
        )
        self._pattern = f'<tr role="row">{cells}</tr>'
        self._mark = filled(' <strong class="xcms-demo">{}</strong>', _("Demo data"))

    def row(self, record: Any, *, is_demo: bool) -> Row:
        return Row(self, record, is_demo=is_demo)

    def html(self, row: Row) -> SafeString:
        record = row.object
        texts: list[str] = []
        for column in self.columns:
            text = escaped((column.short or column.value)(record))
            url = column.url(record) if column.url else ""
            texts.append(f'<a href="{escaped(url)}">{text}</a>' if url else text)
        if texts and row.is_demo:
            texts[0] += self._mark
        return safe([self._pattern.format(*texts)])


_HEAD = '<th scope="row" role="rowheader">{}</th>'


def _cell_pattern(column: ListColumn) -> str:
    # Braces of a header would be places for values.
    header = escaped(column.header).replace("{", "{{").replace("}", "}}")
    css = f' class="{column.css_class}"' if column.css_class else ""
    return f'<td role="cell" data-label="{header}"{css}>{{}}</td>'
