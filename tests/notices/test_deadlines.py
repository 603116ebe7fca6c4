"""The deadline banner: what it says on each day of 2020's third batch."""

from datetime import date
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils.translation import override

from notices.deadlines import deadline_notes
from registry.models import Batch, Round
from tests.clock import Clock
from tests.factories import BatchFactory, RoundFactory
from tests.notices.dossiers import make_dossier
from tests.notices.pages import make_notice
from tests.xcms.caching.asking import ask, server

pytestmark = pytest.mark.django_db

BATCH = Batch(pk=1, year=2020, number=3, title="2020年第三批", municipal_review_days=5)
ROUNDS = [
    Round(
        pk=1,
        batch=BATCH,
        number=1,
        filing_deadline=date(2020, 5, 29),
        application_deadline=date(2020, 6, 12),
    ),
    Round(
        pk=2,
        batch=BATCH,
        number=2,
        filing_deadline=date(2020, 6, 5),
        application_deadline=date(2020, 6, 19),
    ),
]


def notes(day: str, within: int = 14) -> list[tuple[str, int, int, int]]:
    """(whom, round, calendar days, working days) of each line."""
    return [
        (one.deadline.audience.value, one.deadline.round.number, one.days, one.working_days)
        for one in deadline_notes(ROUNDS, today=date.fromisoformat(day), within=within)
    ]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        # Everything further ahead than the two weeks.
        ("2020-05-14", []),
        ("2020-05-15", [("organizations", 1, 14, 10)]),
        ("2020-05-29", [("organizations", 1, 0, 0), ("schools", 1, 14, 10)]),
        # The next round takes over at midnight.
        ("2020-05-30", [("organizations", 2, 6, 5), ("schools", 1, 13, 10)]),
        (
            "2020-06-16",
            [("organizations", 2, -11, 0), ("schools", 2, 3, 3), ("bureaus", 1, 3, 3)],
        ),
        # A bureau's days over the Dragon Boat Festival: the 24th, Sunday the 28th and the 29th.
        ("2020-06-23", [("schools", 2, -4, 0), ("bureaus", 2, 6, 3)]),
        # Only the festival is left before the make-up Sunday.
        ("2020-06-26", [("schools", 2, -7, 0), ("bureaus", 2, 3, 2)]),
        ("2020-06-29", [("schools", 2, -10, 0), ("bureaus", 2, 0, 0)]),
        # Nothing is due any more: no banner, although deadlines have just passed.
        ("2020-06-30", []),
        ("2026-12-01", []),
    ],
)
def test_what_is_due(today: str, expected: list[tuple[str, int, int, int]]) -> None:
    assert notes(today) == expected


def test_the_number_of_days_is_the_sites_choice() -> None:
    assert notes("2020-05-28", within=1) == [("organizations", 1, 1, 1)]
    assert notes("2020-05-27", within=1) == []
    assert notes("2020-05-29", within=0) == []


def test_two_rounds_due_on_the_same_day_are_both_named() -> None:
    other = Round(
        pk=3,
        batch=BATCH,
        number=3,
        filing_deadline=date(2020, 6, 5),
        application_deadline=date(2020, 6, 30),
    )
    found = deadline_notes([*ROUNDS, other], today=date(2020, 6, 4), within=3)

    assert [one.deadline.round.number for one in found] == [2, 3]


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (
            date(2020, 6, 16),
            "Second round, application on the platform: 3 days left (3 working days)",
        ),
        (
            date(2020, 6, 18),
            "Second round, application on the platform: 1 day left (1 working day)",
        ),
        (date(2020, 6, 19), "Second round, application on the platform: ends today"),
    ],
)
def test_the_words(today: date, sentence: str) -> None:
    with override("en"):
        found = deadline_notes(ROUNDS, today=today, within=14)
        assert sentence in [one.sentence for one in found if one.deadline.audience == "schools"]


def test_days_without_a_working_day_say_so() -> None:
    due = Round(
        batch=BATCH,
        number=1,
        filing_deadline=date(2020, 6, 27),
        application_deadline=date(2020, 7, 30),
    )
    with override("en"):
        (only,) = deadline_notes([due], today=date(2020, 6, 25), within=3)
        assert only.sentence.endswith("2 days left (no working day among them)")


