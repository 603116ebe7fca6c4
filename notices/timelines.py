"""The rounds of a batch with their days, their state and the list that a live page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest

from registry.enums import RoundState
from registry.models import Batch, EditionRow, ListEdition, Round
from registry.services.timelines import (
    Milestone,
    beginnings,
    milestones,
    round_name,
    round_state,
)
from xcms.days import SHANGHAI

if TYPE_CHECKING:
    from notices.standing import Mark


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A round's list as visitors find it now: its editions, latest first, and its page's address."""

    editions: Sequence[Any]
    url: str
    certificates: int
    is_demo: bool
    mark: "Mark | None" = None

    @property
    def edition(self) -> Any:
        return self.editions[0]

    @property
    def title(self) -> str:
        return str(self.edition.page.title)

    @property
    def first_published_on(self) -> date:
        return _day(self.editions[-1])

    @property
    def published_on(self) -> date:
        return _day(self.edition)


@dataclass(frozen=True, slots=True)
class RoundTimeline:
    """``published`` None: no live page shows its list (yet)."""

    round: Round
    state: RoundState
    milestones: Sequence[Milestone]
    published: PublishedList | None

    @property
    def name(self) -> str:
        return round_name(self.round.number)

    @property
    def is_demo(self) -> bool:
        return self.round.is_demo or bool(self.published and self.published.is_demo)


def timelines(
    batch: Batch, *, today: date, request: HttpRequest, begins_on: date | None = None
) -> tuple[RoundTimeline, ...]:
    """One per round of a public batch, in order. Queries: rounds, editions, page view restrictions.

    ``begins_on`` is the batch's first day, as far as one is known.
    """
    rounds = list(
        Round.objects.public().filter(batch=batch).select_related("batch").order_by("number")
    )
    lists = published_lists(batch, request)
    first_days = beginnings(rounds, begins_on)
    return tuple(_timeline(one, lists.get(one.pk), first_days[one.pk], today) for one in rounds)


def published_lists(batch: Batch, request: HttpRequest | None) -> dict[int, PublishedList]:
    """By round: the lists that live pages, open to everybody, show. Two queries and the page's address."""
    generated = EditionRow.objects.filter(edition=OuterRef("pk"), filing__is_demo=True)
    editions = (
        ListEdition.objects.public()
        .filter(round__batch=batch, round__batch__is_listed=True)
        .select_related("page", "round")
        .defer("csv")
        .annotate(is_demo=Exists(generated), certificates=Count("rows"))
        .order_by("round", "-number")
    )
    by_round: dict[int, list[Any]] = {}
    for edition in editions:
        by_round.setdefault(edition.round_id, []).append(edition)
    return {
        key: PublishedList(
            editions=found,
            url=found[0].page.get_url(request) or "",
            certificates=found[0].certificates,
            is_demo=found[0].is_demo,
        )
        for key, found in by_round.items()
    }


def _timeline(
    round_: Round, shown: PublishedList | None, begins_on: date | None, today: date
) -> RoundTimeline:
    return RoundTimeline(
        round=round_,
        state=round_state(round_, begins_on=begins_on, has_list=shown is not None, today=today),
        milestones=milestones(
            round_, published_on=shown.first_published_on if shown else None, today=today
        ),
        published=shown,
    )


def _day(edition: ListEdition) -> date:
    return edition.published_at.astimezone(SHANGHAI).date()
