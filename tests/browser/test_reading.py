"""Reading a notice: large text and high contrast stay from page to page, on a phone too."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from notices.withdrawals.services import withdraw_page
from tests.notices.pages import make_notice, make_section, published_list, republish
from tests.notices.test_themes import make_theme


def _font_size(page: Page) -> float:
    size = page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize")
    return float(size.removesuffix("px"))


def test_modes_are_remembered_and_can_be_left(
    phone: Page, wagtail_root: Any, assert_accessible: Callable[[Page], None]
) -> None:
    notice = make_notice(
        make_section(wagtail_root), body=[("paragraph", "<p>请按时<a href='/'>申报</a>。</p>")]
    )
    phone.goto(notice.url)
    before = _font_size(phone)
    phone.get_by_role("button", name="大字").click()
    phone.get_by_role("button", name="高对比").click()
    assert _font_size(phone) > before
    assert_accessible(phone)
    phone.goto("/registry/schools/")
    large = phone.get_by_role("button", name="大字")
    expect(large).to_have_attribute("aria-pressed", "true")
    assert_accessible(phone)
    width = phone.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    large.click()
    phone.get_by_role("button", name="高对比").click()
    phone.goto(notice.url)
    assert _font_size(phone) == before
    phone.get_by_role("button", name="复制链接").click()
    expect(phone.get_by_role("button", name="已复制")).to_be_visible()


def test_without_scripts_no_button_is_dead(no_js_page: Page, wagtail_root: Any) -> None:
    section = make_section(wagtail_root)
    notice = make_notice(section)
    withdraw_page(notice, reason="另有新通知。", acting_user=None)
    republish(notice, "更正时间。", title="新题目")
    listed = published_list(section)
    for address in (
        *(notice.url, f"{notice.url}editions/1/", f"{notice.url}records/"),
        *(listed.url, section.url, make_theme(section).url),
        f"/alerts/?source=section&topic={section.pk}",
    ):
        no_js_page.goto(address)
        expect(no_js_page.locator("h1")).to_be_visible()
        expect(no_js_page.locator("main button:not([type=submit]):visible")).to_have_count(0)
