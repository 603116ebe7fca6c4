"""A reviewer's desk (审核工作台): what waits, until when, and how far each bureau is. For one round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from registry.enums import ApplicationEventKind, ApplicationState, LedgerRole, SchoolLevel
from registry.models import Application, Region, Round
from registry.permissions import LedgerRoles, ledger_roles, moves_with
from registry.rules.transitions import Transition
from registry.services.applications.checks import Review, broken_rules
from registry.working_days import office_calendar

_WAITING = (ApplicationState.SUBMITTED, ApplicationState.MUNICIPAL_REVIEW)
#: Not handed in, with the school, or decided; a refusal is taken up again from its own page.
_NOBODYS_TURN = (
    ApplicationState.DRAFT,
    ApplicationState.RETURNED,
    ApplicationState.APPROVED,
    ApplicationState.REFUSED,
)
#: Rows on one page of the desk.
MOST = 200


@dataclass(frozen=True, slots=True)
class DeskRow:
    application: Application
    review: Review
    moves: Sequence[Transition]

    @property
    def key(self) -> str:
        """What a form sends back: the application as it was seen."""
        return f"{self.application.pk}-{self.application.recorded_version}"


@dataclass(frozen=True, slots=True)
class BureauProgress:
    """A bureau's 中职 in a round: applications by where they are."""

    region: Region
    waiting: int
    passed: int
    returned: int
    is_overdue: bool

    @property
    def total(self) -> int:
        return self.waiting + self.passed + self.returned


@dataclass(frozen=True, slots=True)
class Due:
    """``days_left``: working days after today, the last day included; 0 on the day itself or later."""

    day: date
    days_left: int
    is_over: bool
    is_provisional: bool

    @classmethod
    def of(cls, day: date, today: date) -> "Due":
        calendar = office_calendar()
        return cls(
            day, calendar.days_until(day, today), today > day, calendar.is_provisional(day, today)
        )


def rounds_of(user: Any) -> list[Round]:
    """Rounds with applications that the user may see, the latest first. One query."""
    mine = Application.objects.visible_to(user).order_by().values("round")
    return list(
        Round.objects.filter(pk__in=mine)
        .select_related("batch")
        .order_by("-batch__year", "-batch__number", "-number")
    )


def waiting_for(user: Any, today: date) -> dict[int, list[Application]]:
    """The applications that the user can move on now, by round. One query, beside those of the roles."""
    roles = ledger_roles(user)
    waiting: dict[int, list[Application]] = {}
    bureaus_are_late: dict[int, bool] = {}
    for application in (
        Application.objects.visible_to(user)
        .exclude(state__in=_NOBODYS_TURN)
        .with_associations()
        .with_plan_file()
        .order_by("school__region", "school__pinyin", "certificate__pinyin")
    ):
        round_ = application.round
        if round_.pk not in bureaus_are_late:
            bureaus_are_late[round_.pk] = today > round_.municipal_review_due
        if _reviewing_moves(application, roles, bureaus_are_late[round_.pk]):
            waiting.setdefault(round_.pk, []).append(application)
    return waiting


def desk_rows(user: Any, waiting: Sequence[Application], today: date) -> list[DeskRow]:
    """The first of one round's, each with what the rules say of it.

    A constant number of queries, and two more for each further application of one school.
    """
    if not waiting:
        return []
    roles = ledger_roles(user)
    shown = waiting[:MOST]
    found = broken_rules(shown, today)
    is_late = today > waiting[0].round.municipal_review_due
    return [
        DeskRow(application, found[application.pk], _reviewing_moves(application, roles, is_late))
        for application in shown
    ]


def _reviewing_moves(
    application: Application, roles: LedgerRoles, bureau_is_late: bool
) -> list[Transition]:
    """Without those of whoever enters applications: a desk is a reviewer's. Nobody takes over in a bureau's days."""
    return [
        move
        for move in moves_with(roles, application)
        if move.role is not LedgerRole.CLERK
        and (bureau_is_late or move.event is not ApplicationEventKind.TAKE_OVER)
    ]


def counts_by_state(user: Any, round_: Round) -> list[tuple[ApplicationState, int]]:
    """In the order of the process. One query."""
    counted = dict(
        Application.objects.visible_to(user)
        .filter(round=round_)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    return [(state, counted[state]) for state in ApplicationState if counted.get(state)]


def bureaus_side_by_side(round_: Round, today: date) -> list[BureauProgress]:
    """Every prefecture with 中职 that apply in the round. Two queries."""
    counted = (
        Application.objects.filter(round=round_, school__level=SchoolLevel.SECONDARY)
        .exclude(state=ApplicationState.DRAFT)
        .order_by()
        .values("school__region")
        .annotate(
            waiting=Count("pk", filter=Q(state__in=_WAITING)),
            returned=Count("pk", filter=Q(state=ApplicationState.RETURNED)),
            total=Count("pk"),
        )
    )
    regions = Region.objects.in_bulk([row["school__region"] for row in counted])
    is_over = today > round_.municipal_review_due
    return [
        BureauProgress(
            region=regions[row["school__region"]],
            waiting=row["waiting"],
            passed=row["total"] - row["waiting"] - row["returned"],
            returned=row["returned"],
            is_overdue=is_over and bool(row["waiting"]),
        )
        for row in sorted(counted, key=lambda row: row["school__region"])
    ]
