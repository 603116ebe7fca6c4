"""What a public answer tells browsers and caches: a tag to ask by, who may keep it, by what it differs."""

import hashlib
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from xcms.caching.edge import cache_control, is_edge_address
from xcms.versions import Versions

#: In the WSGI environment, which no visitor can write: the page cache stands in front of us …
BEHIND_CACHE = "xcms.caching.behind_cache"
#: … and may keep this answer. "edge" where a CDN may, too.
MAY_KEEP = "xcms.caching.may_keep"

_READING = ("GET", "HEAD")
_UNTOLD = ("no-store", "private")


def public_answer(
    request: HttpRequest, response: HttpResponseBase, file_tag: str = ""
) -> HttpResponseBase:
    """Make the answer to a GET conditional and cacheable, or turn it into a 304. Use what it returns.

    For answers that are the same for every visitor who is not logged in: nothing of the request but its
    address and what ``Vary`` names may show in it. Errors, answers that are marked private already and all
    answers to somebody with a session stay out of caches. ``file_tag`` (of ``version_tag()``) stands in for
    a digest where the answer streams.
    """
    if not getattr(response, "is_rendered", True):
        response.add_post_render_callback(partial(public_answer, request))  # type: ignore[attr-defined]
        return response
    if request.method not in _READING or response.status_code != 200 or _is_untold(response):
        return response
    if is_personal(request):
        response.headers["Cache-Control"] = "private, no-store"
        return response
    edge = is_edge_address(request)
    response.headers["Cache-Control"] = cache_control(edge=edge)
    if response.headers.get("Content-Type", "").startswith("text/html"):
        # Editors see the user bar.
        patch_vary_headers(response, ["Cookie"])
    tag = response.headers.get("ETag") or (file_tag if response.streaming else _digest(response))
    if tag:
        response.headers["ETag"] = tag
    if not response.streaming:
        request.META[MAY_KEEP] = "edge" if edge else "public"
        if BEHIND_CACHE in request.META:
            # It keeps the whole answer, and says 304 by itself.
            return response
    if not tag:
        return response
    conditional: Any = get_conditional_response(request, etag=tag, response=response)  # type: ignore[arg-type]
    return conditional


def is_personal(request: HttpRequest) -> bool:
    """Somebody in particular asks. Without touching the session: that alone makes answers differ by cookie."""
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or "Authorization" in request.headers
        or "REMOTE_USER" in request.META
    )


def version_tag(request: HttpRequest, versions: Versions, today: date) -> str:
    """A weak tag for this address at these versions, known before any work is done."""
    address = f"{request.build_absolute_uri()} {get_language()}"
    address_hash = hashlib.sha256(address.encode()).hexdigest()[:16]
    return f'W/"{versions.number}-{versions.pages}-{today:%Y%m%d}-{address_hash}"'


def unchanged(request: HttpRequest, tag: str) -> HttpResponseBase | None:
    """A 304 for a visitor who has the file of this very version."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if request.method not in _READING or is_personal(request) or tag not in known:
        return None
    response = HttpResponseNotModified()
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = cache_control(edge=False)
    return response


def _is_untold(response: HttpResponseBase) -> bool:
    given = response.headers.get("Cache-Control", "")
    return any(word in given for word in _UNTOLD)


def _digest(response: Any) -> str:
    return f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
