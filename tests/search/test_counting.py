"""Searches are counted by term and day, and nothing else; never in a visitor's own request."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.notices.pages import make_notice
from xcms.days import shanghai_today
from xcms.models import SearchedTerm
from xcms.search import counting
from xcms.search.counting import SearchCounter, countable, counter

pytestmark = pytest.mark.django_db

DAY = date(2020, 6, 1)


@pytest.fixture
def counted(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[SearchCounter]:
    """The site's counter without its thread: a test says when it writes."""
    settings.XCMS = {**settings.XCMS, "SEARCH_COUNT_SECONDS": 60}
    monkeypatch.setattr(SearchCounter, "_run", lambda _self, _seconds: None)
    counter.forget()
    yield counter
    counter.forget()


def rows() -> list[tuple[str, int, int]]:
    return list(
        SearchedTerm.objects.order_by("term").values_list("term", "searches", "without_hits")
    )


def test_a_visitors_search_writes_nothing_itself(
    client: Client, counted: SearchCounter, section: Any
) -> None:
    with CaptureQueriesContext(connection) as captured:
        client.get("/search/?q=甲乙丙")
    assert not [one for one in captured if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert rows() == []
    assert counted.flush() == 1
    assert rows() == [("甲乙丙", 1, 1)]


def test_sums_are_of_a_term_and_a_day(client: Client, counted: SearchCounter, section: Any) -> None:
    make_notice(section, title="第三批试点", slug="a")
    for text in ("第三批", "第3批", "没有的"):
        client.get("/search/", {"q": text})
    counted.flush()
    client.get("/search/?q=没有的")
    counted.flush()
    assert rows() == [("没有的", 2, 2), ("第3批", 2, 0)]
    assert set(SearchedTerm.objects.values_list("day", flat=True)) == {shanghai_today()}


def test_pages_kinds_and_programs_are_not_counted_again(
    client: Client, counted: SearchCounter, wagtail_root: Any
) -> None:
    for more in ("kind=notices", "format=json", "format=atom"):
        client.get(f"/search/?q=试点&{more}")
    client.get("/search/suggestions/?q=试点")
    client.get("/search/")
    client.get('/search/?q="')
    client.head("/search/?q=试点")
    assert counted.flush() == 0


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "张三 138-0013-8000",
        "１３８００１３８０００",
        "430102199001011234",
        "0731-85149710",
        "somebody@example.com",
        "试" * 101,
    ],
)
def test_what_may_be_a_person_is_dropped(text: str) -> None:
    assert countable(text) == ""


@pytest.mark.parametrize("text", ["2020年第3批", "1+x证书", "湘教通[2020]112号"])
def test_ordinary_terms_are_kept(text: str) -> None:
    assert countable(text) == text


def test_memory_is_bounded(counted: SearchCounter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_TERMS", 3)
    for number in range(10):
        counted.note(f"词{number}", has_hits=True, day=DAY)
    counted.note("词0", has_hits=True, day=DAY)
    assert counted.flush() == 3
    assert rows()[0] == ("词0", 2, 0)


def test_counting_can_be_switched_off(settings: Any, counted: SearchCounter) -> None:
    settings.XCMS = {**settings.XCMS, "SEARCH_COUNT_SECONDS": 0}
    counted.note("试点", has_hits=True, day=DAY)
    assert counted.flush() == 0


@pytest.mark.django_db(transaction=True)
def test_a_thread_of_its_own_writes_them_down(settings: Any) -> None:
    settings.XCMS = {**settings.XCMS, "SEARCH_COUNT_SECONDS": 0.05}
    own = SearchCounter()
    own.note("试点", has_hits=True, day=shanghai_today())
    for _attempt in range(200):
        if rows():
            break
        own._wake.wait(0.05)
    own._wake.set()
    assert rows() == [("试点", 1, 0)]
    own._thread.join(5)


def test_numbers_go_after_a_year(counted: SearchCounter) -> None:
    today = shanghai_today()
    for days in (0, 365, 400):
        SearchedTerm.objects.create(day=today - timedelta(days=days), term="试点", searches=1)
    call_command("xcms_purge_searches")
    assert set(SearchedTerm.objects.values_list("day", flat=True)) == {
        today,
        today - timedelta(days=365),
    }


def test_no_column_says_who_or_when() -> None:
    assert {field.name for field in SearchedTerm._meta.get_fields()} == {
        "id",
        "day",
        "term",
        "searches",
        "without_hits",
    }
