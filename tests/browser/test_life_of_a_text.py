"""A notice is corrected in the open and withdrawn in the admin; visitors read both, and the former text."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from notices.models import NoticePage, PageWithdrawal, TextEdition
from tests.notices.pages import make_notice, make_section

HEAD = {
    "issuing_body": "湖南省教育厅",
    "dated": date(2020, 5, 21),
    "document_number": "湘教通〔2020〕1号",
    "keywords": "职业教育 证书",
    "addressed_to": "各市州教育（体）局",
    "body": [("paragraph", "<p>第一轮备案截止5月29日。</p>")],
}


def press(page: Page, button: str) -> None:
    wanted = page.locator(f"footer button[name={button}]")
    if not wanted.is_visible():
        page.locator("footer [data-w-dropdown-target=toggle]").click()
    wanted.click()
    page.wait_for_load_state()


def test_a_notice_is_corrected_and_withdrawn_in_the_open(
    page: Page,
    open_window: Callable[..., Page],
    wagtail_root: Any,
    live_site: Any,
    log_in: Callable[[Page, User], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    section = make_section(wagtail_root)
    notice = make_notice(section, **HEAD)
    successor = make_notice(section, title="新通知", slug="new")
    log_in(page, User.objects.create_superuser("chief", password="a long enough phrase"))

    page.goto(f"/admin/pages/{notice.pk}/edit/")
    page.locator("[name=title]").fill("关于更正申报时间的通知")
    press(page, "action-publish")
    # Refused at the field, with the words of the editor still there.
    error = page.locator("[id*=change_note][id*=errors]")
    expect(error).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value("关于更正申报时间的通知")
    page.locator("[name=change_note]").fill("更正第一轮备案截止时间。")
    press(page, "action-publish")
    expect(page.locator(".messages .success")).to_be_visible()
    assert TextEdition.objects.filter(page=notice.pk).count() == 2

    page.goto(f"/admin/xcms-texts/{notice.pk}/withdrawal/")
    page.locator("[name=reason]").fill("另有新通知。")
    page.locator("[data-chooser-action-choose]").first.click()
    page.locator(".modal-content").get_by_role("link", name="新通知").click()
    expect(page.locator("input[name=successor]")).to_have_value(str(successor.pk))
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/edit/")
    assert PageWithdrawal.objects.get().successor_id == successor.pk

    visitor = open_window()
    for width in (1280, 390):
        visitor.set_viewport_size({"width": width, "height": 900})
        for address in ("", "editions/1/"):
            visitor.goto(f"{notice.url}{address}")
            assert visitor.evaluate("document.documentElement.scrollWidth") <= width
            assert_accessible(visitor)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("申报通知")
    visitor.goto(notice.url)
    expect(visitor.locator(".xcms-standing")).to_contain_text("另有新通知。")
    expect(visitor.locator(".xcms-life")).to_contain_text("更正第一轮备案截止时间。")
    visitor.goto(section.url)
    expect(visitor.locator(".xcms-badge--revoked")).to_have_count(1)
    assert_accessible(visitor)
    assert NoticePage.objects.get(pk=notice.pk).live
