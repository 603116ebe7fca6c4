"""Sections with nothing in them, and sections that have fallen silent."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page

from notices.models import NoticeIndexMixin
from notices.reports.findings import Finding, PageSet
from xcms.conf import setting
from xcms.days import SHANGHAI, shanghai_today


def empty_sections(pages: PageSet) -> Iterable[Finding]:
    newest = _newest_texts(pages)
    for section in pages.of_type(NoticeIndexMixin):
        if section.pk not in newest:
            yield Finding(section, _("Visitors find nothing in this section."))


def quiet_sections(pages: PageSet) -> Iterable[Finding]:
    newest = _newest_texts(pages)
    since = shanghai_today() - timedelta(days=setting("QUIET_SECTION_DAYS"))
    for section in pages.of_type(NoticeIndexMixin):
        day = newest.get(section.pk)
        if day is not None and day < since:
            yield Finding(
                section,
                _("The newest text went live on %(day)s.") % {"day": date_format(day)},
            )


def _newest_texts(pages: PageSet) -> Mapping[Any, date]:
    """When the newest public text below each section went live; sections without one are not in it. One query.

    A section inside another is no text: it is what is in it that counts.
    """
    sections = pages.of_type(NoticeIndexMixin)
    own = {section.path for section in sections}
    texts = Page.objects.live().public().filter(first_published_at__isnull=False)
    newest: dict[Any, date] = {}
    by_path = {section.path: section.pk for section in sections}
    if not sections:
        return newest
    for path, published_at in texts.order_by().values_list("path", "first_published_at"):
        if path in own:
            continue
        day = published_at.astimezone(SHANGHAI).date()
        for section_path in _above(path, by_path):
            key = by_path[section_path]
            newest[key] = max(newest.get(key, day), day)
    return newest


def _above(path: str, sections: Mapping[str, Any]) -> Iterable[str]:
    step = Page.steplen
    return (path[:end] for end in range(step, len(path), step) if path[:end] in sections)
