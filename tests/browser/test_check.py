"""The what-if checker in a browser, on the demo: by hand, without scripts, on a phone, on paper."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

Check = Callable[[Page], None]
SCHOOL = "4143010827"
RESULT = f"/registry/check/?school={SCHOOL}&certificates=30&persons=5&dual=9/20&experts=25%25"


def test_a_school_checks_its_plan_without_scripts(no_js_page: Page, demo_site: Any) -> None:
    page = no_js_page
    page.goto(f"/registry/schools/{SCHOOL}/")
    page.get_by_role("link", name="对照规则自查该校的申报计划").click()
    page.get_by_label("拟新增证书数").fill("30")
    page.get_by_label("本专业双师型教师").fill("9/20")
    page.get_by_role("button", name="核对").click()

    expect(page.locator(".xcms-check__count--not_met strong")).to_have_text("2")
    expect(
        page.get_by_text("双师型教师 9 / 本专业教师 20 = 45%（下限 50%，还差 1 人）")
    ).to_be_visible()
    clause = page.get_by_role("link", name="一般还应具备：双师型教师占比不低于50%")
    clause.click()
    expect(page).to_have_url(f"{demo_site.url}/notices/2020-batch-3/")


def test_form_and_result_are_accessible_and_fit_every_window_and_paper(
    open_window: Callable[..., Page], demo_site: Any, assert_accessible: Check
) -> None:
    for width in (1280, 390):
        window = open_window(viewport={"width": width, "height": 900})
        for address in ("/registry/check/", RESULT, "/registry/check/?majors=x&dual=2"):
            window.goto(address)
            assert window.evaluate("document.documentElement.scrollWidth") <= width
            assert_accessible(window)
    window.goto(RESULT)
    window.emulate_media(media="print")
    expect(window.locator(".xcms-listing__filters")).to_be_hidden()
    expect(window.locator(".xcms-check__address")).to_contain_text("school=")
    expect(window.locator(".xcms-check__address")).to_be_visible()
