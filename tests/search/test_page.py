"""The page of /search/ and its other formats."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.feedgenerator import Atom1Feed

from registry.models import SchoolName
from tests.factories import SchoolFactory
from tests.notices.pages import make_notice
from tests.registry.publication import public_certificate
from tests.search.answers import counts, titles
from tests.search.conftest import Ask
from tests.xcms.caching.asking import server

pytestmark = pytest.mark.django_db

MARK = '<mark class="xcms-search__mark">{}</mark>'


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_groups_stand_in_order_with_five_each_and_the_way_to_all(
    client: Client, section: Any
) -> None:
    for number in range(7):
        make_notice(
            section, title=f"试点通知{number}", slug=f"n{number}", dated=date(2020, 1, 1 + number)
        )
        SchoolFactory(name=f"试点{number}学院", code=f"{4143000000 + number}")
    text = page(client, "/search/?q=试点")
    assert re.findall(r'<h2 id="search-(\w+)"', text) == ["notices", "schools"]
    assert len(re.findall(r'<li class="xcms-search__hit', text)) == 10
    assert "全部 7 条通知公告" in text
    assert f'href="/search/?q={"%E8%AF%95%E7%82%B9"}&amp;kind=notices"' in text
    assert f'href="/registry/schools/?q={"%E8%AF%95%E7%82%B9"}">全部 7 条试点院校' in text
    assert MARK.format("试点") + "通知6" in text


def test_one_kind_is_paged_and_odd_page_numbers_clamp(
    client: Client, ask: Ask, section: Any
) -> None:
    for number in range(7):
        make_notice(
            section, title=f"试点通知{number}", slug=f"n{number}", dated=date(2020, 1, 1 + number)
        )
    first = ask("试点", kind="notices", page_size=3)
    assert (first["count"], titles(first)) == (7, ["试点通知6", "试点通知5", "试点通知4"])
    second = client.get(first["next"]).json()
    assert titles(second) == ["试点通知3", "试点通知2", "试点通知1"]
    last = ask("试点", kind="notices", page_size=3, page=999)
    assert titles(last) == ["试点通知0"]
    assert last["next"] is None
    assert titles(ask("试点", kind="notices", page_size=3, page="x")) == titles(first)
    text = page(client, "/search/?q=试点&kind=notices&page_size=3&page=2")
    assert '<a rel="prev"' in text
    assert 'aria-current="page">通知公告' in text


def test_json_without_a_kind_has_the_best_of_each(ask: Ask, section: Any) -> None:
    for number in range(6):
        make_notice(section, title=f"试点通知{number}", slug=f"n{number}")
    SchoolFactory(name="试点学院")
    answer = ask("试点")
    assert answer["count"] == 7
    assert counts(answer) == {"notices": 6, "schools": 1}
    assert len(answer["results"]) == 6
    assert answer["next"] is None
    assert set(answer["results"][0]) >= {"kind", "title", "url", "date", "excerpt"}


def test_the_feed_has_the_hits(client: Client, section: Any) -> None:
    notice = make_notice(
        section, title="试点通知", slug="a", body=[("paragraph", "<p>申报试点</p>")]
    )
    response = client.get("/search/?q=试点&format=atom")
    assert response.headers["Content-Type"] == Atom1Feed.content_type
    text = response.content.decode()
    assert f"<title>{notice.title}</title>" in text
    assert f"tag:testserver,2020:pages/{notice.pk}" in text


def test_the_empty_box_shows_the_newest_notices(client: Client, section: Any) -> None:
    make_notice(section, title="旧通知", slug="a", dated=date(2019, 1, 1))
    make_notice(section, title="新通知", slug="b", dated=date(2020, 1, 1))
    text = page(client, "/search/")
    assert 0 < text.index("新通知") < text.index("旧通知")
    assert "noindex" not in text
    assert client.get("/search/?q=&format=json").json()["results"] == []


def test_a_record_called_just_so_stands_on_top_and_nobody_is_sent_away(client: Client) -> None:
    school = SchoolFactory(name="长沙民政职业技术学院", code="4143010827")
    SchoolName.objects.create(school=school, name="民院", kind="alias")
    public_certificate(name="物流管理")
    for text in ("4143010827", "长沙民政职业技术学院", "民院"):
        shown = page(client, f"/search/?q={text}")
        [card] = re.findall(r'<ul class="xcms-search__exact".*?</ul>', shown, re.DOTALL)
        assert 'href="/registry/schools/4143010827/"' in card
        assert shown.count('href="/registry/schools/4143010827/"') == 1
    assert "xcms-search__exact" in page(client, "/search/?q=物流管理")
    assert "xcms-search__exact" not in page(client, "/search/?q=物流")


def test_nothing_found_says_where_it_looked_and_what_to_try(client: Client, section: Any) -> None:
    text = page(client, "/search/?q=甲乙丙")
    assert "没有找到与“甲乙丙”有关的内容" in text
    assert "已查找：通知公告、备案证书名单" in text
    assert 'href="/registry/schools/"' in text


def test_without_exact_hits_it_looks_more_loosely_and_says_so(
    client: Client, ask: Ask, section: Any
) -> None:
    make_notice(section, title="试点院校怎样申报", slug="a")
    answer = ask("试点申报")
    assert (titles(answer), answer["is_loose"]) == (["试点院校怎样申报"], True)
    assert "没有完全一致的结果，以下结果含有这些字词" in page(client, "/search/?q=试点申报")
    assert "没有完全一致的结果" not in page(client, "/search/?q=试点 申报")
    any_of = ask("试点 不存在")
    assert (titles(any_of), any_of["is_loose"]) == (["试点院校怎样申报"], True)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("kind=nonsense", "nonsense"),
        ("since=2020-13-01", "真实日期"),
        ("until=gestern", "真实日期"),
        ("since=2020-02-01&until=2020-01-01", "早于"),
        ("format=pdf", "pdf"),
    ],
)
def test_a_bad_parameter_shows_a_message_and_no_rows(
    client: Client, section: Any, query: str, message: str
) -> None:
    make_notice(section, title="试点通知", slug="a")
    text = page(client, f"/search/?q=试点&{query}")
    assert message in text
    assert "试点通知" not in text
    if "format" not in query:
        refused = client.get(f"/search/?q=试点&{query}&format=json")
        assert refused.status_code == 400
        assert message in "".join(refused.json()["errors"])


def test_a_question_too_long_is_refused(client: Client) -> None:
    assert client.get("/search/", {"q": "试" * 201, "format": "json"}).status_code == 400
    assert "200" in page(client, "/search/?q=" + "试" * 10_000)


# What is kept


def test_answers_are_conditional_and_fill_no_shared_cache(client: Client, section: Any) -> None:
    response = client.get("/search/?q=试点")
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "X-Register-Version" in response.headers
    tag = {"If-None-Match": response.headers["ETag"]}
    again = client.get("/search/?q=试点", headers=tag)
    assert (again.status_code, again.headers["Cache-Control"]) == (304, "private, no-cache")
    make_notice(section, title="试点通知", slug="a")
    assert client.get("/search/?q=试点", headers=tag).status_code == 200


def test_the_page_cache_keeps_no_search(wagtail_root: Any) -> None:
    cache = server()
    for number in range(3):
        client_answer(cache, f"q={number}")
    assert len(cache.answers) == 0
    client_answer(cache, "")
    assert len(cache.answers) == 1


def client_answer(cache: Any, query: str) -> None:
    from tests.xcms.caching.asking import ask as visit

    assert visit(cache, f"/search/?{query}" if query else "/search/").status == 200


def test_somebody_logged_in_gets_a_page_of_their_own(client: Client, wagtail_root: Any) -> None:
    client.force_login(User.objects.create_superuser("editor"))
    response = client.get("/search/?q=试点")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers
