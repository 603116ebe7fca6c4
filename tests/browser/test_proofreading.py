"""Proofreading by keyboard and without JavaScript; the marks on a phone."""

import os
from collections.abc import Callable
from datetime import date
from typing import Any

from playwright.sync_api import Page, expect

from notices.models import NoticePage, PromisedPublication
from tests.notices.pages import editor, make_section

SHOTS = os.environ.get("SHOTS")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_a_text_is_repaired_without_javascript_and_read_on_a_phone(
    no_js_page: Page,
    phone: Page,
    wagtail_root: Any,
    log_in: Callable[..., None],
    assert_accessible: Callable[[Page], None],
) -> None:
    section = make_section(wagtail_root)
    notice = NoticePage(
        title="关于做好试点申报工作的通知",
        slug="notice",
        live=False,
        dated=date(2020, 5, 21),
        issuing_body="省教育厅",
        body=[
            ("heading", "一、工作布署"),
            (
                "paragraph",
                "<p>第一轮备案至529日，<b>申报至612日</b>。同意备案的证书名单另行发布。</p>",
            ),
            (
                "table",
                {"caption": "时间安排", "cells": "轮次\t申报截止\n第一轮\t6月12日\n第二轮\t619日"},
            ),
            ("paragraph", "<p>证书数不超过本校总数的40%。办公电话：0731-8514971013900000000</p>"),
        ],
    )
    section.add_child(instance=notice)
    notice.save_revision()
    writer = no_js_page
    log_in(writer, editor(section))

    writer.goto(f"/admin/xcms-proofreading/{notice.pk}/")
    shot(writer, "lint_view")
    # One click, and what else is filled in is still there.
    reading = writer.get_by_label("“5月29日”")
    reading.check()
    writer.locator("button[name=promise]").click()
    assert PromisedPublication.objects.get().what == "同意备案的证书名单"
    expect(reading).to_be_checked()
    expect(writer.locator("button[name=promise]")).to_have_count(0)
    for finding in writer.locator(".xcms-finding").all():
        finding.locator("input[type=radio][value='0']").check()
    writer.locator(".xcms-proofreading form > p > button[type=submit]").press("Enter")
    writer.wait_for_load_state()
    expect(writer.locator(".xcms-finding")).to_have_count(0)
    shot(writer, "lint_settled")
    NoticePage.objects.get().get_latest_revision().publish()

    reader = phone
    reader.goto(NoticePage.objects.get().url)
    shot(reader, "lint_phone")
    assert_accessible(reader)
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390
    expect(reader.locator(".xcms-repair-mark")).to_have_count(6)
    expect(reader.locator("#content")).not_to_contain_text("13900000000")
    mark = reader.locator("h2 .xcms-repair-mark a, .xcms-prose .xcms-repair-mark a").first
    mark.click()
    expect(reader.locator("#text-repair-1")).to_be_in_viewport()
    reader.locator("#text-repair-1 [role=doc-backlink]").click()
    expect(mark).to_be_in_viewport()
    expect(reader.locator(".xcms-promises")).to_contain_text("同意备案的证书名单")


def test_a_repair_is_taken_back_without_javascript(
    no_js_page: Page,
    wagtail_root: Any,
    log_in: Callable[..., None],
) -> None:
    section = make_section(wagtail_root)
    notice = NoticePage(
        title="通知",
        slug="notice",
        live=False,
        dated=date(2020, 5, 21),
        body=[("paragraph", "<p>第一轮备案至529日，申报至612日。</p>")],
    )
    section.add_child(instance=notice)
    notice.save_revision()
    writer = no_js_page
    log_in(writer, editor(section))
    writer.goto(f"/admin/xcms-proofreading/{notice.pk}/")
    for finding in writer.locator(".xcms-finding").all():
        finding.locator("input[type=radio][value='0']").check()
    writer.locator(".xcms-proofreading form > p > button[type=submit]").press("Enter")
    writer.wait_for_load_state()

    forms = writer.locator(".xcms-take-back")
    expect(forms).to_have_count(2)
    shot(writer, "lint_repairs")
    forms.nth(1).get_by_label("撤回理由").fill("原件如此。")
    forms.nth(1).get_by_role("button", name="第 2 处").press("Enter")
    writer.wait_for_load_state()

    expect(forms).to_have_count(1)
    expect(writer.locator(".xcms-finding")).to_have_count(1)
    expect(writer.locator(".xcms-finding mark")).to_have_text("612日")
    shot(writer, "lint_taken_back")
