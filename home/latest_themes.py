"""The newest themes for the home page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page

from notices.models import ThemeMixin
from notices.page_types import page_types

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class ThemeLink:
    title: str
    url: str


def latest_themes(request: HttpRequest) -> Sequence[ThemeLink]:
    """Those that everybody can open. Queries: the pages, view restrictions."""
    models = page_types(ThemeMixin)
    pages = Page.objects.live().public().type(*models).filter(alias_of=None)
    latest = pages.order_by("-first_published_at", "-pk")[:_SHOWN]
    return [ThemeLink(page.title, page.get_url(request) or "") for page in latest]
