"""Statistics in a browser, on the demo: what shows, where it leads, on a desktop, a phone, on paper."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Check = Callable[[Page], None]


@pytest.fixture(params=["page", "phone", "no_js_page"])
def window(request: pytest.FixtureRequest, demo_site: Any) -> Page:
    window: Page = request.getfixturevalue(request.param)
    return window


def test_a_visitor_goes_from_a_figure_to_its_lines(window: Page) -> None:
    window.goto("/registry/statistics/")
    regions = window.locator("#by-region").locator("xpath=..")
    row = regions.get_by_role("row").filter(has_text="株洲市")
    lines = row.get_by_role("cell").nth(0).inner_text().strip().split()[-1]
    row.get_by_role("link", name="株洲市").click()
    expect(window).to_have_url(re.compile(r"/registry/approvals/\?region=430200$"))
    expect(window.locator(".xcms-summary__count")).to_contain_text(lines)


def test_the_measure_is_chosen_by_a_link(window: Page) -> None:
    window.goto("/registry/statistics/?region=430100")
    window.get_by_role("navigation", name="统计指标").get_by_role("link", name="规模").click()
    expect(window.locator(".xcms-measures [aria-current]")).to_contain_text("规模")
    expect(window).to_have_url(re.compile("region=430100"))


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("query", ["", "?by=certificate", "?region=430200&measure=quota", "?by=x"])
def test_statistics_are_accessible_and_fit_the_window(
    open_window: Callable[..., Page],
    demo_site: Any,
    assert_accessible: Check,
    width: int,
    query: str,
) -> None:
    window = open_window(viewport={"width": width, "height": 900})
    window.goto(f"/registry/statistics/{query}")
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(window)


def test_tiles_can_be_clicked_but_not_tabbed_to(page: Page, demo_site: Any) -> None:
    page.goto("/registry/statistics/")
    page.locator(".xcms-tiles a", has_text="长沙").click()
    expect(page).to_have_url(re.compile(r"/registry/approvals/\?region=430100$"))
    page.goto("/registry/statistics/")
    assert page.locator(".xcms-tiles a:not([tabindex='-1'])").count() == 0
