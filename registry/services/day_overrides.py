"""Changing working days of the calendar, with an eye on the deadlines that move.

Nobody moves a past deadline by accident: a change of a day that is over is refused while it moves one, unless
the person confirms it with a reason, which stays in the history of each round.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from registry.models import DayOverride, Round
from registry.services.timelines import round_name
from registry.working_calendar import Override, WorkingCalendar
from registry.working_days import forget_calendar, office_calendar
from xcms.days import shanghai_today
from xcms.versions import register_write

#: The field of the forms on which the refusal stands.
CONFIRM = "confirm_past"


@dataclass(frozen=True, slots=True)
class MovedDeadline:
    """The municipal review of a round falls due on another day."""

    round: Round
    before: date
    after: date

    def __str__(self) -> str:
        return _("%(batch)s, %(round)s, municipal review: %(before)s → %(after)s") % {
            "batch": self.round.batch.title,
            "round": round_name(self.round.number),
            "before": self.before.isoformat(),
            "after": self.after.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That past deadlines are meant to move, and why; ``given`` False: nobody has said so."""

    given: bool = False
    reason: str = ""


def save_day(
    override: DayOverride, *, confirmation: Confirmation, acting_user: Any
) -> Sequence[MovedDeadline]:
    """Write the day, new or changed; returns the deadlines that have moved, which are logged on their rounds.

    Raises ValidationError where it would move deadlines by a day that is over and nobody has confirmed that.
    """
    with register_write():
        former = DayOverride.objects.filter(pk=override.pk).first() if override.pk else None
        taken = {former.day} if former else set()
        said = {override.day: Override(override.is_working, override.reason)}
        moved = _moved(taken, said)
        _refuse_unless_confirmed({*taken, *said}, moved, confirmation)
        override.save()
        _note(moved, override, confirmation, acting_user, is_lifted=False)
    return moved


def delete_day(
    override: DayOverride, *, confirmation: Confirmation, acting_user: Any
) -> Sequence[MovedDeadline]:
    """The day is again what the national calendar says. As ``save_day``."""
    with register_write():
        moved = _moved({override.day}, {})
        _refuse_unless_confirmed({override.day}, moved, confirmation)
        _note(moved, override, confirmation, acting_user, is_lifted=True)
        log(instance=override, action="wagtail.delete", user=acting_user, deleted=True)
        override.delete()
    return moved


def _moved(taken: Collection[date], said: dict[date, Override]) -> list[MovedDeadline]:
    """What the deadlines become without the days ``taken`` and with those ``said``. Two queries."""
    # What was read before the version was locked may be somebody's former word.
    forget_calendar()
    before = office_calendar()
    kept = {day: one for day, one in before.overrides.items() if day not in taken}
    after = WorkingCalendar({**kept, **said})
    moved = []
    for round_ in Round.objects.select_related("batch").order_by("application_deadline", "pk"):
        start, count = round_.application_deadline, round_.batch.municipal_review_days
        due, new = before.add(start, count), after.add(start, count)
        if due != new:
            moved.append(MovedDeadline(round_, due, new))
    return moved


def _refuse_unless_confirmed(
    days: Collection[date], moved: Sequence[MovedDeadline], confirmation: Confirmation
) -> None:
    if not moved or min(days) >= shanghai_today():
        return
    deadlines = "；".join(map(str, moved))
    if not confirmation.given:
        raise ValidationError(
            {
                CONFIRM: _(
                    "%(day)s is over. This would move deadlines: %(deadlines)s. "
                    "If that is meant, confirm it and give a reason."
                )
                % {"day": min(days).isoformat(), "deadlines": deadlines}
            }
        )
    if not confirmation.reason.strip():
        raise ValidationError(
            {
                "past_reason": _("Say why these deadlines move: %(deadlines)s.")
                % {"deadlines": deadlines}
            }
        )


def _note(
    moved: Sequence[MovedDeadline],
    override: DayOverride,
    confirmation: Confirmation,
    acting_user: Any,
    *,
    is_lifted: bool,
) -> None:
    for one in moved:
        # Who has a copy of the round, or its day in a calendar, learns that it says something else.
        one.round.save(update_fields=["recorded_version"])
        log(
            instance=one.round,
            action="xcms_registry.move_deadline",
            user=acting_user,
            data={
                "before": one.before.isoformat(),
                "after": one.after.isoformat(),
                "day": str(override),
                "is_lifted": is_lifted,
                "reason": confirmation.reason.strip() or override.reason,
            },
        )
