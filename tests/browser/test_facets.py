"""Facets in a window: with htmx and without JavaScript, with a mouse, a keyboard and one thumb."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import CertificateFactory, MajorFactory, SchoolFactory, grant, region

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/registry/approvals/"
Check = Callable[[Page], None]


@pytest.fixture(autouse=True)
def lines(live_site: Any) -> None:
    """18 majors at schools in Changsha; two of them also in Zhuzhou, and one there at a secondary school."""
    certificate = CertificateFactory()
    changsha = SchoolFactory(name="长沙第一职业学院")
    zhuzhou = SchoolFactory(name="株洲第二职业学院", region=region("430200"))
    secondary = SchoolFactory(name="株洲中专", region=region("430200"), secondary=True)
    majors = [MajorFactory(name=f"专业第{number:02}号") for number in range(18)]
    for major in majors:
        grant(school=changsha, certificate=certificate, major=major)
    for school, of_school in ((zhuzhou, majors[:2]), (secondary, majors[:1])):
        for major in of_school:
            grant(school=school, certificate=certificate, major=major)


@pytest.fixture
def whole_pages(page: Page) -> list[str]:
    """The addresses of the documents that the window has loaded."""
    loaded: list[str] = []
    page.on(
        "request",
        lambda request: loaded.append(request.url) if request.is_navigation_request() else None,
    )
    return loaded


def box(window: Page, name: str, value: str) -> Any:
    return window.locator(f'input[type="checkbox"][name="{name}"][value="{value}"]')


def count(window: Page) -> Any:
    return window.locator(".xcms-summary__count")


def has_address(window: Page, query: str) -> None:
    expect(window).to_have_url(re.compile(re.escape(query) + "$"))


def test_choosing_swaps_the_list_at_once_and_the_address_says_so(
    page: Page, whole_pages: list[str]
) -> None:
    page.goto(LIST)
    expect(count(page)).to_contain_text("21")
    box(page, "region", "430200").check()
    expect(count(page)).to_contain_text("共 3 条")
    has_address(page, f"{LIST}?region=430200")
    box(page, "region", "430100").check()
    expect(count(page)).to_contain_text("21")
    has_address(page, f"{LIST}?region=430100&region=430200")
    box(page, "school_level", "secondary").check()
    expect(count(page)).to_contain_text("共 1 条")
    has_address(page, f"{LIST}?region=430100&region=430200&school_level=secondary")
    # A count ignores the choice in its own facet: one may still choose the other level beside this.
    expect(
        page.locator("label", has=box(page, "school_level", "higher_vocational"))
    ).to_contain_text("20")
    expect(page.get_by_role("status")).to_contain_text("共 1 条")
    expect(box(page, "school_level", "secondary")).to_be_focused()
    assert len(whole_pages) == 1
    expect(page.get_by_role("button", name="应用筛选")).to_be_hidden()


def test_a_chip_takes_its_filter_away_and_the_focus_stays_in_the_list(page: Page) -> None:
    page.goto(f"{LIST}?region=430200&school_level=secondary")
    page.get_by_role("link", name="去掉条件 办学层次： 中职").click()
    expect(count(page)).to_contain_text("共 3 条")
    has_address(page, f"{LIST}?region=430200")
    expect(box(page, "school_level", "secondary")).not_to_be_checked()
    expect(page.locator("#xcms-results")).to_be_focused()
    page.get_by_role("link", name="清除全部条件").click()
    expect(count(page)).to_contain_text("21")
    has_address(page, LIST)


def test_back_and_forward_show_what_was_there(page: Page) -> None:
    page.goto(LIST)
    box(page, "region", "430200").check()
    expect(count(page)).to_contain_text("共 3 条")
    box(page, "school_level", "secondary").check()
    expect(count(page)).to_contain_text("共 1 条")
    page.get_by_role("link", name="株洲中专").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("株洲中专")
    page.go_back()
    expect(count(page)).to_contain_text("共 1 条")
    page.go_back()
    expect(count(page)).to_contain_text("共 3 条")
    expect(box(page, "school_level", "secondary")).not_to_be_checked()
    page.go_back()
    expect(count(page)).to_contain_text("21")
    expect(box(page, "region", "430200")).not_to_be_checked()
    page.go_forward()
    expect(count(page)).to_contain_text("共 3 条")
    expect(box(page, "region", "430200")).to_be_checked()


def test_the_address_shows_the_same_to_somebody_else(
    page: Page, open_window: Callable[..., Page]
) -> None:
    page.goto(LIST)
    box(page, "region", "430200").check()
    expect(count(page)).to_contain_text("共 3 条")
    page.get_by_role("link", name="试点规模（人）").click()
    expect(page.locator("th[aria-sort]")).to_contain_text("试点规模")
    page.get_by_label("每页条数").select_option("10")
    has_address(page, f"{LIST}?region=430200&sort=quota&page_size=10")
    other = open_window()
    other.goto(page.url)
    expect(count(other)).to_contain_text("共 3 条")
    expect(box(other, "region", "430200")).to_be_checked()
    expect(other.locator("th[aria-sort]")).to_contain_text("试点规模")
    expect(other.get_by_label("每页条数")).to_have_value("10")
    assert page.locator("tbody").inner_text() == other.locator("tbody").inner_text()


def test_a_long_facet_opens_in_its_place_and_is_searched(page: Page) -> None:
    page.goto(LIST)
    page.locator("#facet-major > summary").click()
    majors = page.locator("#facet-major-options input")
    expect(majors).to_have_count(8)
    page.get_by_role("link", name="全部 18 项").click()
    expect(majors).to_have_count(18)
    has_address(page, LIST)
    search = page.get_by_label("在“专业”中查找")
    search.click()
    page.keyboard.type("zhuanye 17", delay=20)
    expect(majors).to_have_count(1)
    expect(search).to_be_focused()
    expect(search).to_have_value("zhuanye 17")
    majors.check()
    expect(count(page)).to_contain_text("共 1 条")
    has_address(page, f"{LIST}?major=%E4%B8%93%E4%B8%9A%E7%AC%AC17%E5%8F%B7")
    # It stays open, with its words.
    expect(search).to_have_value("zhuanye 17")
    search.fill("")
    expect(majors).to_have_count(18)
    expect(page.locator(".htmx-request, .htmx-settling, .htmx-swapping")).to_have_count(0)
    page.get_by_role("link", name="按名称").click()
    expect(page.locator("#facet-major-options .xcms-option__label").first).to_have_text(
        "专业第00号"
    )
    page.get_by_role("link", name="收起").click()
    expect(majors).to_have_count(8)
    has_address(page, f"{LIST}?major=%E4%B8%93%E4%B8%9A%E7%AC%AC17%E5%8F%B7")


def test_without_javascript_the_same_form_and_a_page_of_all_options_work(no_js_page: Page) -> None:
    window = no_js_page
    window.goto(LIST)
    box(window, "region", "430200").check()
    box(window, "region", "430100").check()
    window.get_by_role("button", name="应用筛选").click()
    expect(count(window)).to_contain_text("21")
    window.get_by_role("link", name="去掉条件 市州： 长沙市").click()
    has_address(window, f"{LIST}?region=430200")
    window.goto(f"{LIST}?region=430100")
    window.locator("#facet-major > summary").click()
    window.locator("#facet-major-all").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("按专业筛选")
    window.get_by_placeholder("名称或拼音").fill("03")
    box_of_facet = window.get_by_role("search", name="在“专业”中查找")
    box_of_facet.get_by_role("button", name="搜索").click()
    window.get_by_label("专业第03号").check()
    window.get_by_role("button", name="应用筛选").click()
    expect(count(window)).to_contain_text("共 1 条")
    expect(box(window, "region", "430100")).to_be_checked()
    expect(window.locator(".xcms-filters__show")).to_be_hidden()


def test_the_keyboard_alone_chooses_and_reaches_the_results(page: Page) -> None:
    page.goto(LIST)
    page.get_by_label("搜索", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#facet-region > summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(box(page, "region", "430200")).to_be_focused()
    page.keyboard.press("Space")
    expect(count(page)).to_contain_text("共 3 条")
    expect(box(page, "region", "430200")).to_be_focused()
    # A facet that was folded with the keyboard stays so.
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(box(page, "region", "430200")).to_be_hidden()
    box(page, "school_level", "secondary").focus()
    page.keyboard.press("Space")
    expect(count(page)).to_contain_text("共 1 条")
    expect(box(page, "region", "430200")).to_be_hidden()
    page.locator(".xcms-chip").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".xcms-chip")).to_have_count(1)
    expect(page.locator("#xcms-results")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#xcms-results') !== null")


def test_on_a_phone_the_filters_stay_open_until_one_asks_for_the_results(phone: Page) -> None:
    phone.goto(LIST)
    expect(box(phone, "region", "430200")).to_be_hidden()
    phone.get_by_text("搜索与筛选").tap()
    box(phone, "region", "430200").tap()
    show = phone.get_by_role("link", name="查看 3 条结果")
    expect(show).to_be_in_viewport(ratio=1)
    expect(box(phone, "region", "430200")).to_be_checked()
    size = show.bounding_box()
    assert size is not None
    assert size["height"] >= 40
    show.tap()
    expect(box(phone, "region", "430200")).to_be_hidden()
    expect(phone.locator("#xcms-results")).to_be_in_viewport()
    expect(phone.get_by_role("rowheader", name="株洲中专")).to_be_visible()


@pytest.mark.parametrize("window", ["page", "phone"])
@pytest.mark.parametrize("query", ["?region=430200&major=03", "?page_size=1", "?facet=major"])
def test_lists_with_facets_are_accessible_and_never_scroll_sideways(
    request: pytest.FixtureRequest, assert_accessible: Check, window: str, query: str
) -> None:
    opened: Page = request.getfixturevalue(window)
    opened.goto(LIST + query)
    if opened.locator(".xcms-filters > summary").is_visible():
        opened.locator(".xcms-filters > summary").click()
    opened.evaluate(
        "document.querySelectorAll('details.xcms-facet').forEach(one => one.open = true)"
    )
    # Each of the later facets is counted as it is unfolded.
    expect(opened.locator("details.xcms-facet[hx-get]")).to_have_count(0)
    expect(opened.locator(".htmx-request")).to_have_count(0)
    # As tall as its content: else the bar at the foot of the window lies over whatever has been scrolled there.
    width = opened.evaluate("innerWidth")
    height = opened.evaluate("document.documentElement.scrollHeight")
    opened.set_viewport_size({"width": width, "height": height})
    assert_accessible(opened)
    assert opened.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_an_opened_facet_is_accessible(page: Page, assert_accessible: Check) -> None:
    page.goto(LIST)
    page.locator("#facet-major > summary").click()
    page.get_by_role("link", name="全部 18 项").click()
    expect(page.locator("#facet-major-options input")).to_have_count(18)
    assert_accessible(page)


def test_when_the_server_fails_the_page_says_so(page: Page) -> None:
    page.goto(LIST)
    page.route(
        lambda url: "region=430200" in url,
        lambda route: (
            route.fulfill(status=500, body="?")
            if route.request.headers.get("hx-request")
            else route.continue_()
        ),
    )
    box(page, "region", "430200").check()
    expect(count(page)).to_contain_text("共 3 条")
    expect(box(page, "region", "430200")).to_be_checked()
