"""Addresses of the pages about alerts: paths for pages, whole ones for mails.

Whole ones begin with what Wagtail's site says of itself, never with the request's Host header, which anybody may send.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from wagtail.models import Site

from xcms.alerts.sources import LONGEST_TOPIC, get_source

#: What an address of a list says besides its filters.
_MANNER = ("columns", "sort", "page_size", "format", "page")


def subscribe_url(source: Any, topic: Any = "") -> str:
    """The page to subscribe on; "" where there are no alerts or none of this kind. No query."""
    if get_source(source) is None:
        return ""
    if isinstance(topic, QueryDict):
        filters = topic.copy()
        for name in _MANNER:
            filters.pop(name, None)
        topic = filters.urlencode()
    if len(str(topic)) > LONGEST_TOPIC:
        return ""
    try:
        path = reverse("xcms_alerts:subscribe")
    except NoReverseMatch:
        return ""
    asked = {"source": source, **({"topic": topic} if topic else {})}
    return f"{path}?{urlencode(asked)}"


def site_root(site: Any = None) -> str:
    """``https://www.example.org``, without a slash at the end."""
    site = site or Site.objects.filter(is_default_site=True).first() or Site.objects.first()
    return site.root_url.rstrip("/") if site else ""


def whole(root: str, url: str) -> str:
    return url if url.startswith(("http://", "https://")) else f"{root}{url}"
