"""How a list behaves in a window: beside or folded, with and without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.factories import QQGroupFactory, SchoolFactory

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/registry/schools/"


@pytest.fixture(autouse=True)
def schools(live_site: Any) -> None:
    for _ in range(12):
        SchoolFactory()
    QQGroupFactory(number="235468629")


def test_on_a_desktop_the_filters_stand_open_and_the_keyboard_reaches_them(page: Page) -> None:
    page.goto(LIST)
    search = page.get_by_label("搜索", exact=True)
    expect(search).to_be_visible()
    expect(page.get_by_text("搜索与筛选")).to_be_hidden()
    page.locator(".xcms-breadcrumbs a").focus()
    for name in ("大字", "高对比"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    expect(search).to_be_focused()
    page.keyboard.type("第3职业")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="去掉条件 搜索： 第3职业")).to_be_visible()


def test_on_a_phone_without_javascript_filters_and_menu_are_folded_and_open(
    open_window: Callable[..., Page],
) -> None:
    phone = open_window(viewport=PHONE, java_script_enabled=False)
    phone.goto(LIST)
    apply = phone.get_by_role("button", name="应用筛选")
    expect(apply).to_be_hidden()
    phone.get_by_text("搜索与筛选").click()
    expect(apply).to_be_visible()
    directory = phone.get_by_role("navigation", name="主导航").get_by_role("link", name="通讯录")
    expect(directory).to_be_hidden()
    phone.get_by_text("栏目导航").click()
    expect(directory).to_be_visible()


@pytest.mark.parametrize("query", ["", "?region=430100&q=学院", "?region=x", "?q=没有"])
def test_lists_are_accessible_and_never_scroll_sideways_on_a_phone(
    phone: Page, assert_accessible: Callable[[Page], None], query: str
) -> None:
    phone.goto(LIST + query)
    phone.get_by_text("搜索与筛选").click()
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_group_number_is_copied_and_the_copy_announced(
    open_window: Callable[..., Page],
) -> None:
    window = open_window(permissions=["clipboard-read", "clipboard-write"])
    window.goto("/directory/")
    button = window.locator("[data-xcms-copy]")
    button.click()
    expect(button).to_have_text("已复制")
    said = window.get_by_role("status").filter(has_text="已复制 235468629")
    expect(said).to_have_count(1)
    assert window.evaluate("navigator.clipboard.readText()") == "235468629"


def test_without_javascript_there_is_no_dead_copy_button(no_js_page: Page) -> None:
    no_js_page.goto("/directory/")
    expect(no_js_page.get_by_text("235468629")).to_be_visible()
    expect(no_js_page.locator("[data-xcms-copy]")).to_be_hidden()
