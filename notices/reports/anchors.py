"""The places on a page that a link can lead to."""

import logging
from collections.abc import Collection
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, unquote

from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest

logger = logging.getLogger("xcms.reports")


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name == "id" or (name == "name" and tag == "a")):
                # A link may write it either way.
                self.found.update((value, quote(value), unquote(value)))


def _visit(page: Any) -> WSGIRequest:
    """An anonymous visitor's request for the page."""
    request = WSGIRequest(page._get_dummy_headers())
    request.is_dummy = True  # type: ignore[attr-defined]
    request.user = AnonymousUser()
    return request


def anchors_of(page: Any) -> Collection[str] | None:
    """The ids in the page as visitors get it. None where it can't be rendered: then nothing is said of it."""
    try:
        response = page.serve(_visit(page))
        if hasattr(response, "render"):
            response = response.render()
        html = response.content.decode(response.charset or "utf-8", "replace")
    except Exception:
        logger.exception("Page not rendered", extra={"page": page.pk})
        return None
    if response.status_code != 200:
        return None
    parser = _Ids()
    parser.feed(html)
    return parser.found
