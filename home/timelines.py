"""The rounds of a batch as the home page tells them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from registry.models import Batch, EditionRow, ListEdition, Round
from xcms.days import SHANGHAI

_NUMERALS = "零一二三四五六七八九"


class MilestoneState(StrEnum):
    PAST = "past"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day on a round's timeline and whom it binds; ``day`` None: not yet published."""

    label: str
    who: str
    day: date | None
    state: MilestoneState


@dataclass(frozen=True, slots=True)
class RoundTimeline:
    """``list_url`` is empty until the round's list is live; ``is_demo`` says that the list is generated."""

    round: Round
    milestones: tuple[Milestone, ...]
    list_url: str
    is_demo: bool

    @property
    def name(self) -> str:
        number = self.round.number
        return f"第{_NUMERALS[number]}轮" if number < len(_NUMERALS) else f"第{number}轮"


def timelines(batch: Batch, *, today: date, request: HttpRequest) -> tuple[RoundTimeline, ...]:
    """One per round, in order. Queries: rounds, editions, page view restrictions."""
    generated = EditionRow.objects.filter(edition=OuterRef("pk"), filing__is_demo=True)
    editions = {
        edition.round_id: edition
        for edition in ListEdition.objects.current()
        .public()
        .filter(round__batch=batch)
        .select_related("page")
        .annotate(is_demo=Exists(generated))
    }
    return tuple(
        _timeline(round_, editions.get(round_.pk), today, request)
        for round_ in Round.objects.public().filter(batch=batch).select_related("batch")
    )


def _timeline(
    round_: Round, edition: ListEdition | None, today: date, request: HttpRequest
) -> RoundTimeline:
    return RoundTimeline(
        round=round_,
        milestones=_milestones(round_, edition, today),
        list_url=(edition.page.get_url(request) or "") if edition else "",
        is_demo=bool(edition and edition.is_demo),  # type: ignore[attr-defined]
    )


def _milestones(round_: Round, edition: ListEdition | None, today: date) -> tuple[Milestone, ...]:
    deadlines = (
        ("备案截止", "培训评价组织", round_.filing_deadline),
        ("平台申报截止", "试点院校", round_.application_deadline),
        ("市州审核截止", "市州教育（体）局", round_.municipal_review_due),
    )
    coming = min((day for _label, _who, day in deadlines if day >= today), default=None)
    published = edition.published_at.astimezone(SHANGHAI).date() if edition else None
    return (
        *(Milestone(label, who, day, _state(day, today, coming)) for label, who, day in deadlines),
        Milestone(
            "备案名单公布",
            "省教育厅",
            published,
            MilestoneState.PAST if published else MilestoneState.LATER,
        ),
    )


def _state(day: date, today: date, coming: date | None) -> MilestoneState:
    if day < today:
        return MilestoneState.PAST
    return MilestoneState.NEXT if day == coming else MilestoneState.LATER
