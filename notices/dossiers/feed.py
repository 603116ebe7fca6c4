"""Everything new of a batch: its notices, the editions of its lists and what was revoked in them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from notices.dossiers.texts import batch_notices
from notices.edition_feed import edition_entries
from notices.feeds import FEED_LENGTH, page_entry, page_feed
from notices.timelines import published_lists
from registry.models import Batch
from xcms.feeds import FeedEntry, tag_uri
from xcms.versions import register_read


def dossier_feed(page: Any, request: HttpRequest) -> HttpResponse:
    """Latest first. A page without a public batch is not asked."""
    batch = page.shown_batch
    with register_read():
        found = batch_entries(batch, request)
    found.sort(key=lambda entry: entry.updated, reverse=True)
    return page_feed(
        page,
        request,
        found[:FEED_LENGTH],
        title=_("%(title)s: what is new") % {"title": page.title},
        subtitle=page.summary,
        feed_id=tag_uri(request, f"batches/{batch.key}"),
    )


def batch_entries(batch: Batch, request: HttpRequest) -> list[FeedEntry]:
    notices = (page_entry(one.page, request) for one in batch_notices(batch, request))
    found = [entry for entry in notices if entry]
    for shown in published_lists(batch, request).values():
        list_page = shown.edition.page
        if link := list_page.get_full_url(request):
            found += edition_entries(shown.editions, request, title=shown.title, link=link)
    return found
