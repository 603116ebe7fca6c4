"""The page that a request for a very large workbook gets: what to do instead."""

from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from xcms.conf import setting
from xcms.export_jobs.queries import plain_query
from xcms.exports.selections import Selection
from xcms.querystrings import with_values
from xcms.views.breadcrumbs import Crumb, breadcrumbs

_Response = TypeVar("_Response", bound=HttpResponseBase)


def offer(request: HttpRequest, selection: Selection, query: QueryDict) -> HttpResponse:
    """Explains, and offers a button. Reads only: the button's POST is what asks for the file."""
    title = _("Large Excel file")
    list_url = request.path + with_values(query, format=None, columns=None)
    response = render(
        request,
        "xcms/exports/offer.html",
        {
            "title": title,
            "breadcrumbs": breadcrumbs(Crumb(selection.register.label, list_url), Crumb(title)),
            "selection": selection,
            "most": setting("XLSX_INLINE_ROWS"),
            "hours": setting("EXPORT_KEEP_HOURS"),
            "action": reverse("xcms_exports:ask", args=[selection.register.name]),
            "query": plain_query(selection.register, query),
            "csv_url": request.path + with_values(query, format="csv"),
            "list_url": list_url,
        },
    )
    return unlisted(response)


def unlisted(response: _Response) -> _Response:
    """In no cache and no search engine."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
