"""What the home page shows, gathered from public rows only, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.http import HttpRequest

from home.latest_notices import LatestNotices, latest_notices
from home.latest_themes import ThemeLink, latest_themes
from notices.deadlines import DeadlineNote, deadline_notes
from notices.dossiers.gathering import province_office
from notices.dossiers.visibility import dossier_url
from notices.timelines import RoundTimeline, timelines
from registry.models import Approval, Batch, Certificate, ContactPoint, Filing, QQGroup
from xcms.conf import setting
from xcms.days import shanghai_today


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the register holds today; lines and persons are those in force."""

    certificates: int
    schools: int
    lines: int
    persons: int
    is_demo: bool


@dataclass(frozen=True, slots=True)
class FrontPage:
    batch: Batch | None
    rounds: tuple[RoundTimeline, ...]
    deadlines: list[DeadlineNote]
    dossier_url: str
    notices: LatestNotices
    themes: Sequence[ThemeLink]
    group: QQGroup | None
    office: ContactPoint | None
    counts: Counts

    @property
    def is_demo(self) -> bool:
        return self.counts.is_demo or any(timeline.is_demo for timeline in self.rounds)


def front_page(request: HttpRequest) -> FrontPage:
    today = shanghai_today()
    batch = Batch.objects.current()
    rounds = timelines(batch, today=today, request=request) if batch else ()
    return FrontPage(
        batch=batch,
        rounds=rounds,
        deadlines=deadline_notes(
            [one.round for one in rounds], today=today, within=setting("DEADLINE_BANNER_DAYS")
        ),
        dossier_url=dossier_url(batch, request) if batch else "",
        notices=latest_notices(request),
        themes=latest_themes(request),
        group=QQGroup.objects.public().first(),
        office=province_office(),
        counts=_counts(today),
    )


def _counts(today: date) -> Counts:
    demo_filing = Filing.objects.public().filter(certificate=OuterRef("pk"), is_demo=True)
    certificates: dict[str, Any] = (
        Certificate.objects.public()
        .annotate(with_demo_filing=Exists(demo_filing))
        .aggregate(
            total=Count("pk"), demo=Count("pk", filter=Q(is_demo=True) | Q(with_demo_filing=True))
        )
    )
    lines: dict[str, Any] = (
        Approval.objects.public()
        .effective_on(today)
        .aggregate(
            total=Count("pk"),
            persons=Sum("quota"),
            schools=Count("school", distinct=True),
            demo=Count("pk", filter=Q(is_demo=True)),
        )
    )
    return Counts(
        certificates=certificates["total"],
        schools=lines["schools"],
        lines=lines["total"],
        persons=lines["persons"] or 0,
        is_demo=bool(certificates["demo"] or lines["demo"]),
    )
