"""China's working days with the office's own changes on top: a value, without a database. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import Holiday
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_NAMES = {
    Holiday.new_years_day.value: gettext_lazy("New Year's Day"),
    Holiday.spring_festival.value: gettext_lazy("Spring Festival"),
    Holiday.tomb_sweeping_day.value: gettext_lazy("Tomb-sweeping Day"),
    Holiday.labour_day.value: gettext_lazy("Labour Day"),
    Holiday.dragon_boat_festival.value: gettext_lazy("Dragon Boat Festival"),
    Holiday.national_day.value: gettext_lazy("National Day"),
    Holiday.mid_autumn_festival.value: gettext_lazy("Mid-autumn Festival"),
}


@dataclass(frozen=True, slots=True)
class Override:
    """What the office says of a day, and why."""

    is_working: bool
    reason: str


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day of a period: the ``number``-th working day, or None and not counted.

    ``reason`` says why it is none, or why it is one although it looks like none; "" for an ordinary working day.
    ``is_known`` False: the State Council has not announced that year's holidays, and the office has said nothing.
    """

    day: date
    number: int | None
    reason: str
    is_known: bool

    @property
    def is_out_of_turn(self) -> bool:
        """Other than its day of the week says."""
        return (self.number is not None) == (self.day.weekday() >= _SATURDAY)


@dataclass(frozen=True, slots=True)
class CountedDays:
    """Every day after ``start`` until the last one that counts, how ``due`` comes about."""

    start: date
    days: tuple[CountedDay, ...]

    @property
    def due(self) -> date:
        return self.days[-1].day if self.days else self.start

    @property
    def is_provisional(self) -> bool:
        return not all(one.is_known for one in self.days)

    @property
    def counted(self) -> list[CountedDay]:
        return [one for one in self.days if one.number is not None]

    @property
    def sentence(self) -> str:
        """自 2020-06-19 起第 1 个工作日 06-22 … 第 5 个工作日 06-29；06-25、06-26 端午节放假"""
        if not self.days:
            return _("Due on %(day)s itself: no working days to count.") % {
                "day": self.start.isoformat()
            }
        counted = self.counted
        ends = [counted[0]] if len(counted) == 1 else [counted[0], counted[-1]]
        days = " … ".join(
            _("working day %(number)s on %(day)s")
            % {"number": one.number, "day": self._short(one.day)}
            for one in ends
        )
        first = _("From %(start)s: %(days)s") % {"start": self.start.isoformat(), "days": days}
        return pgettext("between parts of a sentence", "; ").join([first, *self._remarks()])

    def _remarks(self) -> Iterator[str]:
        """What is out of turn, days of one reason together."""
        by_reason: dict[str, list[str]] = {}
        for one in self.days:
            if one.is_out_of_turn:
                by_reason.setdefault(one.reason, []).append(self._short(one.day))
        separator = pgettext("between items of a list", ", ")
        for reason, days in by_reason.items():
            yield f"{separator.join(days)} {reason}"

    def _short(self, day: date) -> str:
        return f"{day:%m-%d}" if day.year == self.start.year else day.isoformat()


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The State Council's calendar where it is known (2004 on), else Monday to Friday; the office's word first."""

    overrides: Mapping[date, Override] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        if (override := self.overrides.get(day)) is not None:
            return override.is_working
        if not _is_announced(day):
            return day.weekday() < _SATURDAY
        return bool(chinese_calendar.is_workday(day))

    def is_known(self, day: date) -> bool:
        """Announced by the State Council, as far as the calendar at hand knows, or said by the office."""
        return day in self.overrides or _is_announced(day)

    def add(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``: 2020-06-19 and 5 give 2020-06-29."""
        while count > 0:
            day += _ONE_DAY
            count -= self.is_working_day(day)
        return day

    def days_until(self, last: date, today: date) -> int:
        """How many working days come after today, the last day included; 0 when it is over."""
        return sum(map(self.is_working_day, _days_after(today, last)))

    def is_provisional(self, last: date, today: date) -> bool:
        """A number of working days until then may still change."""
        return not all(map(self.is_known, _days_after(today, last)))

    def counted_days(self, start: date, count: int) -> CountedDays:
        """Day by day how ``add`` comes to its result."""
        days: list[CountedDay] = []
        number, day = 0, start
        while number < count:
            day += _ONE_DAY
            is_working = self.is_working_day(day)
            number += is_working
            days.append(
                CountedDay(
                    day=day,
                    number=number if is_working else None,
                    reason=self._reason(day),
                    is_known=self.is_known(day),
                )
            )
        return CountedDays(start, tuple(days))

    def _reason(self, day: date) -> str:
        if (override := self.overrides.get(day)) is not None:
            text = (
                _("working day by the office's decision: %(reason)s")
                if override.is_working
                else _("day off by the office's decision: %(reason)s")
            )
            return text % {"reason": override.reason}
        is_off, holiday = (
            chinese_calendar.get_holiday_detail(day)
            if _is_announced(day)
            else (day.weekday() >= _SATURDAY, None)
        )
        if holiday is None:
            return _("weekend") if is_off else ""
        name = _NAMES.get(holiday, gettext_lazy("public holiday"))
        text = _("%(holiday)s holiday") if is_off else _("make-up working day for %(holiday)s")
        return text % {"holiday": name}


def _is_announced(day: date) -> bool:
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def _days_after(day: date, last: date) -> Sequence[date]:
    return [day + timedelta(days=ahead) for ahead in range(1, (last - day).days + 1)]
