"""What the days of a batch say: a table, and what holds for every batch."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.enums import RoundState
from registry.models import Batch, Round
from registry.services.timelines import batch_state, beginnings, milestones, round_state

pytestmark = pytest.mark.django_db

NOTICE = date(2020, 5, 21)
BATCH = Batch(pk=1, year=2020, number=3, title="2020年第三批", municipal_review_days=5)
FIRST = Round(
    pk=1,
    batch=BATCH,
    number=1,
    filing_deadline=date(2020, 5, 29),
    application_deadline=date(2020, 6, 12),
)
SECOND = Round(
    pk=2,
    batch=BATCH,
    number=2,
    filing_deadline=date(2020, 6, 5),
    application_deadline=date(2020, 6, 19),
)

N, O, R, P = (  # noqa: E741
    RoundState.NOT_BEGUN,
    RoundState.OPEN,
    RoundState.IN_REVIEW,
    RoundState.PUBLISHED,
)


def states(
    today: date, begins_on: date | None, lists: tuple[int, ...] = ()
) -> tuple[RoundState, RoundState, RoundState]:
    """Of the first round, the second and the batch."""
    first_days = beginnings([FIRST, SECOND], begins_on)
    first, second = (
        round_state(one, begins_on=first_days[one.pk], has_list=one.number in lists, today=today)
        for one in (FIRST, SECOND)
    )
    return first, second, batch_state([first, second])


@pytest.mark.parametrize(
    ("today", "begins_on", "lists", "expected"),
    [
        # Nobody has been called upon; after a deadline that is no longer true.
        ("2020-05-20", None, (), (N, N, N)),
        ("2020-05-29", None, (), (N, N, N)),
        ("2020-05-30", None, (), (O, O, O)),
        # The notice begins the first round, the end of the first filings the second.
        ("2020-05-20", NOTICE, (), (N, N, N)),
        ("2020-05-21", NOTICE, (), (O, N, O)),
        ("2020-05-29", NOTICE, (), (O, N, O)),
        ("2020-05-30", NOTICE, (), (O, O, O)),
        # A list that is out while schools still apply ends nothing.
        ("2020-06-12", NOTICE, (1,), (O, O, O)),
        ("2020-06-13", NOTICE, (1,), (R, O, O)),
        ("2020-06-19", NOTICE, (1,), (R, O, O)),
        ("2020-06-20", NOTICE, (1,), (P, R, R)),
        # The Dragon Boat Festival: the bureaus have until Monday the 29th.
        ("2020-06-26", NOTICE, (1, 2), (P, R, R)),
        ("2020-06-29", NOTICE, (1, 2), (P, R, R)),
        ("2020-06-30", NOTICE, (1, 2), (P, P, P)),
        # Years later a list is still missing, or was taken back.
        ("2026-12-01", NOTICE, (1,), (P, R, R)),
        ("2026-12-01", NOTICE, (), (R, R, R)),
        ("2026-12-01", None, (1, 2), (P, P, P)),
        # A notice that came to this site after the first deadline hides no round.
        ("2020-05-28", date(2020, 7, 1), (), (N, N, N)),
        ("2020-05-29", date(2020, 7, 1), (), (O, N, O)),
        ("2020-05-30", date(2020, 7, 1), (), (O, O, O)),
    ],
)
def test_states(
    today: str,
    begins_on: date | None,
    lists: tuple[int, ...],
    expected: tuple[RoundState, RoundState, RoundState],
) -> None:
    assert states(date.fromisoformat(today), begins_on, lists) == expected


def test_a_batch_without_rounds_has_not_begun() -> None:
    assert beginnings([], NOTICE) == {}
    assert batch_state([]) == N


DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))
ORDER = list(RoundState)


@given(
    filings=st.lists(DAYS, min_size=1, max_size=3),
    lasts=st.lists(st.integers(0, 40), min_size=3, max_size=3),
    begins_on=st.none() | DAYS,
    today=DAYS,
    later=st.integers(1, 400),
    lists=st.sets(st.integers(0, 2)),
)
def test_no_state_goes_back_as_days_pass(
    filings: list[date],
    lasts: list[int],
    begins_on: date | None,
    today: date,
    later: int,
    lists: set[int],
) -> None:
    rounds = [
        Round(
            pk=place,
            batch=BATCH,
            number=place + 1,
            filing_deadline=filing,
            application_deadline=filing + timedelta(days=lasts[place]),
        )
        for place, filing in enumerate(sorted(filings))
    ]
    first_days = beginnings(rounds, begins_on)

    def on(day: date) -> list[int]:
        found = [
            round_state(one, begins_on=first_days[one.pk], has_list=one.pk in lists, today=day)
            for one in rounds
        ]
        return [ORDER.index(one) for one in (*found, batch_state(found))]

    before, after = on(today), on(today + timedelta(days=later))
    assert all(was <= now for was, now in zip(before[:-1], after[:-1], strict=True))
    # A batch in review is open again only where a later round begins after the earlier one's review.
    gaps = [
        one.filing_deadline > previous.application_deadline for previous, one in pairwise(rounds)
    ]
    if not any(gaps):
        assert before[-1] <= after[-1]


def test_a_list_that_came_early_stands_where_it_belongs() -> None:
    shown = milestones(FIRST, published_on=date(2020, 6, 3), today=date(2020, 6, 10))

    assert [(one.kind.value, one.state.value) for one in shown] == [
        ("filing", "past"),
        ("publication", "past"),
        ("application", "next"),
        ("municipal_review", "later"),
    ]


def test_a_list_that_is_not_public_comes_last_and_has_no_day() -> None:
    last = milestones(FIRST, published_on=None, today=date(2020, 7, 1))[-1]

    assert (last.kind.value, last.day, last.state.value) == ("publication", None, "later")


def test_a_review_in_a_year_without_announced_holidays_is_provisional() -> None:
    far = Round(
        batch=BATCH,
        number=1,
        filing_deadline=date(2090, 5, 1),
        application_deadline=date(2090, 5, 12),
    )

    assert [
        one.is_provisional for one in milestones(far, published_on=None, today=date(2090, 1, 1))
    ] == [False, False, True, False]
    assert not any(
        one.is_provisional for one in milestones(FIRST, published_on=None, today=date(2020, 6, 1))
    )
