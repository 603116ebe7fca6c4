"""Pages for the change feed: what was published, corrected, withdrawn and restored."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from notices.events import PageEvent, events
from registry.models import EditionRow
from xcms.changes.sources import Change, ChangeSource, Moment
from xcms.filters import labelled


class PageChanges(ChangeSource):
    def moments(self) -> Sequence[Moment]:
        return [Moment(event.at, event.key, event) for event in events()]

    def described(self, moments: Sequence[Moment], request: HttpRequest) -> Mapping[str, Change]:
        keys = {moment.what.page_id for moment in moments}
        pages = Page.objects.live().public().filter(pk__in=keys).specific().in_bulk()
        demo = set(
            EditionRow.objects.filter(edition__page__in=keys, filing__is_demo=True)
            .values_list("edition__page_id", flat=True)
            .distinct()
        )
        found: dict[str, Change] = {}
        for moment in moments:
            page = pages.get(moment.what.page_id)
            url = page.get_full_url(request) if page else None
            if url:
                found[moment.key] = _change(moment.what, page, url, is_demo=page.pk in demo)
        return found


def _change(event: PageEvent, page: Any, url: str, *, is_demo: bool) -> Change:
    summary = getattr(page, "summary", "")
    number = getattr(page, "document_number", "")
    return Change(
        kind=str(event.kind.value),
        title=labelled(event.kind.label, page.title),
        url=url,
        text=event.note or summary,
        is_demo=is_demo,
        more={"page_title": page.title, **({"document_number": number} if number else {})},
    )


def sources() -> list[ChangeSource]:
    """What the ``register_xcms_change_sources`` hook gives."""
    return [PageChanges()]
