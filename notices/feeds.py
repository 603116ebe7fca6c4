"""The Atom feed of a section."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from notices.sections import entries, section_pages
from xcms.feeds import publisher, xml_text

#: Readers keep what they have seen; older entries stay in the section's list.
FEED_LENGTH = 30


def section_feed(section: Any, request: HttpRequest) -> HttpResponse:
    """The section's latest live public pages; a demo list says so in its title."""
    url = section.get_full_url(request) or request.build_absolute_uri()
    feed = Atom1Feed(
        title=xml_text(section.title),
        link=url,
        description=xml_text(section.intro),
        author_name=xml_text(publisher(request)),
        language=get_language() or "zh-hans",
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=url,
    )
    latest = section_pages(section).specific()[:FEED_LENGTH]
    for entry in entries(latest, request):
        page = entry.page
        title = f"{page.title}（{_('Demo data')}）" if entry.is_demo else page.title
        link = page.get_full_url(request) or ""
        feed.add_item(
            title=xml_text(title),
            link=link,
            description=xml_text(getattr(page, "summary", "")),
            author_name=xml_text(getattr(page, "issuing_body", "")) or None,
            pubdate=page.first_published_at,
            updateddate=page.last_published_at,
            unique_id=link,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
