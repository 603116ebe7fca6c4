"""The sitemap: an index, and its files."""

from io import StringIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator

from xcms.caching.answers import public_answer
from xcms.days import SHANGHAI
from xcms.feeds import xml_text
from xcms.sitemaps.parts import FILE_LENGTH, Location, sitemap_parts
from xcms.versions import snapshot

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def index(request: HttpRequest) -> HttpResponseBase:
    """One file at least for each part that has something. A count for each part."""
    with snapshot():
        files = [
            Location(request.build_absolute_uri(_address(name, number)))
            for name, part in sitemap_parts().items()
            for number in range(1, -(-part.rows(request).count() // FILE_LENGTH) + 1)
        ]
    return _answer(request, "sitemapindex", "sitemap", files)


def file(request: HttpRequest, name: str, number: int) -> HttpResponseBase:
    part = sitemap_parts().get(name)
    if part is None or number < 1:
        raise Http404
    first = (number - 1) * FILE_LENGTH
    with snapshot():
        rows = list(part.rows(request)[first : first + FILE_LENGTH])
        if not rows and number > 1:
            raise Http404
        found = list(part.locations(rows, request))
    return _answer(request, "urlset", "url", found)


def _address(name: str, number: int) -> str:
    return reverse("xcms_sitemaps:file", args=[name, number])


def _answer(
    request: HttpRequest, root: str, entry: str, locations: list[Location]
) -> HttpResponseBase:
    text = StringIO()
    xml: Any = SimplerXMLGenerator(text, "utf-8")
    xml.startDocument()
    xml.startElement(root, {"xmlns": _NAMESPACE})
    for location in locations:
        xml.startElement(entry, {})
        xml.addQuickElement("loc", xml_text(location.url))
        if location.changed_at:
            moment = location.changed_at.astimezone(SHANGHAI)
            xml.addQuickElement("lastmod", moment.isoformat(timespec="seconds"))
        xml.endElement(entry)
    xml.endElement(root)
    response = HttpResponse(text.getvalue(), content_type="application/xml; charset=utf-8")
    return public_answer(request, response)
