"""Pages of a public list. Odd numbers clamp: a strange address shows a page, never an error."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from xcms.conf import setting
from xcms.querystrings import with_values

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

    page: Page[Any]
    previous_url: str
    next_url: str
    links: list[PageLink]

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def objects(self) -> list[Any]:
        return list(self.page.object_list)


def list_page(rows: QuerySet[Any], query: QueryDict) -> ListPage:
    """The page that the query asks for, or the nearest. Two queries and the rows' prefetches."""
    paginator = Paginator(rows, page_size(query))
    last = paginator.num_pages
    number = whole_number(query.get("page", ""), default=1, low=1, high=last)
    page = paginator.page(number)
    # Evaluated once: the template, the demo mark and the feed all walk the same rows.
    page.object_list = list(page.object_list)

    def url(target: int) -> str:
        return with_values(query, page=target if target > 1 else None)

    steps = paginator.get_elided_page_range(number, on_each_side=2, on_ends=1) if last > 1 else []
    return ListPage(
        page=page,
        previous_url=url(number - 1) if page.has_previous() else "",
        next_url=url(number + 1) if page.has_next() else "",
        links=[
            PageLink(step, url(step), step == number)
            if isinstance(step, int)
            else PageLink(None, "", False)
            for step in steps
        ],
    )