# On pages


@pytest.fixture
def rounds(db: None) -> list[Round]:
    return [
        RoundFactory(),
        RoundFactory(
            number=2, filing_deadline=date(2020, 6, 5), application_deadline=date(2020, 6, 19)
        ),
    ]


def rendered(source: str, **context: Any) -> str:
    request = RequestFactory().get("/")
    template = Template(f"{{% load xcms_deadlines %}}{source}")
    return template.render(Context({"request": request, **context})).strip()


def test_a_host_shows_it_for_the_current_batch(rounds: list[Round], clock: Clock) -> None:
    clock.move_to("2020-06-18T23:59:59+08:00")

    assert 'datetime="2020-06-19"' in rendered("{% deadline_banner %}")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2020-06-12T23:59:59+08:00", "2020-06-12"),
        ("2020-06-13T00:00:00+08:00", "2020-06-19"),
        # Still yesterday in Greenwich.
        ("2020-06-12T16:00:00+00:00", "2020-06-19"),
    ],
)
def test_it_changes_at_midnight_in_shanghai(
    rounds: list[Round], clock: Clock, now: str, due: str
) -> None:
    clock.move_to(now)
    shown = rendered("{% deadline_banner batch %}", batch=rounds[0].batch)

    # Organisations have nothing before them any more, bureaus nothing before the 19th.
    assert shown.count("<time") == 2
    assert shown.count(f'datetime="{due}"') == (1 if due == "2020-06-12" else 2)


def test_nothing_is_rendered_where_nothing_is_due_or_shown(
    rounds: list[Round], clock: Clock, settings: Any
) -> None:
    clock.move_to("2020-08-01T12:00:00+08:00")
    assert rendered("{% deadline_banner %}") == ""
    clock.move_to("2020-06-18T12:00:00+08:00")
    settings.XCMS = {**settings.XCMS, "DEADLINE_BANNER_DAYS": 0}
    assert rendered("{% deadline_banner %}") == ""
    settings.XCMS = {}
    hidden = BatchFactory(number=9, is_listed=False)
    RoundFactory(batch=hidden, application_deadline=date(2020, 6, 19))
    assert rendered("{% deadline_banner batch %}", batch=hidden) == ""


def test_a_notice_of_the_batch_shows_it_and_a_kept_page_does_not_outlive_midnight(
    client: Client, section: Any, rounds: list[Round], clock: Clock
) -> None:
    clock.move_to("2020-06-12T12:00:00+08:00")
    notice = make_notice(section, batch=rounds[0].batch)
    other = make_notice(section, slug="other")
    kept = server()
    ask(kept, notice.url)
    before = ask(kept, notice.url)
    assert before.found == "hit"
    assert 'datetime="2020-06-12"' in before.text
    assert "xcms-deadline-banner" not in ask(kept, other.url).text

    clock.move_to("2020-06-13T00:00:01+08:00")
    after = ask(kept, notice.url)

    assert after.found == "miss"
    assert 'datetime="2020-06-12"' not in after.text
    assert 'datetime="2020-06-19"' in after.text


def test_a_notice_always_leads_to_the_dossier_of_its_batch(
    client: Client, section: Any, rounds: list[Round], clock: Clock
) -> None:
    notice = make_notice(section, batch=rounds[0].batch)
    dossier = make_dossier(section, rounds[0].batch)
    for day in ("2020-06-12", "2026-12-01"):
        clock.move_to(f"{day}T12:00:00+08:00")
        assert f'href="{dossier.url}"' in client.get(notice.url).content.decode()
    dossier.unpublish()
    assert f'href="{dossier.url}"' not in client.get(notice.url).content.decode()


def test_the_home_page_shows_it(
    client: Client, wagtail_root: Any, rounds: Any, clock: Clock
) -> None:
    clock.move_to("2020-06-18T12:00:00+08:00")
    assert "xcms-deadline-banner" in client.get("/").content.decode()
    clock.move_to("2020-08-18T12:00:00+08:00")
    assert "xcms-deadline-banner" not in client.get("/").content.decode()
