"""The report of what visitors search for."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from openpyxl import load_workbook

from xcms.days import shanghai_today
from xcms.models import SearchedTerm

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/searched-terms/"


def user_with(*codenames: str) -> User:
    user = User.objects.create_user("reader")
    wanted = Permission.objects.filter(codename__in=["access_admin", *codenames])
    assert wanted.count() == len(codenames) + 1
    user.user_permissions.add(*wanted)
    return user


@pytest.fixture
def reader(client: Client, wagtail_root: Any) -> Client:
    client.force_login(user_with("view_searchedterm"))
    return client


def searched(term: str, searches: int, without_hits: int = 0, *, days_ago: int = 0) -> None:
    SearchedTerm.objects.create(
        day=shanghai_today() - timedelta(days=days_ago),
        term=term,
        searches=searches,
        without_hits=without_hits,
    )


def test_who_may_not_read_it_gets_neither_page_nor_file(client: Client, wagtail_root: Any) -> None:
    client.force_login(user_with())
    for address in (REPORT, f"{REPORT}results/", f"{REPORT}?export=csv"):
        assert client.get(address).status_code == 302
    assert REPORT not in client.get("/admin/").content.decode()


def test_the_most_searched_come_first_and_days_are_summed(reader: Client) -> None:
    searched("试点", 2)
    searched("试点", 3, 1, days_ago=3)
    searched("名单", 9)
    searched("旧词", 50, days_ago=40)
    assert REPORT in reader.get("/admin/").content.decode()
    text = reader.get(REPORT).content.decode()
    assert 0 < text.index("名单") < text.index("试点")
    assert "旧词" not in text
    assert reader.get(f"{REPORT}?period=90").content.decode().index("旧词") > 0


def test_a_term_searched_for_once_counts_in_the_sum_only(reader: Client) -> None:
    searched("张三丰", 1, 1)
    searched("试点", 2)
    for address in (REPORT, f"{REPORT}?hits=none", f"{REPORT}?period=366"):
        text = reader.get(address).content.decode()
        assert "张三丰" not in text
        assert "另有 1 个词" in text
    assert "张三丰" not in exported_csv(reader)


def test_terms_without_hits_by_themselves(reader: Client) -> None:
    searched("申保", 4, 4)
    searched("试点", 9)
    text = reader.get(f"{REPORT}?hits=none&ordering=-without_hits").content.decode()
    assert "申保" in text
    assert "试点" not in text.partition("<tbody")[2]


def exported_csv(client: Client, more: str = "") -> str:
    response = client.get(f"{REPORT}?export=csv{more}")
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_the_file_holds_what_is_filtered_and_no_formula(reader: Client) -> None:
    searched("=cmd|' /c calc'!a1", 3, 3)
    searched("试点", 2)
    text = exported_csv(reader)
    assert text.splitlines()[0] == "搜索词,搜索次数,其中无结果"
    assert "\n'=cmd" in text or "\n\"'=cmd" in text
    assert "试点" not in exported_csv(reader, "&hits=none")
    book = load_workbook(BytesIO(b"".join(reader.get(f"{REPORT}?export=xlsx").streaming_content)))
    assert [cell.data_type for cell in book.worksheets[0]["A"]][1:] == ["s", "s"]


@pytest.mark.parametrize(
    "query",
    ["period=x", "period=999999999999", "hits=%00", "ordering=nonsense", "period=7&period=8"],
)
def test_an_odd_query_shows_the_report(reader: Client, query: str) -> None:
    searched("试点", 2)
    assert reader.get(f"{REPORT}?{query}").status_code in (200, 400)
