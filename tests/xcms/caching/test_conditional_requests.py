"""Every public answer can be asked for again without being sent again, with the page cache and without."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import SchoolFactory
from tests.made_once import made_once
from tests.notices.pages import make_notice, make_section, published_list
from tests.page_tree import ensure_page_tree
from tests.xcms.caching.asking import ask, server

pytestmark = pytest.mark.django_db

LIST = "/registry/schools/"
ADDRESSES = [
    "/",
    LIST,
    f"{LIST}?format=json",
    f"{LIST}?format=csv",
    f"{LIST}?format=xlsx",
    f"{LIST}4143000001/",
    "/directory/",
    "/notices/",
    "/notices/feed/",
    "/notices/notice/",
    "/notices/round-1/",
    "/notices/round-1/csv/",
    "/notices/round-1/editions/1/",
]


@pytest.fixture(scope="module", autouse=True)
def _site(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with made_once(django_db_blocker):
        section = make_section(ensure_page_tree())
        make_notice(section)
        published_list(section)
        SchoolFactory(code="4143000001", name="甲学院")
        yield


LIST_VARY = "HX-Request, HX-History-Restore-Request, Cookie"


@pytest.fixture(params=["cached", "bare"])
def application(request: Any) -> Any:
    return server() if request.param == "cached" else WSGIHandler()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_has_it_gets_no_body(application: Any, address: str, method: str) -> None:
    first = ask(application, address)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] in ("public, no-cache", "no-cache")
    for asked in (tag, f'"other", {tag}', f"W/{tag.removeprefix('W/')}", "*"):
        if asked == "*" and tag.startswith("W/"):
            continue
        again = ask(application, address, method=method, HTTP_IF_NONE_MATCH=asked)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == tag
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert (
            again.headers.get("Vary", "Cookie") in ("Cookie", LIST_VARY)
            or "Language" in again.headers["Vary"]
        )


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_has_something_else_gets_the_whole(application: Any, address: str) -> None:
    for asked in ('"other"', "nonsense", "", '"'):
        assert ask(application, address, HTTP_IF_NONE_MATCH=asked).status == 200


@pytest.mark.parametrize("address", [LIST, f"{LIST}?format=json", f"{LIST}?format=csv"])
def test_a_change_changes_the_tag(application: Any, address: str) -> None:
    tag = ask(application, address).headers["ETag"]
    SchoolFactory(name="乙学院")
    again = ask(application, address, HTTP_IF_NONE_MATCH=tag)
    assert again.status == 200
    assert again.headers["ETag"] != tag


def test_a_page_that_a_write_did_not_touch_keeps_its_tag(application: Any) -> None:
    tag = ask(application, "/notices/notice/").headers["ETag"]
    SchoolFactory(name="乙学院")
    assert ask(application, "/notices/notice/", HTTP_IF_NONE_MATCH=tag).status == 304


def test_a_file_that_is_known_is_not_made_again() -> None:
    tag = ask(WSGIHandler(), f"{LIST}?format=csv").headers["ETag"]
    assert tag.startswith("W/")
    with CaptureQueriesContext(connection) as queries:
        ask(WSGIHandler(), f"{LIST}?format=csv", HTTP_IF_NONE_MATCH=tag)
        assert not [one for one in queries.captured_queries if "registry_school" in one["sql"]]


def test_each_choice_of_rows_has_a_tag_of_its_own(application: Any) -> None:
    tags = {
        ask(application, f"{LIST}?format=csv{choice}").headers["ETag"]
        for choice in ("", "&q=甲", "&region=430100", "&sort=code")
    }
    assert len(tags) == 4


def test_the_signed_file_is_tagged_by_its_signature(application: Any) -> None:
    page = ask(application, "/notices/round-1/").text
    tag = ask(application, "/notices/round-1/csv/").headers["ETag"]
    assert tag.strip('"') in page


def test_a_first_visitor_who_asks_conditionally_warms_the_cache() -> None:
    process = server()
    tag = ask(process, LIST).headers["ETag"]
    SchoolFactory(name="乙学院")
    ask(process, LIST, HTTP_IF_NONE_MATCH=tag)
    assert ask(process, LIST).found == "hit"
    assert ask(process, LIST, HTTP_IF_NONE_MATCH=ask(process, LIST).headers["ETag"]).status == 304
