"""How a published text stands today: in force, lapsed, repealed, withdrawn; what replaces it and what it replaces."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import pgettext
from wagtail.models import Page

from notices.enums import OUT_OF_FORCE, EventKind, Validity
from notices.models.successors import official_models, predecessors
from notices.models.withdrawals import PageWithdrawal
from xcms.days import SHANGHAI, shanghai_today


@dataclass(frozen=True, slots=True)
class Standing:
    """``successor`` and ``replaces`` name only pages that every visitor can open."""

    withdrawal: PageWithdrawal | None
    withdrawn_on: date | None
    history: Sequence[PageWithdrawal]
    validity: str
    validity_label: str
    validity_date: date | None
    is_out_of_force: bool
    #: Lapses or is repealed on a day still to come.
    will_end: bool
    successor: Any
    replaces: Sequence[Any]

    @property
    def needs_banner(self) -> bool:
        return bool(self.withdrawal or self.is_out_of_force or self.will_end)


def standing_of(page: Any) -> Standing:
    """Of a specific official page; an alias stands as its original does. Three queries."""
    key, today = source_key(page), shanghai_today()
    history = list(PageWithdrawal.objects.filter(page=key))
    withdrawal = next((one for one in history if one.lifted_at is None), None)
    named = withdrawal.successor_id if withdrawal else None
    ends = page.validity in OUT_OF_FORCE and page.validity_date is not None
    if named is None and ends:
        named = page.successor_id
    shown = _public_pages(Q(pk=named) if named else Q(), key)
    return Standing(
        withdrawal=withdrawal,
        withdrawn_on=shanghai_day(withdrawal.withdrawn_at) if withdrawal else None,
        history=history,
        validity=page.validity,
        validity_label=page.get_validity_display(),
        validity_date=page.validity_date,
        is_out_of_force=page.is_out_of_force(today),
        will_end=ends and page.validity_date > today,
        successor=next((one for one in shown if one.pk == named), None),
        replaces=[one for one in shown if one.pk not in (named, key)],
    )


def _public_pages(successor: Q, key: Any) -> list[Any]:
    wanted = successor
    for subquery in predecessors(key):
        wanted |= Q(pk__in=subquery)
    return list(Page.objects.live().public().filter(wanted).order_by("first_published_at", "pk"))


def source_key(page: Any) -> Any:
    """The key of the page whose text this is: an alias shows its original's."""
    while page.alias_of_id:
        page = page.alias_of
    return page.pk


def shanghai_day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


@dataclass(frozen=True, slots=True)
class Mark:
    """One word beside a title. ``kind`` is ``withdrawn``, ``lapsed`` or ``repealed``."""

    kind: str
    label: str


def marks_of(pages: Iterable[Any]) -> Mapping[Any, Mark]:
    """By key, those that readers must not act on any more: specific pages, or of ``section_pages()``. One query."""
    pages = list(pages)
    withdrawn = withdrawn_keys({page.alias_of_id or page.pk for page in pages})
    today, found = shanghai_today(), {}
    for page in pages:
        if (page.alias_of_id or page.pk) in withdrawn:
            found[page.pk] = Mark(EventKind.WITHDRAWN, pgettext("life of a text", "Withdrawn"))
        elif (validity := _ended(page, today)) is not None:
            found[page.pk] = Mark(validity, str(validity.label))
    return found


def _ended(page: Any, today: date) -> Validity | None:
    validity = getattr(page, "validity", getattr(page, "stated_validity", None))
    day = getattr(page, "validity_date", getattr(page, "stated_date", None))
    if validity in OUT_OF_FORCE and day is not None and day <= today:
        return Validity(validity)
    return None


def withdrawn_keys(keys: Collection[Any]) -> set[Any]:
    open_ones = PageWithdrawal.objects.open().filter(page__in=keys)
    return set(open_ones.values_list("page", flat=True))


def moved_at(pages: Iterable[Any]) -> dict[Any, datetime]:
    """When each page (by key) was last withdrawn or restored, if it ever was. One query."""
    sources = {page.pk: page.alias_of_id or page.pk for page in pages}
    rows = PageWithdrawal.objects.filter(page__in=set(sources.values())).order_by()
    latest: dict[Any, datetime] = {}
    for key, withdrawn_at, lifted_at in rows.values_list("page", "withdrawn_at", "lifted_at"):
        latest[key] = max(filter(None, (latest.get(key), withdrawn_at, lifted_at)))
    return {key: latest[source] for key, source in sources.items() if source in latest}


def out_of_force_keys(keys: Collection[Any]) -> set[Any]:
    """Withdrawn, lapsed or repealed among these keys. A query for each type of official page, and one."""
    found = withdrawn_keys(keys)
    for model in official_models():
        ended = model.objects.filter(
            pk__in=keys, validity__in=OUT_OF_FORCE, validity_date__lte=shanghai_today()
        )
        found |= set(ended.order_by().values_list("pk", flat=True))
    return found
