"""What a sitemap lists. An app adds its own by the hook ``register_xcms_sitemaps``, which returns a list of parts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page, Site

HOOK = "register_xcms_sitemaps"
#: Below the protocol's 50,000 and 50 MB; a file is made in a request.
FILE_LENGTH = 5000


class Location(NamedTuple):
    """An absolute address, and when it changed, where that is known."""

    url: str
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapPart:
    """``rows`` gives what can be counted and sliced, in an order that stays; ``locations`` a slice's addresses."""

    name: str
    rows: Callable[[HttpRequest], Any]
    locations: Callable[[Iterable[Any], HttpRequest], Iterable[Location]]


def sitemap_parts() -> dict[str, SitemapPart]:
    offered = [part for offer in hooks.get_hooks(HOOK) for part in offer()]
    return {part.name: part for part in [PAGES, *offered]}


def _pages(request: HttpRequest) -> Any:
    """Live, open to everybody, of this site; an alias is another page's text."""
    site = Site.find_for_request(request)
    if site is None:
        return Page.objects.none()
    below = Page.objects.descendant_of(site.root_page, inclusive=True)
    return below.live().public().filter(alias_of=None).order_by("pk")


def _page_locations(pages: Iterable[Any], request: HttpRequest) -> Iterable[Location]:
    """Pages say by Wagtail's ``get_sitemap_urls()`` whether they want to be listed."""
    for page in pages:
        for entry in page.get_sitemap_urls(request):
            yield Location(entry["location"], entry.get("lastmod"))


PAGES = SitemapPart(
    name="pages", rows=lambda request: _pages(request).specific(), locations=_page_locations
)


def records(name: str, rows: Callable[[], Any], address: Callable[[Any], str]) -> SitemapPart:
    """Records with pages of their own; ``rows`` gives a values list of what ``address`` needs."""

    def locations(found: Iterable[Any], request: HttpRequest) -> Iterable[Location]:
        for row in found:
            yield Location(request.build_absolute_uri(address(row)))

    return SitemapPart(name=name, rows=lambda _request: rows(), locations=locations)
