"""The Atom feed of a section, and what every feed of pages has in common."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import conditional_escape, strip_tags
from django.utils.translation import gettext as _

from notices.sections import entries, section_pages
from notices.standing import moved_at
from xcms.feeds import LONG_AGO, FeedEntry, atom_feed, publisher

#: Readers keep what they have seen; older entries stay in the section's list.
FEED_LENGTH = 30


def section_feed(section: Any, request: HttpRequest, pages: Any = None) -> HttpResponse:
    """The section's latest live public pages, or those given; a demo list says so in its title."""
    url = section.get_full_url(request) or request.build_absolute_uri()
    chosen = section_pages(section) if pages is None else pages
    latest = list(chosen.specific()[:FEED_LENGTH])
    moved = moved_at(latest)
    found = (
        page_entry(
            entry.page,
            request,
            is_demo=entry.is_demo,
            mark=entry.mark.label if entry.mark else "",
            moved=moved.get(entry.page.pk),
        )
        for entry in entries(latest, request)
    )
    return page_feed(
        section,
        request,
        [entry for entry in found if entry],
        subtitle=getattr(section, "summary", "") or strip_tags(section.intro),
        feed_id=url,
    )


def page_feed(
    page: Any,
    request: HttpRequest,
    found: Iterable[FeedEntry],
    *,
    subtitle: str,
    feed_id: str,
    title: str = "",
) -> HttpResponse:
    """The feed below a page, about what the page shows."""
    return atom_feed(
        found,
        title=title or page.title,
        subtitle=subtitle,
        author=publisher(request),
        link=page.get_full_url(request) or request.build_absolute_uri(),
        feed_url=request.build_absolute_uri(request.path),
        feed_id=feed_id,
        updated=last_change(page),
    )


def page_entry(
    page: Any,
    request: HttpRequest,
    *,
    is_demo: bool = False,
    mark: str = "",
    moved: datetime | None = None,
) -> FeedEntry | None:
    """None for a page without an address, which no feed can name.

    ``mark`` says what must not be acted on, ``moved`` when that last changed: readers see little more than titles.
    """
    link = page.get_full_url(request)
    if not link:
        return None
    return FeedEntry(
        entry_id=link,
        title=marked(f"{page.title}（{mark}）" if mark else page.title, is_demo=is_demo),
        link=link,
        summary=conditional_escape(getattr(page, "summary", "")),
        updated=max(last_change(page), moved or LONG_AGO),
        published=page.first_published_at,
        author=getattr(page, "issuing_body", ""),
    )


def last_change(page: Any) -> datetime:
    """A page that a script made live has never been published, perhaps not even saved as a draft."""
    moment: datetime | None = page.last_published_at or page.latest_revision_created_at
    return moment or LONG_AGO


def marked(title: str, *, is_demo: bool) -> str:
    return f"{title}（{_('Demo data')}）" if is_demo else title
