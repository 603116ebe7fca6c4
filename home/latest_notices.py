"""The newest notices and lists for the home page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from notices.models import NoticeIndexPage
from notices.sections import SectionEntry, entries, section_pages

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class LatestNotices:
    """``section_url`` is empty where the site has no live section of notices."""

    entries: Sequence[SectionEntry] = ()
    section_url: str = ""


def latest_notices(request: HttpRequest) -> LatestNotices:
    """From the site's first section. Queries: section, its pages, their marks, view restrictions."""
    section = NoticeIndexPage.objects.live().public().order_by("path").first()
    if section is None:
        return LatestNotices()
    pages = section_pages(section)[:_SHOWN]
    return LatestNotices(entries(pages, request), section.get_url(request) or "")
