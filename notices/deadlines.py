"""The deadline banner in words: what is due soon for each of those whom the deadlines bind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registry.enums import Audience, MilestoneKind
from registry.models import Round
from registry.services.timelines import Deadline, deadlines, round_name
from registry.working_days import office_calendar

#: What is being done until then: 距第二轮平台申报截止还有 3 天.
_WORK = {
    MilestoneKind.FILING: gettext_lazy("filing"),
    MilestoneKind.APPLICATION: gettext_lazy("application on the platform"),
    MilestoneKind.MUNICIPAL_REVIEW: gettext_lazy("municipal review"),
}


@dataclass(frozen=True, slots=True)
class DeadlineNote:
    """A deadline as of a day; the deadline is the end of its own."""

    deadline: Deadline
    today: date

    @property
    def audience(self) -> str:
        return str(self.deadline.audience.label)

    @property
    def day(self) -> date:
        return self.deadline.day

    @property
    def days(self) -> int:
        """Calendar days left; below zero once it is over."""
        return (self.day - self.today).days

    @property
    def working_days(self) -> int:
        return office_calendar().days_until(self.day, self.today)

    @property
    def is_over(self) -> bool:
        return self.days < 0

    @property
    def is_today(self) -> bool:
        return self.days == 0

    @property
    def is_provisional(self) -> bool:
        """Counted in working days of a year whose holidays are not known yet."""
        return self.deadline.is_provisional

    @property
    def sentence(self) -> str:
        values = {
            "round": round_name(self.deadline.round.number),
            "work": _WORK[self.deadline.kind],
        }
        if self.is_over:
            day = date_format(self.day, "DATE_FORMAT")
            return _("%(round)s, %(work)s: ended on %(day)s") % {**values, "day": day}
        if self.is_today:
            return _("%(round)s, %(work)s: ends today") % values
        left = ngettext(
            "%(round)s, %(work)s: %(days)s day left",
            "%(round)s, %(work)s: %(days)s days left",
            self.days,
        )
        return left % {**values, "days": self.days} + self._in_working_days()

    def _in_working_days(self) -> str:
        count = self.working_days
        if not count:
            return _(" (no working day among them)")
        if office_calendar().is_provisional(self.day, self.today):
            text = ngettext(
                " (%(count)s working day, provisional)",
                " (%(count)s working days, provisional)",
                count,
            )
        else:
            text = ngettext(" (%(count)s working day)", " (%(count)s working days)", count)
        return text % {"count": count}


def deadline_notes(rounds: Iterable[Round], *, today: date, within: int) -> list[DeadlineNote]:
    """For each audience its next deadline, where that is at most ``within`` days ahead.

    While anything is due, an audience that has nothing before it any more is told for as many days that its last
    deadline is over. Empty where nothing is due. Rounds come with their batch.
    """
    every = [one for round_ in rounds for one in deadlines(round_)]
    notes: list[DeadlineNote] = []
    for audience in Audience:
        own = sorted((one for one in every if one.audience == audience), key=lambda one: one.day)
        coming = [one for one in own if one.day >= today]
        shown = [one for one in coming if one.day == coming[0].day] if coming else own[-1:]
        notes += [
            DeadlineNote(one, today) for one in shown if abs((one.day - today).days) <= within
        ]
    if within <= 0 or all(note.is_over for note in notes):
        return []
    return notes


def next_to_hand_in(rounds: Iterable[Round], today: date) -> DeadlineNote | None:
    """The very next deadline of those who file or apply, however far ahead."""
    coming = [
        one
        for round_ in rounds
        for one in deadlines(round_)
        if one.day >= today and one.kind != MilestoneKind.MUNICIPAL_REVIEW
    ]
    nearest = min(coming, key=lambda one: one.day, default=None)
    return DeadlineNote(nearest, today) if nearest else None
