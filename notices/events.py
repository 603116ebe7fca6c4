"""What became of published texts, for alerts and change feeds: published, corrected, withdrawn, restored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, When
from wagtail.models import Page

from notices.enums import EventKind
from notices.models.editions import TextEdition
from notices.models.successors import official_models
from notices.models.withdrawals import PageWithdrawal
from registry.models import ListEdition


@dataclass(frozen=True, slots=True)
class PageEvent:
    """``key`` names the event for good: whoever has told it once knows it again. ``note`` is public."""

    key: str
    kind: EventKind
    page_id: Any
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Between:
    since: datetime | None
    until: datetime | None

    def of(self, rows: Any, moment: str) -> Any:
        if self.since is not None:
            rows = rows.filter(**{f"{moment}__gt": self.since})
        if self.until is not None:
            rows = rows.filter(**{f"{moment}__lte": self.until})
        return rows


def events(
    *, since: datetime | None = None, until: datetime | None = None, pages: Any = None
) -> list[PageEvent]:
    """Of official pages that are live and open to everybody now, the latest first; ``since`` < at <= ``until``.

    ``pages``: keys, pages or a queryset to look at; all by default. Aliases have no events of their own. Six
    queries, whatever the number of pages. A page that has left the public has no events, one that comes back has
    its old ones again.
    """
    public, between = _public_pages(pages), _Between(since, until)
    found = [
        *_texts(public, between),
        *_lists_before_texts(public, between),
        *_pages_before_texts(public, between),
        *_withdrawals(public, between),
        *_restorations(public, between),
    ]
    return sorted(found, key=lambda event: (event.at, event.key), reverse=True)


def _public_pages(pages: Any) -> Any:
    public: Any = Page.objects.live().public().filter(alias_of=None).type(*official_models())
    if pages is not None:
        public = public.filter(pk__in=[getattr(page, "pk", page) for page in pages])
    return public.order_by().values("pk")


def _texts(public: Any, between: _Between) -> Iterator[PageEvent]:
    earlier = TextEdition.objects.filter(
        list_edition=OuterRef("list_edition"), number__lt=OuterRef("number")
    )
    rows = TextEdition.objects.filter(page__in=public).annotate(
        # A page that published lists before its texts were kept begins with a later edition of the list.
        began_list=Case(When(~Exists(earlier), then="list_edition__number")),
        list_note=F("list_edition__change_note"),
    )
    for row in between.of(rows, "published_at").defer("content", "files"):
        is_first = row.number == 1 and (row.began_list or 1) == 1
        key = f"list-{row.list_edition_id}" if row.began_list else f"text-{row.pk}"
        yield _event(
            key, row.page_id, is_first, row.published_at, row.change_note or row.list_note or ""
        )


def _lists_before_texts(public: Any, between: _Between) -> Iterator[PageEvent]:
    """Editions of lists from before their texts were kept."""
    kept = TextEdition.objects.filter(list_edition=OuterRef("pk"))
    rows = ListEdition.objects.filter(~Exists(kept), page__in=public)
    for row in between.of(rows, "published_at").defer("csv"):
        yield _event(
            f"list-{row.pk}", row.page_id, row.number == 1, row.published_at, row.change_note
        )


def _event(key: str, page: Any, is_first: bool, at: datetime, note: str) -> PageEvent:
    if is_first:
        return PageEvent(f"page-{page}", EventKind.PUBLISHED, page, at)
    return PageEvent(key, EventKind.CORRECTED, page, at, note)


def _pages_before_texts(public: Any, between: _Between) -> Iterator[PageEvent]:
    """Pages that haven't been published again since texts are kept."""
    texts = TextEdition.objects.filter(page=OuterRef("pk"))
    lists = ListEdition.objects.filter(page=OuterRef("pk"))
    rows = Page.objects.filter(
        ~Exists(texts), ~Exists(lists), pk__in=public, first_published_at__isnull=False
    )
    rows = between.of(rows, "first_published_at")
    for key, at in rows.values_list("pk", "first_published_at"):
        yield PageEvent(f"page-{key}", EventKind.PUBLISHED, key, at)


def _withdrawals(public: Any, between: _Between) -> Iterator[PageEvent]:
    rows = between.of(PageWithdrawal.objects.filter(page__in=public), "withdrawn_at")
    for key, page, at, note in rows.values_list("pk", "page", "withdrawn_at", "reason"):
        yield PageEvent(f"withdrawal-{key}", EventKind.WITHDRAWN, page, at, note)


def _restorations(public: Any, between: _Between) -> Iterator[PageEvent]:
    lifted = PageWithdrawal.objects.filter(page__in=public, lifted_at__isnull=False)
    rows = between.of(lifted, "lifted_at")
    for key, page, at, note in rows.values_list("pk", "page", "lifted_at", "lift_reason"):
        yield PageEvent(f"restoration-{key}", EventKind.RESTORED, page, at, note)
