"""From the draft to the public page by three people, in a browser."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.notices.sign_off.office import Office, edit_url, fresh

pytestmark = pytest.mark.django_db(transaction=True)

Window = Callable[..., Page]


@pytest.fixture
def window_of(open_window: Window, log_in: Callable[[Page, User], None]) -> Callable[..., Page]:
    def open_for(user: User, **options: Any) -> Page:
        page = open_window(**options)
        log_in(page, user)
        return page

    return open_for


def press(page: Page, name: str) -> None:
    """A button of the editor's footer, which may be folded away."""
    button = page.locator(f"footer [data-workflow-action-name='{name}'], footer [name='{name}']")
    if not button.first.is_visible():
        page.locator("footer [aria-expanded='false']").first.click()
    button.first.click()


def test_a_notice_is_written_reviewed_and_signed_by_a_second_person(
    wagtail_root: Any, window_of: Callable[..., Page], open_window: Window
) -> None:
    office = Office(wagtail_root)
    both = office.member("兼职", "编辑", "签发")
    notice = office.draft(both, title="关于做好试点工作的通知")

    desk = window_of(both)
    desk.goto(edit_url(notice))
    press(desk, "action-submit")
    expect(desk.locator(".messages .success")).to_be_visible()

    desk = window_of(office.reviewer)
    desk.goto("/admin/")
    desk.locator("#xcms-waits-for-me-section").get_by_role("link", name=notice.title).click()
    press(desk, "approve")
    expect(desk.locator(".messages .success")).to_be_visible()

    # Who wrote it is in the group of signers, and finds no button but a reason.
    desk = window_of(both)
    desk.goto(edit_url(notice))
    expect(desk.locator(".messages")).to_contain_text("主任")
    assert desk.locator("[data-workflow-action-name]").count() == 0
    visitor = open_window()
    assert visitor.goto(f"/notices/{notice.slug}/").status == 404

    desk = window_of(office.signer)
    desk.goto("/admin/")
    results = Axe().run(desk, context="#xcms-waits-for-me-section, #xcms-coming-up-section")
    assert results.violations_count == 0, results.generate_report()
    desk.locator("#xcms-waits-for-me-section").get_by_role("link", name=notice.title).click()
    # Enter in a field is no signature.
    desk.locator("[name=title]").press("Enter")
    desk.wait_for_timeout(300)
    assert not fresh(notice).live
    press(desk, "approve")
    expect(desk.locator(".messages .success")).to_be_visible()

    assert fresh(notice).live
    assert visitor.goto(f"/notices/{notice.slug}/").status == 200
    expect(visitor.get_by_role("heading", level=1)).to_have_text(notice.title)
