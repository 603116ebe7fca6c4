"""The reference site's skin: what every page has around its content."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from wagtail.models import Page

from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(wagtail_root: Any) -> Any:
    return wagtail_root


def test_the_first_link_skips_to_the_content(client: Client) -> None:
    page = client.get("/registry/schools/").content.decode()
    assert '<html lang="zh-Hans">' in page
    assert '<a class="site-skip" href="#content">跳到正文</a>' in page
    assert 'id="content"' in page


def test_the_menu_marks_where_the_visitor_is(client: Client) -> None:
    page = client.get("/registry/schools/").content.decode()
    assert '<a href="/registry/schools/" aria-current="page">试点院校</a>' in page
    assert '<a href="/registry/certificates/">备案证书</a>' in page
    assert page.count('aria-current="page">') == 2  # menu and breadcrumbs


def test_the_menu_shows_live_sections_that_want_to_be_shown(client: Client, home: Any) -> None:
    for title, live, in_menu in (
        ("通知公告", True, True),
        ("草稿", False, True),
        ("内页", True, False),
    ):
        home.add_child(
            instance=Page(
                title=title, slug=f"s{len(title)}{live}{in_menu}", live=live, show_in_menus=in_menu
            )
        )
    page = client.get("/registry/schools/").content.decode()
    menu = page.partition("主导航")[2].partition("</nav>")[0]
    assert "通知公告" in menu
    assert "草稿" not in menu
    assert "内页" not in menu


def test_the_footer_names_the_public_office(client: Client) -> None:
    ContactFactory(office="湖南省教育科学研究院职成所", email="office@example.org")
    ContactFactory(office="内部科室", is_public=False, position=1)
    footer = client.get("/registry/schools/").content.decode().partition("<footer")[2]
    assert "湖南省教育科学研究院职成所" in footer
    assert "内部科室" not in footer


def test_an_unknown_address_is_a_chinese_404_with_ways_on(client: Client) -> None:
    response = client.get("/no-such-page/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "页面不存在" in page
    assert 'href="/registry/certificates/"' in page


@pytest.mark.parametrize("template", ["500.html", "400.html"])
def test_pages_for_failures_need_no_database_and_no_request(
    template: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        page = render_to_string(template)
    assert '<html lang="zh-Hans">' in page
    assert "回到首页" in page


@pytest.mark.parametrize("address", ["/registry/schools/", "/directory/", "/no-such-page/"])
def test_no_inline_script_or_style(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert "<script>" not in page
    assert "onclick" not in page


def test_the_frame_costs_four_queries_at_most(
    client: Client, home: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        home.add_child(instance=Page(title=f"栏目{number}", slug=f"s{number}", show_in_menus=True))
    # A first visit fills Wagtail's cache of site roots.
    request = client.get("/no-such-page/").wsgi_request
    with django_assert_max_num_queries(4):
        render_to_string("404.html", {}, request=request)
