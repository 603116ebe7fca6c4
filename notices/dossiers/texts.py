"""The public notices about a batch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import swapper
from django.http import HttpRequest

from notices.enums import EventKind
from notices.page_types import page_types
from registry.models import Batch
from xcms.days import SHANGHAI

if TYPE_CHECKING:
    from notices.standing import Mark


@dataclass(frozen=True, slots=True)
class BatchNotice:
    """``day`` is the document's date, else that of going live; None where neither is known. ``mark`` is of those that
    readers must not act on any more."""

    page: Any
    url: str
    day: date | None
    mark: "Mark | None" = None

    @property
    def is_withdrawn(self) -> bool:
        return self.mark is not None and self.mark.kind == EventKind.WITHDRAWN


def batch_notices(batch: Batch, request: HttpRequest | None) -> list[BatchNotice]:
    """Live, open to everybody and about this batch, the earliest first: the one that called for it.

    An alias is not told beside its original. Two queries for each type of notice.
    """
    # The model's module imports this package.
    from notices.models.notices import NoticeMixin

    public = swapper.load_model("wagtailcore", "Page").objects.live().public()
    found: list[Any] = []
    for model in page_types(NoticeMixin):
        about = model.objects.filter(batch=batch, pk__in=public.order_by().values("pk"))
        found += about
    keys = {page.pk for page in found}
    notices = [
        BatchNotice(page, page.get_url(request) or "", page.dated or _day(page.first_published_at))
        for page in found
        if page.alias_of_id not in keys
    ]
    return sorted(notices, key=lambda one: (one.day or date.max, one.page.pk))


def first_day(notices: Iterable[BatchNotice]) -> date | None:
    """Of the notices that count: a withdrawn one calls for nothing, a lapsed one did."""
    days = (one.day for one in notices if one.day and not one.is_withdrawn)
    return min(days, default=None)


def document_keys(pages: Sequence[Any]) -> dict[Any, list[tuple[int, str]]]:
    """By page: the documents of the attachment blocks in its text, with the titles given there.

    From the raw text: the blocks themselves would ask for their documents one by one.
    """
    found: dict[Any, list[tuple[int, str]]] = {}
    for page in pages:
        for block in page.body.raw_data:
            if block.get("type") == "attachments":
                found.setdefault(page.pk, []).extend(_in_list(block.get("value") or []))
    return found


def _in_list(items: Iterable[Any]) -> Iterable[tuple[int, str]]:
    for item in items:
        # A list block keeps its items with an id each; older ones kept the bare value.
        value = item.get("value", item) if isinstance(item, dict) else {}
        if isinstance(value, dict) and isinstance(value.get("document"), int):
            yield value["document"], str(value.get("title") or "")


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(SHANGHAI).date() if moment else None
