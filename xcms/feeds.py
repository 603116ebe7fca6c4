"""What every Atom feed of the pack needs, whoever fills it."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from wagtail.models import Site

from xcms.conf import setting

#: What XML 1.0 can't carry, not even escaped. Word processors put a vertical tab for a line break.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


#: Of what has no date at all; Atom wants one, and the moment of asking would make every answer another.
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class FeedEntry(NamedTuple):
    """``entry_id`` is an IRI and stays with the thing for good; ``summary`` is HTML."""

    entry_id: str
    title: str
    link: str
    summary: str
    updated: datetime
    published: datetime | None = None
    author: str = ""


class _Feed(Atom1Feed):
    """Django dates an empty feed by the clock."""

    def latest_post_date(self) -> Any:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=self.feed["empty_since"])


def tag_uri(request: HttpRequest, specific: str) -> str:
    """An id (RFC 4151) of this site's own; ``specific`` has to be made of an IRI's characters."""
    host = request.get_host().lower()
    if host.startswith("["):
        # An IPv6 address is no DNS name; without its colons it can pass for one.
        host = f"ipv6-{host[1:].partition(']')[0].replace(':', 'x')}"
    return f"tag:{host.partition(':')[0]},2020:{specific}"


def atom_feed(
    entries: Iterable[FeedEntry],
    *,
    title: str,
    subtitle: str,
    author: str,
    link: str,
    feed_url: str,
    feed_id: str,
    language: str = "",
    updated: datetime | None = None,
) -> HttpResponse:
    """``updated`` dates a feed without entries. Links are absolute."""
    feed = _Feed(
        title=xml_text(title),
        link=link,
        description=xml_text(subtitle),
        subtitle=xml_text(subtitle),
        author_name=xml_text(author),
        feed_url=feed_url,
        feed_guid=feed_id,
        language=language or get_language() or "zh-hans",
        empty_since=updated or LONG_AGO,
    )
    for entry in entries:
        feed.add_item(
            title=xml_text(entry.title),
            link=entry.link,
            description=xml_text(entry.summary),
            unique_id=entry.entry_id,
            author_name=xml_text(entry.author) or None,
            pubdate=entry.published,
            updateddate=entry.updated,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def xml_text(text: str) -> str:
    """The text as a feed can carry it; one stray character must not take the whole feed away."""
    return _NOT_IN_XML.sub(" ", text)


def publisher(request: HttpRequest | None = None) -> str:
    """Who answers for feeds and files; Atom wants an author. At most one query."""
    site = (
        Site.find_for_request(request)
        if request
        else Site.objects.filter(is_default_site=True).first()
    )
    return (
        setting("PUBLISHER")
        or (site.site_name if site else "")
        or getattr(settings, "WAGTAIL_SITE_NAME", "")
        or (request.get_host() if request else "")
    )
