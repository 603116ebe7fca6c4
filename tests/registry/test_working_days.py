"""Working days are China's, and the office's own changes come first (design rule 4)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from chinese_calendar.constants import holidays, workdays
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.models import DayOverride
from registry.working_calendar import Override, WorkingCalendar
from registry.working_days import add_working_days, is_working_day, office_calendar
from tests.factories import RoundFactory
from xcms.versions import register_read

NATIONAL = WorkingCalendar()
LAST_APPLICATION = date(2020, 6, 19)


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        (date(2020, 6, 12), date(2020, 6, 19)),
        # Dragon Boat Festival 25–27 June; Sunday the 28th is made up.
        (LAST_APPLICATION, date(2020, 6, 29)),
    ],
)
def test_five_working_days_after_each_deadline(deadline: date, due: date) -> None:
    assert NATIONAL.add(deadline, 5) == due


def test_a_make_up_sunday_is_a_working_day() -> None:
    assert NATIONAL.is_working_day(date(2020, 6, 28))
    assert not NATIONAL.is_working_day(date(2020, 6, 26))


def test_beyond_the_known_years_it_is_monday_to_friday_and_provisional() -> None:
    assert NATIONAL.is_working_day(date(2099, 1, 2))  # a Friday
    assert not NATIONAL.is_working_day(date(2099, 1, 3))
    counted = NATIONAL.counted_days(date(2099, 1, 2), 5)
    assert counted.due == date(2099, 1, 9)
    assert counted.is_provisional
    assert not NATIONAL.counted_days(LAST_APPLICATION, 5).is_provisional


def test_a_period_into_an_unknown_year_is_provisional_even_if_it_begins_in_a_known_one() -> None:
    known = max(year for year in range(2020, 2090) if NATIONAL.is_known(date(year, 12, 31)))

    assert NATIONAL.counted_days(date(known, 12, 30), 5).is_provisional
    assert NATIONAL.is_provisional(date(known + 1, 1, 4), date(known, 12, 30))
    assert not NATIONAL.is_provisional(date(known, 12, 31), date(known, 12, 30))


def test_what_the_office_has_said_of_every_day_is_not_provisional() -> None:
    said = {date(2099, 1, day): Override(day < 10, "本厅安排") for day in range(3, 10)}

    counted = WorkingCalendar(said).counted_days(date(2099, 1, 2), 5)

    assert counted.due == date(2099, 1, 7)
    assert not counted.is_provisional


def test_the_days_that_are_counted_and_why_others_are_not() -> None:
    counted = NATIONAL.counted_days(LAST_APPLICATION, 5)

    assert [(f"{one.day:%m-%d}", one.number, one.reason) for one in counted.days] == [
        ("06-20", None, "周末"),
        ("06-21", None, "周末"),
        ("06-22", 1, ""),
        ("06-23", 2, ""),
        ("06-24", 3, ""),
        ("06-25", None, "端午节放假"),
        ("06-26", None, "端午节放假"),
        ("06-27", None, "端午节放假"),
        ("06-28", 4, "因端午节调休上班"),
        ("06-29", 5, ""),
    ]
    assert counted.sentence == (
        "自 2020-06-19 起第 1 个工作日 06-22 … 第 5 个工作日 06-29"
        "；06-25、06-26 端午节放假；06-28 因端午节调休上班"
    )


def test_the_office_s_own_days_are_counted_and_named() -> None:
    calendar = WorkingCalendar(
        {
            date(2020, 6, 22): Override(False, "汛期停止办公"),
            date(2020, 6, 27): Override(True, "补班"),
        }
    )
    counted = calendar.counted_days(LAST_APPLICATION, 5)

    assert counted.due == date(2020, 6, 29)
    assert "06-22 按本单位安排休息：汛期停止办公" in counted.sentence
    assert "06-27 按本单位安排上班：补班" in counted.sentence


def test_no_days_to_count_is_the_day_itself() -> None:
    counted = NATIONAL.counted_days(LAST_APPLICATION, 0)

    assert (counted.due, counted.days, counted.is_provisional) == (LAST_APPLICATION, (), False)
    assert "2020-06-19" in counted.sentence


DAYS = st.dates(date(2003, 11, 1), date(2028, 3, 1))


def plainly(day: date, overrides: dict[date, Override]) -> bool:
    """The oracle: weekday, the published tables, the office, the latter first."""
    if day in overrides:
        return overrides[day].is_working
    if day in workdays:
        return True
    return day.weekday() < 5 and day not in holidays


# A busy machine draws slowly.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    start=DAYS,
    count=st.integers(0, 40),
    near=st.dictionaries(st.integers(-3, 60), st.booleans(), max_size=30),
)
def test_counting_equals_looking_at_each_day(
    start: date, count: int, near: dict[int, bool]
) -> None:
    overrides = {
        start + timedelta(days=ahead): Override(works, "安排") for ahead, works in near.items()
    }
    calendar = WorkingCalendar(overrides)
    due, left = start, count
    while left:
        due += timedelta(days=1)
        left -= plainly(due, overrides)

    counted = calendar.counted_days(start, count)

    assert calendar.add(start, count) == counted.due == due
    assert [one.number for one in counted.counted] == list(range(1, count + 1))
    assert calendar.days_until(due, start) == count
    assert all((one.number is not None) == plainly(one.day, overrides) for one in counted.days)


# As the office counts them today


@pytest.mark.django_db
def test_a_round_knows_the_bureaus_last_day_and_the_office_may_move_it() -> None:
    second = RoundFactory(
        number=2, filing_deadline=date(2020, 6, 5), application_deadline=LAST_APPLICATION
    )
    assert second.municipal_review_due == date(2020, 6, 29)
    DayOverride.objects.create(day=date(2020, 6, 29), is_working=False, reason="停电")

    assert second.municipal_review_due == date(2020, 6, 30)
    assert second.counted_review_days.due == date(2020, 6, 30)
    assert add_working_days(LAST_APPLICATION, 5) == date(2020, 6, 30)
    assert not is_working_day(date(2020, 6, 29))


@pytest.fixture
def request_of_its_own(db: None) -> Iterator[None]:
    """As Django's own test client: the connection stays."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    request_started.send(sender=None)
    yield
    request_finished.send(sender=None)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_a_request_asks_once_and_sees_its_own_change(
    request_of_its_own: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        for day in range(1, 20):
            is_working_day(date(2020, 6, day))
    DayOverride.objects.create(day=date(2020, 6, 29), reason="停电")
    assert not is_working_day(date(2020, 6, 29))
    DayOverride.objects.all().delete()
    assert is_working_day(date(2020, 6, 29))


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_asks_once_and_the_next_one_anew(django_assert_num_queries: Any) -> None:
    with register_read():
        before = office_calendar()
        with django_assert_num_queries(0):
            assert office_calendar() is before
    DayOverride.objects.create(day=date(2020, 6, 29), reason="停电")
    with register_read():
        assert not office_calendar().is_working_day(date(2020, 6, 29))
