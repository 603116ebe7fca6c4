"""What a round's list has to tell subscribers: each edition with what it changed, each row revoked later."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _

from notices.feeds import FEED_LENGTH, marked, page_feed
from registry.models import EditionRow, ListEdition
from registry.services.editions import COLUMNS
from xcms.days import SHANGHAI
from xcms.feeds import FeedEntry, tag_uri

_NAME = COLUMNS.index("证书名称")
_DEMO = COLUMNS.index("数据性质")


class _Row(NamedTuple):
    cells: tuple[str, ...]
    filing: Any


def list_feed(page: Any, request: HttpRequest) -> HttpResponse:
    """Four queries, whatever the number of editions. Only a live page that everybody may read is asked."""
    editions = list(
        ListEdition.objects.filter(page_id=page.pk)
        .select_related("round")
        .defer("csv")
        .order_by("-number")
    )
    if not editions:
        raise Http404(_("This list has not been published yet."))
    link = page.get_full_url(request) or request.build_absolute_uri()
    return page_feed(
        page,
        request,
        edition_entries(editions, request, title=page.title, link=link, author=page.issuing_body),
        subtitle=page.summary,
        feed_id=tag_uri(request, f"lists/{editions[0].round.public_id}"),
    )


def edition_entries(
    editions: Sequence[ListEdition],
    request: HttpRequest,
    *,
    title: str,
    link: str,
    author: str = "",
) -> list[FeedEntry]:
    """Of one list, whose editions come latest first with their round; ``link`` is its page's whole address.

    One query.
    """
    told = editions[:FEED_LENGTH]
    # One more, to compare the oldest with.
    rows = _rows(editions[: FEED_LENGTH + 1])
    found = []
    for place, edition in enumerate(told):
        before = editions[place + 1] if place + 1 < len(editions) else None
        own = rows[edition.pk]
        is_demo = any(row.cells[_DEMO] for row in own.values())
        number = edition.number
        name = _("%(title)s, edition %(number)s") % {"title": title, "number": number}
        found.append(
            FeedEntry(
                entry_id=tag_uri(request, f"editions/{edition.round.public_id}/{number}"),
                title=marked(name, is_demo=is_demo),
                link=f"{link}editions/{number}/",
                summary=_summary(edition, own, rows[before.pk] if before else None),
                updated=edition.published_at,
                published=edition.published_at,
                author=author,
            )
        )
    return found + [
        _revocation(row, request, title=title, link=link, author=author)
        for row in rows[editions[0].pk].values()
        if row.filing.revoked_on
    ]


def _rows(editions: Sequence[ListEdition]) -> dict[int, dict[int, _Row]]:
    """By edition and filing."""
    found: dict[int, dict[int, _Row]] = defaultdict(dict)
    rows = (
        EditionRow.objects.filter(edition__in=[edition.pk for edition in editions])
        .select_related("filing")
        .order_by("position")
    )
    for row in rows:
        # Without its number: a row that only moved is not a change.
        found[row.edition_id][row.filing_id] = _Row(("", *row.cells[1:]), row.filing)
    return found


def _summary(edition: ListEdition, own: dict[int, _Row], before: dict[int, _Row] | None) -> str:
    if before is None:
        text = _("First edition, with %(count)s certificates.") % {"count": len(own)}
    else:
        changed = sum(own[key].cells != before[key].cells for key in own.keys() & before.keys())
        text = _("Added: %(added)s, changed: %(changed)s, removed: %(removed)s.") % {
            "added": len(own.keys() - before.keys()),
            "changed": changed,
            "removed": len(before.keys() - own.keys()),
        }
    # A feed's summary is HTML.
    parts = [text, edition.change_note, f"SHA-256: {edition.digest}"]
    return "<br>".join(conditional_escape(part) for part in parts if part)


def _revocation(
    row: _Row, request: HttpRequest, *, title: str, link: str, author: str
) -> FeedEntry:
    filing, name = row.filing, row.cells[_NAME]
    revoked = _("Revoked: %(certificate)s (%(list)s)") % {"certificate": name, "list": title}
    return FeedEntry(
        entry_id=tag_uri(request, f"revocations/{filing.public_id}"),
        title=marked(revoked, is_demo=bool(row.cells[_DEMO])),
        link=link,
        summary=conditional_escape(
            _("On %(day)s; basis: %(basis)s")
            % {"day": filing.revoked_on.isoformat(), "basis": filing.revocation_basis}
        ),
        # Nobody has written down the hour.
        updated=datetime.combine(filing.revoked_on, time.min, SHANGHAI),
        author=author,
    )
