"""Working days as the office counts them today: China's, with its own changes (``DayOverride``) on top."""

from datetime import date
from typing import Any

from asgiref.local import Local
from django.apps import apps
from django.core.signals import request_finished, request_started

from registry.working_calendar import CountedDays, Override, WorkingCalendar
from xcms.versions import versions_being_read

_local = Local()


def office_calendar() -> WorkingCalendar:
    """One query for a request, or for a snapshot of the register; elsewhere one for each call."""
    scope = versions_being_read() or getattr(_local, "request", None)
    held: tuple[Any, WorkingCalendar] | None = getattr(_local, "held", None)
    # By identity: a page that is begun anew reads a snapshot of its own, of the same version or not.
    if held is not None and scope is not None and held[0] is scope:
        return held[1]
    calendar = _read()
    if scope is not None:
        _local.held = (scope, calendar)
    return calendar


def _read() -> WorkingCalendar:
    rows = apps.get_model("xcms_registry", "DayOverride").objects.order_by()
    return WorkingCalendar(
        {
            day: Override(is_working, reason)
            for day, is_working, reason in rows.values_list("day", "is_working", "reason")
        }
    )


def _begin(**_kwargs: Any) -> None:
    _local.request = object()
    _local.held = None


def _end(**_kwargs: Any) -> None:
    _local.request = None
    _local.held = None


def forget_calendar(**_kwargs: Any) -> None:
    """A change of a day holds for the rest of the request that makes it."""
    _local.held = None


request_started.connect(_begin, dispatch_uid="xcms_registry.working_days")
request_finished.connect(_end, dispatch_uid="xcms_registry.working_days")


def is_working_day(day: date) -> bool:
    return office_calendar().is_working_day(day)


def is_known(day: date) -> bool:
    """The State Council has announced the holidays of that year, or the office has said what the day is."""
    return office_calendar().is_known(day)


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``: 2020-06-19 and 5 give 2020-06-29."""
    return office_calendar().add(day, count)


def counted_days(day: date, count: int) -> CountedDays:
    """The same, day by day."""
    return office_calendar().counted_days(day, count)


def working_days_until(last: date, today: date) -> int:
    """How many working days come after today, the last day included; 0 when it is over."""
    return office_calendar().days_until(last, today)
