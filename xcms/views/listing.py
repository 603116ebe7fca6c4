"""How a list's page answers: whole or as the part that changes, indexed or not, under which address."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from xcms.facets.panels import BY_COUNT, BY_NAME, Opening
from xcms.filters import RegisterFilterSet, is_facet

#: Parameters that say how a facet is being looked at; no address keeps them.
FACET, FACET_WORDS, FACET_ORDER = "facet", "facet_q", "facet_order"
#: Facets that are counted because somebody has unfolded them.
UNFOLDED = "unfolded"

#: By what ``wants_part()`` tells: caches must tell by them too.
ASKED_FOR_BY = ("HX-Request", "HX-History-Restore-Request")


def wants_part(request: HttpRequest) -> bool:
    """htmx asks for what has changed; when it goes back in history it wants the whole page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in headers


def opening(query: QueryDict) -> Opening:
    order = query.get(FACET_ORDER, "")
    return Opening(
        words=query.get(FACET_WORDS, "")[:200], order=order if order == BY_NAME else BY_COUNT
    )


def address(request: HttpRequest, query: QueryDict) -> str:
    path, encoded = escape_uri_path(request.path), query.urlencode()
    return f"{path}?{encoded}" if encoded else path


def may_be_indexed(filterset: RegisterFilterSet) -> bool:
    """The plain list and those of one value of one facet: the others are beyond number."""
    query = filterset.data
    values = [(name, value) for name, values in query.lists() if name != "page" for value in values]
    if not filterset.is_valid() or len(values) > 1:
        return False
    return all(is_facet(filterset.filters.get(name)) for name, _value in values)


def only_searches(query: QueryDict) -> bool:
    """Nothing but ``q``, and perhaps how the list is shown."""
    return "q" in query and not query.keys() - {"q", "sort", "page_size", "page"}


def sent_on(request: HttpRequest, url: str) -> HttpResponseBase:
    response: HttpResponseBase
    if wants_part(request):
        response = HttpResponse()
        response.headers["HX-Redirect"] = url
    else:
        response = redirect(url)
    patch_vary_headers(response, ASKED_FOR_BY)
    return response


def finish(
    request: HttpRequest, response: HttpResponseBase, filterset: RegisterFilterSet, *, plain: bool
) -> HttpResponseBase:
    """Headers of a list's page; ``plain``: it is the list itself rather than a view of a facet."""
    patch_vary_headers(response, ASKED_FOR_BY)
    part = wants_part(request)
    if part or not plain or not may_be_indexed(filterset):
        response.headers["X-Robots-Tag"] = "noindex"
    if part:
        own = address(request, filterset.data)
        # Looking into a facet leaves the address as it is, and "back" has nothing to undo.
        patch_vary_headers(response, ["HX-Current-URL"])
        stays = request.headers.get("HX-Current-URL", "").endswith(own)
        response.headers["HX-Replace-Url" if stays else "HX-Push-Url"] = own
    return response


def hidden_inputs(values: Sequence[tuple[str, str]]) -> SafeString:
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', values)


def select_options(choices: Sequence[tuple[Any, Any]], current: Any) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (value, SafeString(" selected") if value == current else "", label)
            for value, label in choices
        ),
    )


def other_values(query: QueryDict, *without: str) -> list[tuple[str, str]]:
    return [
        (name, value) for name, values in query.lists() if name not in without for value in values
    ]
