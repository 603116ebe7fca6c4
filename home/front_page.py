"""What the home page shows, gathered from public rows only, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpRequest

from registry.models import (
    Approval,
    Batch,
    Certificate,
    ContactPoint,
    ListEdition,
    QQGroup,
    Round,
)
from xcms.days import SHANGHAI, shanghai_today


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day on a round's timeline; ``url`` where there is something to read."""

    label: str
    day: date | None
    who: str
    state: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class RoundTimeline:
    round: Round
    milestones: tuple[Milestone, ...]
    list_url: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the register holds today; lines and persons are those in force."""

    certificates: int
    schools: int
    lines: int
    persons: int


@dataclass(frozen=True, slots=True)
class FrontPage:
    batch: Batch | None
    rounds: tuple[RoundTimeline, ...]
    notices: Sequence[Any]
    group: QQGroup | None
    office: ContactPoint | None
    counts: Counts
    is_demo: bool


def front_page(request: HttpRequest) -> FrontPage:
    today = shanghai_today()
    batch = Batch.objects.current()
    rounds = _timelines(batch, today, request) if batch else ()
    counts, is_demo = _counts(today)
    return FrontPage(
        batch=batch,
        rounds=rounds,
        notices=(),
        group=QQGroup.objects.public().first(),
        office=ContactPoint.objects.public().filter(kind="province").first(),
        counts=counts,
        is_demo=is_demo,
    )


def _timelines(batch: Batch, today: date, request: HttpRequest) -> tuple[RoundTimeline, ...]:
    editions = {
        edition.round_id: edition
        for edition in ListEdition.objects.current()
        .public()
        .filter(round__batch=batch)
        .select_related("page")
    }
    return tuple(
        _timeline(round_, editions.get(round_.pk), today, request)
        for round_ in Round.objects.public().filter(batch=batch).select_related("batch")
    )


def _timeline(
    round_: Round, edition: ListEdition | None, today: date, request: HttpRequest
) -> RoundTimeline:
    url = (edition.page.get_url(request) or "") if edition else ""
    published = edition.published_at.astimezone(SHANGHAI).date() if edition else None

    def milestone(label: str, day: date | None, who: str, url: str = "") -> Milestone:
        state = "upcoming" if day is None or day > today else "today" if day == today else "past"
        return Milestone(label, day, who, state, url)

    return RoundTimeline(
        round=round_,
        list_url=url,
        milestones=(
            milestone("备案截止", round_.filing_deadline, "培训评价组织"),
            milestone("院校申报截止", round_.application_deadline, "试点院校"),
            milestone("市州审核截止", round_.municipal_review_due, "市州教育（体）局"),
            milestone("备案名单公布", published, "省教育厅", url),
        ),
    )


def _counts(today: date) -> tuple[Counts, bool]:
    certificates = Certificate.objects.public().count()
    in_force = Approval.objects.public().effective_on(today)
    sums = in_force.aggregate(
        lines=Count("pk"),
        persons=Sum("quota"),
        schools=Count("school", distinct=True),
        demo=Count("pk", filter=Q(is_demo=True)),
    )
    counts = Counts(certificates, sums["schools"], sums["lines"], sums["persons"] or 0)
    return counts, bool(sums["demo"])
