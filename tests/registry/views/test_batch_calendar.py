"""The deadlines of a batch for calendar programs."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import gettext

from registry.enums import MilestoneKind
from registry.models import Round
from tests.clock import Clock
from tests.factories import BatchFactory, RoundFactory
from tests.ics import Component, read_calendar
from tests.xcms.caching.asking import ask, server

pytestmark = pytest.mark.django_db

PATH = "/registry/batches/2020-3/timeline.ics"
QUERIES = 5


@pytest.fixture
def rounds() -> list[Round]:
    return [
        RoundFactory(),
        RoundFactory(
            number=2, filing_deadline=date(2020, 6, 5), application_deadline=date(2020, 6, 19)
        ),
    ]


def calendar(client: Client, audience: str) -> Component:
    response = client.get(PATH, {"for": audience})
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return read_calendar(response.content)


@pytest.mark.parametrize(
    ("audience", "kind", "days"),
    [
        ("organizations", MilestoneKind.FILING, [date(2020, 5, 29), date(2020, 6, 5)]),
        ("schools", MilestoneKind.APPLICATION, [date(2020, 6, 12), date(2020, 6, 19)]),
        # Holidays and a make-up Sunday counted: not the 26th.
        ("bureaus", MilestoneKind.MUNICIPAL_REVIEW, [date(2020, 6, 19), date(2020, 6, 29)]),
    ],
)
def test_everybody_gets_their_own_days(
    client: Client,
    rounds: list[Round],
    audience: str,
    kind: MilestoneKind,
    days: list[date],
) -> None:
    events = calendar(client, audience).children

    assert [event.day("DTSTART") for event in events] == days
    for event in events:
        assert "2020年第三批" in event.text("SUMMARY")
        assert str(kind.label) in event.text("SUMMARY")
        assert [alarm.one("TRIGGER") for alarm in event.children] == ["-P2DT15H", "PT9H"]


def test_a_moved_deadline_is_the_same_event_in_a_later_version(
    client: Client, rounds: list[Round]
) -> None:
    before = calendar(client, "schools").children
    rounds[1].application_deadline = date(2020, 6, 22)
    rounds[1].save()
    after = calendar(client, "schools").children

    assert [one.text("UID") for one in before] == [one.text("UID") for one in after]
    assert after[1].day("DTSTART") == date(2020, 6, 22)
    assert int(after[1].one("SEQUENCE")) > int(before[1].one("SEQUENCE"))
    assert after[0].one("SEQUENCE") == before[0].one("SEQUENCE")


def test_more_working_days_for_the_bureaus_are_a_later_version_of_the_event(
    client: Client, rounds: list[Round]
) -> None:
    (before, _second) = calendar(client, "bureaus").children
    batch = rounds[0].batch
    batch.municipal_review_days = 6
    batch.save()
    (after, _second) = calendar(client, "bureaus").children

    assert after.day("DTSTART") == date(2020, 6, 22)
    assert int(after.one("SEQUENCE")) > int(before.one("SEQUENCE"))


def test_the_same_version_is_the_same_file_on_any_day_and_need_not_be_sent_again(
    client: Client, rounds: list[Round], clock: Clock
) -> None:
    clock.move_to("2026-12-01T10:00:00+08:00")
    first = client.get(PATH, {"for": "schools"})
    clock.move_to("2026-12-09T23:59:59+08:00")
    second = client.get(PATH, {"for": "schools"}, headers={"if-none-match": first.headers["ETag"]})

    assert second.status_code == 304


def test_the_page_cache_never_gives_a_former_version(rounds: list[Round]) -> None:
    kept = server()
    address = f"{PATH}?for=schools"
    ask(kept, address)
    assert ask(kept, address).found == "hit"
    rounds[0].application_deadline = date(2020, 6, 13)
    rounds[0].save()

    answer = ask(kept, address)

    assert answer.found == "miss"
    assert read_calendar(answer.body).children[0].day("DTSTART") == date(2020, 6, 13)


@pytest.mark.parametrize(
    "query", ["", "for=", "for=x", "for=%00", "for=SCHOOLS", "for=" + "a" * 3000, "for[]=schools"]
)
def test_whom_it_is_for_has_to_be_said(client: Client, rounds: list[Round], query: str) -> None:
    response = client.get(f"{PATH}?{query}")

    # The reference site answers a NUL with 400 before any view sees it.
    assert response.status_code == 400
    if "%00" not in query:
        for value in ("organizations", "schools", "bureaus"):
            assert f"for={value}" in response.content.decode()


@pytest.mark.parametrize(
    "key", ["2020-4", "2020-03", "２０２０-3", "2020", "2020-3-1", "x", "2020-%00", "9" * 400]
)
def test_a_batch_that_there_is_not_is_a_404(client: Client, rounds: list[Round], key: str) -> None:
    response = client.get(f"/registry/batches/{key}/timeline.ics?for=schools")

    assert response.status_code in ((400, 404) if "%00" in key else (404,))


def test_a_batch_that_is_not_listed_has_no_calendar(client: Client) -> None:
    RoundFactory(batch=BatchFactory(is_listed=False))

    assert client.get(f"{PATH}?for=schools").status_code == 404


def test_a_batch_without_rounds_has_an_empty_calendar(client: Client) -> None:
    BatchFactory()

    assert calendar(client, "schools").children == []


def test_demo_days_say_so_and_hostile_titles_stay_text(client: Client) -> None:
    batch = BatchFactory(title="第三批;\\n,\nEND:VEVENT\r\nBEGIN:VEVENT <b>" + "长" * 40)
    RoundFactory(batch=batch, is_demo=True)

    (event,) = calendar(client, "schools").children

    assert event.text("SUMMARY").startswith(f"【{gettext('Demo data')}】第三批;\\n,\nEND:VEVENT")


def test_queries(client: Client, rounds: list[Round], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(QUERIES):
        client.get(PATH, {"for": "schools"})
    for number in range(3, 9):
        RoundFactory(number=number)
    with django_assert_num_queries(QUERIES):
        client.get(PATH, {"for": "schools"})
