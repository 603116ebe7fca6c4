"""A collection in a browser: read, narrowed, and made by an editor from a filtered list's address."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from notices.models import NoticeIndexPage, RegisterCollectionPage

Check = Callable[[Page], None]


@pytest.mark.parametrize("window", ["page", "phone", "no_js_page"])
def test_a_visitor_narrows_a_collection_and_opens_the_register(
    request: pytest.FixtureRequest, demo_site: Any, window: str
) -> None:
    page: Page = request.getfixturevalue(window)
    page.goto(RegisterCollectionPage.objects.get().url)
    page.get_by_label("在本名录中搜索").fill("物流")
    page.locator("main").get_by_role("button", name="搜索").click()
    rows = page.locator(".xcms-table--cards tbody tr")
    expect(rows.first).to_contain_text("物流")
    page.get_by_role("link", name="在登记列表中打开").click()
    expect(page.locator(".xcms-chip").first).to_be_visible()
    assert "region=430100" in page.url


@pytest.mark.parametrize("width", [1280, 390])
def test_a_collection_is_accessible_and_fits_the_window(
    open_window: Callable[..., Page], demo_site: Any, assert_accessible: Check, width: int
) -> None:
    window = open_window(viewport={"width": width, "height": 900})
    page = RegisterCollectionPage.objects.get()
    for query in ("", "?q=nothing-at-all"):
        window.goto(f"{page.url}{query}")
        assert window.evaluate("document.documentElement.scrollWidth") <= width
        assert_accessible(window)
    RegisterCollectionPage.objects.update(saved_filter="region=999999")
    window.goto(page.url)
    expect(window.get_by_text("没有显示任何记录")).to_be_visible()
    assert_accessible(window)


def test_an_editor_makes_a_collection_from_an_address(
    page: Page, demo_site: Any, log_in: Callable[[Page, User], None]
) -> None:
    log_in(page, User.objects.create_superuser("chief", password="a long enough phrase"))
    section = NoticeIndexPage.objects.get()
    page.goto(f"/admin/pages/add/xcms_notices/registercollectionpage/{section.pk}/")
    page.locator("[name=title]").click()
    # Typed, not pasted: Wagtail's script makes the address from the title as one types.
    page.locator("[name=title]").press_sequentially("株洲市的试点资格")
    page.keyboard.press("Tab")
    expect(page.locator("[name=slug]")).not_to_have_value("")
    page.locator("[name=saved_filter]").fill(f"{demo_site.url}/registry/approvals/?region=430200")
    page.locator("[name=action-publish]").first.evaluate("button => button.click()")
    page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    made = RegisterCollectionPage.objects.get(title="株洲市的试点资格")
    assert made.saved_filter == "region=430200"
    page.goto(made.url)
    expect(page.get_by_text("市州：株洲市")).to_be_visible()
    expect(page.get_by_text("湖南铁道职业技术学院").first).to_be_visible()
