"""A batch's rounds in time: which days bind whom, and how far each round is on a given day.

Pure but for the office's working days, which decide when the municipal review is due.

What a round's state means, since no text names the day on which a round begins:

* A batch begins on the day that the office gives, else with its first public notice (the document's date). It never
  begins later than its first filing deadline: a deadline binds whether or not the notice is on this site.
* Round 1 begins with the batch, each later round on the day after the filing deadline of the one before: what is
  filed too late for a round is filed for the next.
* 申报中 until the end of the application deadline. That the list is out already, as it should be by then, ends nothing:
  schools apply for what it holds.
* 审核中 until the municipal review is due, and on until a live page shows the round's list.
* 已公布 after that.

A batch is 申报中 while one of its rounds is, else 审核中 while one is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.enums import Audience, MilestoneKind, RoundState
from registry.models import Round
from registry.working_calendar import CountedDays

_NAMES = (
    gettext_lazy("First round"),
    gettext_lazy("Second round"),
    gettext_lazy("Third round"),
    gettext_lazy("Fourth round"),
    gettext_lazy("Fifth round"),
)


class MilestoneState(StrEnum):
    PAST = "past"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of a day by which an audience has to have done something in a round."""

    round: Round
    kind: MilestoneKind
    audience: Audience
    day: date

    @property
    def is_provisional(self) -> bool:
        """Counted in working days of a year whose holidays are not known yet."""
        return (
            self.kind == MilestoneKind.MUNICIPAL_REVIEW
            and self.round.counted_review_days.is_provisional
        )


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day on a round's timeline and whom it binds; ``day`` None: not yet published, ``who`` "": nobody waits.

    ``counted``: the working days that lead to it, where it is counted in these.
    """

    kind: MilestoneKind
    who: str
    day: date | None
    state: MilestoneState
    counted: CountedDays | None = None

    @property
    def is_provisional(self) -> bool:
        """Counted in working days of a year whose holidays are not known yet."""
        return self.counted is not None and self.counted.is_provisional

    @property
    def label(self) -> str:
        return str(self.kind.label)


def round_name(number: int) -> str:
    """第一轮, without the batch."""
    if 1 <= number <= len(_NAMES):
        return str(_NAMES[number - 1])
    return _("Round %(number)s") % {"number": number}


def deadlines(round_: Round) -> tuple[Deadline, ...]:
    """In the order of the procedure. The round comes with its batch."""
    return (
        Deadline(round_, MilestoneKind.FILING, Audience.ORGANIZATIONS, round_.filing_deadline),
        Deadline(round_, MilestoneKind.APPLICATION, Audience.SCHOOLS, round_.application_deadline),
        Deadline(
            round_, MilestoneKind.MUNICIPAL_REVIEW, Audience.BUREAUS, round_.municipal_review_due
        ),
    )


def milestones(round_: Round, *, published_on: date | None, today: date) -> tuple[Milestone, ...]:
    """By date; what has no date yet comes last."""
    binding = deadlines(round_)
    coming = min((one.day for one in binding if one.day >= today), default=None)
    found = [
        Milestone(
            one.kind,
            str(one.audience.label),
            one.day,
            _state(one.day, today, coming),
            round_.counted_review_days if one.kind == MilestoneKind.MUNICIPAL_REVIEW else None,
        )
        for one in binding
    ]
    found.append(
        Milestone(
            MilestoneKind.PUBLICATION,
            "",
            published_on,
            MilestoneState.PAST if published_on else MilestoneState.LATER,
        )
    )
    return tuple(sorted(found, key=lambda one: one.day or date.max))


def _state(day: date, today: date, coming: date | None) -> MilestoneState:
    if day < today:
        return MilestoneState.PAST
    return MilestoneState.NEXT if day == coming else MilestoneState.LATER


def beginnings(rounds: Sequence[Round], begins_on: date | None) -> Mapping[int, date | None]:
    """The first day of each round by key; ``rounds`` of one batch. None: nobody has been called upon yet."""
    ordered = sorted(rounds, key=lambda one: one.number)
    if begins_on and ordered:
        begins_on = min(begins_on, ordered[0].filing_deadline)
    found: dict[int, date | None] = {}
    previous: Round | None = None
    for one in ordered:
        first = begins_on
        if previous is not None:
            after = previous.filing_deadline + timedelta(days=1)
            first = max(after, begins_on) if begins_on else after
        found[one.pk] = min(first, one.filing_deadline) if first else None
        previous = one
    return found


def round_state(
    round_: Round, *, begins_on: date | None, has_list: bool, today: date
) -> RoundState:
    """``begins_on`` is the round's own first day; ``has_list``: a live public page shows its list."""
    if today <= round_.filing_deadline and (begins_on is None or today < begins_on):
        return RoundState.NOT_BEGUN
    if today <= round_.application_deadline:
        return RoundState.OPEN
    if today <= round_.municipal_review_due or not has_list:
        return RoundState.IN_REVIEW
    return RoundState.PUBLISHED


def batch_state(states: Iterable[RoundState]) -> RoundState:
    """Of the states of its rounds on the same day; without rounds it has not begun."""
    found = set(states)
    for state in (RoundState.OPEN, RoundState.IN_REVIEW):
        if state in found:
            return state
    return RoundState.PUBLISHED if found == {RoundState.PUBLISHED} else RoundState.NOT_BEGUN
