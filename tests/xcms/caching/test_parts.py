"""htmx asks at a page's own address for the part that changes; the page cache never mixes the two up."""

from typing import Any

import pytest

from tests.factories import SchoolFactory, grant
from tests.xcms.caching.asking import ask, server

pytestmark = pytest.mark.django_db

ADDRESS = "/registry/approvals/?region=430100"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _site(wagtail_root: Any) -> None:
    grant(school=SchoolFactory(name="长沙民政职业技术学院"))


def test_going_back_gets_the_whole_page_whoever_asked_for_the_part_before() -> None:
    process = server()
    assert "<html" not in ask(process, ADDRESS, **HTMX).text
    back = ask(process, ADDRESS, **HTMX, HTTP_HX_HISTORY_RESTORE_REQUEST="true")
    assert "<html" in back.text


def test_going_back_leaves_no_whole_page_where_a_part_is_asked_for() -> None:
    process = server()
    ask(process, ADDRESS, **HTMX, HTTP_HX_HISTORY_RESTORE_REQUEST="true")
    assert "<html" not in ask(process, ADDRESS, **HTMX).text


def test_who_is_at_an_address_already_pushes_it_no_second_time() -> None:
    process = server()
    ask(process, ADDRESS, **HTMX, HTTP_HX_CURRENT_URL="http://testserver/registry/approvals/")
    there = ask(process, ADDRESS, **HTMX, HTTP_HX_CURRENT_URL=f"http://testserver{ADDRESS}")
    assert "HX-Replace-Url" in there.headers
    assert "HX-Push-Url" not in there.headers


def test_a_search_that_jumps_does_so_with_htmx_and_without() -> None:
    process = server()
    address = "/registry/schools/?q=长沙民政职业技术学院"
    assert ask(process, address, **HTMX).headers["HX-Redirect"]
    assert ask(process, address).status == 302
    back = ask(process, address, **HTMX, HTTP_HX_HISTORY_RESTORE_REQUEST="true")
    assert back.status == 302
