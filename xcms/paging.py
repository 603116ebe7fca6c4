"""Pages of a public list. Odd numbers clamp: a strange address shows a page, never an error."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from xcms.conf import setting
from xcms.facets.finders import Rows
from xcms.querystrings import with_values

#: Beyond this many pages the steps are no way to get anywhere: a box asks for the number.
_MANY_PAGES = 10

#: Longer digit strings than this are just "very many" (int() refuses them beyond 4,300 digits).
_MOST_DIGITS = 18


def whole_number(text: str, *, default: int, low: int, high: int) -> int:
    """The number in the text, held between ``low`` and ``high``; ``default`` if there is none."""
    try:
        number = int(text.strip()[:_MOST_DIGITS])
    except ValueError:
        number = default
    return max(low, min(number, high))


def page_size(query: QueryDict) -> int:
    return whole_number(
        query.get("page_size", ""),
        default=setting("PAGE_SIZE"),
        low=1,
        high=setting("MAX_PAGE_SIZE"),
    )


def page_size_choices(current: int) -> list[int]:
    """Sizes to offer: the current one, the default and a few rounder ones, up to the most allowed."""
    most: int = setting("MAX_PAGE_SIZE")
    return sorted(
        size for size in {current, setting("PAGE_SIZE"), 10, 25, 50, 100, 200, most} if size <= most
    )


@dataclass(frozen=True, slots=True)
class PageLink:
    """A step of the pagination; ``number`` None is a gap."""

    number: int | None
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of results and the addresses of its neighbours ("" where there is none)."""

    count: int
    number: int
    last: int
    objects: Sequence[Any]
    previous_url: str
    next_url: str
    links: list[PageLink]
    #: Name and value of every other parameter, for a form that asks for a page.
    other_values: Sequence[tuple[str, str]]

    @property
    def has_many_pages(self) -> bool:
        return self.last > _MANY_PAGES


class QueryRows:
    """A queryset as rows."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows

    def count(self) -> int:
        return self.rows.count()

    def records(self, start: int, stop: int) -> list[Any]:
        return list(self.rows[start:stop])


def list_page(rows: QuerySet[Any] | Rows, query: QueryDict) -> ListPage:
    """The page that the query asks for, or the nearest. Two queries and the rows' prefetches."""
    found: Rows = QueryRows(rows) if isinstance(rows, QuerySet) else rows
    count, size = found.count(), page_size(query)
    last = max(1, -(-count // size))
    number = whole_number(query.get("page", ""), default=1, low=1, high=last)
    start = (number - 1) * size

    def url(target: int) -> str:
        return with_values(query, page=target if target > 1 else None)

    return ListPage(
        count=count,
        number=number,
        last=last,
        # Evaluated once: the template, the demo mark and the feed all walk the same rows.
        objects=found.records(start, min(start + size, count)) if count else [],
        previous_url=url(number - 1) if number > 1 else "",
        next_url=url(number + 1) if number < last else "",
        links=[
            PageLink(step, url(step), step == number)
            if isinstance(step, int)
            else PageLink(None, "", False)
            for step in _steps(number, last)
        ],
        other_values=[
            (key, value) for key, values in query.lists() if key != "page" for value in values
        ],
    )


def _steps(number: int, last: int) -> Sequence[int | str]:
    """The first page, the last, and those around the current one; a text stands for a gap."""
    if last == 1:
        return []
    pages = Paginator(range(last), 1)
    return list(pages.get_elided_page_range(number, on_each_side=2, on_ends=1))
