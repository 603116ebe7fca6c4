"""China's working days: weekends, public holidays and make-up days."""

from datetime import date, timedelta

import chinese_calendar


def is_working_day(day: date) -> bool:
    """By the State Council's calendar where it is known (2004 on), else Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def is_known(day: date) -> bool:
    """The State Council has announced the holidays of that year, as far as the calendar at hand knows."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``: 2020-06-19 and 5 give 2020-06-29."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def working_days_until(last: date, today: date) -> int:
    """How many working days come after today, the last day included; 0 when it is over."""
    days = (last - today).days
    return sum(is_working_day(today + timedelta(days=ahead)) for ahead in range(1, days + 1))
