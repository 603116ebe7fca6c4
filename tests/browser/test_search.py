"""The search box as a visitor uses it: on the demo, with keyboard, on a phone, without JavaScript."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

Check = Callable[[Page], None]


@pytest.fixture(params=["page", "phone", "no_js_page"])
def window(request: pytest.FixtureRequest, demo_site: Any) -> Page:
    window: Page = request.getfixturevalue(request.param)
    return window


def test_a_visitor_searches_from_the_header(window: Page) -> None:
    window.goto("/")
    box = window.get_by_role("search", name="全站")
    box.get_by_role("searchbox").fill("物流管理")
    box.get_by_role("button", name="搜索").click()

    expect(window.get_by_role("heading", level=1)).to_have_text("搜索“物流管理”")
    expect(window.get_by_role("heading", name=re.compile("备案证书名单"))).to_be_visible()
    expect(window.locator("mark").first).to_have_text("物流管理")
    expect(window.locator(".xcms-demo").first).to_be_visible()
    window.locator(".xcms-search__exact").get_by_role("link", name="物流管理").click()
    expect(window.get_by_role("heading", level=1)).to_contain_text("物流管理")


def test_a_visitor_reads_on_in_one_kind_and_narrows_by_date(window: Page) -> None:
    window.goto("/search/?q=试点")
    window.get_by_role("navigation", name="类别").get_by_role("link", name="通知公告").click()
    results = window.locator("#xcms-results")
    expect(results.get_by_role("heading")).to_have_text(re.compile("通知公告"))
    window.get_by_text("按日期查找").click()
    window.get_by_label("从").fill("2021-01-01")
    window.get_by_role("button", name="按日期查").click()
    expect(window.get_by_text("没有找到与“试点”有关的内容")).to_be_visible()
    window.get_by_role("link", name="不限日期再查一次").click()
    expect(results.get_by_role("link", name=re.compile("试点申报工作的通知"))).to_be_visible()


def test_suggestions_by_keyboard(page: Page, demo_site: Any, assert_accessible: Check) -> None:
    page.goto("/search/")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("tiedao", delay=20)
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("铁道")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert_accessible(page)

    box.press("ArrowDown")
    first = options.first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "-")
    box.press("ArrowUp")
    expect(first).to_have_attribute("aria-selected", "false")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))

    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("tiedao")
    box.press("ArrowDown")
    expect(first).to_be_visible()
    name = first.locator("span").first.inner_text()
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_enter_without_a_choice_searches(page: Page, demo_site: Any) -> None:
    page.goto("/search/")
    box = page.get_by_role("combobox")
    box.press_sequentially("铁道", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("搜索“铁道”")


def test_a_suggestion_is_touched(phone: Page, demo_site: Any) -> None:
    phone.goto("/search/")
    phone.get_by_role("combobox").press_sequentially("csmz", delay=20)
    option = phone.get_by_role("option", name=re.compile("长沙民政职业技术学院"))
    option.tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("长沙民政职业技术学院")


def test_without_javascript_it_is_a_form(no_js_page: Page, demo_site: Any) -> None:
    no_js_page.goto("/search/")
    box = no_js_page.get_by_role("searchbox")
    box.fill("申保")
    box.press("Enter")
    no_js_page.get_by_role("link", name="申报", exact=True).click()
    expect(
        no_js_page.get_by_role("link", name=re.compile("试点申报工作的通知")).first
    ).to_be_visible()


@pytest.mark.parametrize("size", ["page", "phone"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    size: str, request: pytest.FixtureRequest, demo_site: Any, assert_accessible: Check
) -> None:
    window: Page = request.getfixturevalue(size)
    for address in (
        "/search/",
        "/search/?q=试点",
        "/search/?q=长沙民政职业技术学院",
        "/search/?q=职业&kind=schools&page=2",
        "/search/?q=民正学院",
        "/search/?q=试点申报安排",
        "/search/?q=试点&since=2020-13-01",
        "/search/?q=" + "x" * 60,
    ):
        window.goto(address)
        assert_accessible(window)
        width = window.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{address} scrolls sideways by {width} px"


def test_an_editor_finds_pages_and_the_report_in_the_admin(
    page: Page, demo_site: Any, log_in: Callable[[Page, User], None]
) -> None:
    log_in(page, User.objects.create_superuser("guanliyuan", password="a long enough phrase"))
    page.goto("/admin/pages/search/?q=试点")
    expect(page.get_by_role("link", name=re.compile("试点申报工作的通知")).first).to_be_visible()
    page.goto("/admin/reports/searched-terms/")
    expect(page.get_by_text("按日汇总").first).to_be_visible()
