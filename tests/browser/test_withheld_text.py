"""A former text that named a person is taken from the public, without JavaScript; a phone reads why."""

import os
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from notices.models import TextWithholding
from tests.notices.pages import editor, make_notice, make_section, republish

SHOTS = os.environ.get("SHOTS")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_an_editor_takes_a_former_text_from_the_public(
    no_js_page: Page,
    phone: Page,
    wagtail_root: Any,
    log_in: Callable[[Page, Any], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    section = make_section(wagtail_root)
    notice = make_notice(section, body=[("paragraph", "<p>联系张某某。</p>")])
    notice = republish(notice, "删去个人信息。", body=[("paragraph", "<p>联系职成处。</p>")])
    writer = no_js_page
    log_in(writer, editor(section))

    writer.goto(f"/admin/xcms-texts/{notice.pk}/editions/")
    shot(writer, "texts_list")
    writer.get_by_role("link", name="不再公开这一版").click()
    shot(writer, "texts_withhold")
    writer.locator("[name=reason]").fill("含个人信息")
    writer.locator("main form button[type=submit]").press("Enter")
    writer.wait_for_load_state()
    shot(writer, "texts_list_after")
    assert TextWithholding.objects.get().reason == "含个人信息"

    reader = phone
    answer = reader.goto(f"{notice.url}editions/1/")
    assert answer is not None
    assert answer.status == 410
    shot(reader, "texts_410")
    expect(reader.get_by_role("note")).to_contain_text("停止公开：含个人信息。")
    expect(reader.locator("body")).not_to_contain_text("张某某")
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(reader)
    reader.get_by_role("link", name="查看现行文本").click()
    shot(reader, "texts_life")
    expect(reader.locator(".xcms-life")).to_contain_text("停止公开：含个人信息。")
    assert_accessible(reader)
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390
