"""Working days are China's (design rule 4)."""

from datetime import date

import pytest

from registry.working_days import add_working_days, is_working_day
from tests.factories import RoundFactory


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        (date(2020, 6, 12), date(2020, 6, 19)),
        # Dragon Boat Festival 25–27 June; Sunday the 28th is made up.
        (date(2020, 6, 19), date(2020, 6, 29)),
    ],
)
def test_five_working_days_after_each_deadline(deadline: date, due: date) -> None:
    assert add_working_days(deadline, 5) == due


def test_a_make_up_sunday_is_a_working_day() -> None:
    assert is_working_day(date(2020, 6, 28))
    assert not is_working_day(date(2020, 6, 26))


def test_beyond_the_known_years_it_is_monday_to_friday() -> None:
    assert is_working_day(date(2090, 1, 2))  # a Monday
    assert not is_working_day(date(2090, 1, 1))


@pytest.mark.django_db
def test_a_round_knows_the_bureaus_last_day() -> None:
    second = RoundFactory(
        number=2, filing_deadline=date(2020, 6, 5), application_deadline=date(2020, 6, 19)
    )

    assert second.municipal_review_due == date(2020, 6, 29)
