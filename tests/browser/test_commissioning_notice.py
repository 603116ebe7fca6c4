"""A notice's whole life in a browser: from a Word file with faults to a withdrawn text, and what visitors see."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from notices.models import NoticePage
from tests.browser.test_sign_off import press
from tests.notices.sign_off.office import Office, edit_url
from tests.notices.word_files import commissioning_notice
from xcms.days import SHANGHAI

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "关于做好2020年湖南省第三批1+X证书制度试点申报工作的通知"
Window = Callable[..., Page]


def at(moment: datetime, command: str) -> None:
    """The clock of the server's cron."""
    with patch("django.utils.timezone.now", lambda: moment):
        call_command(command, verbosity=0)


def approve(page: Page, notice: NoticePage) -> None:
    page.goto(edit_url(notice))
    press(page, "approve")
    expect(page.locator(".messages .success")).to_be_visible(timeout=30_000)


def submit(page: Page) -> None:
    press(page, "action-submit")
    expect(page.locator(".messages .success")).to_be_visible(timeout=30_000)


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator(".messages .success")).to_be_visible(timeout=30_000)


def test_the_commissioning_notice_from_word_to_withdrawal(
    wagtail_root: Any,
    open_window: Window,
    log_in: Callable[[Page, User], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    office = Office(wagtail_root)
    windows = {user: open_window() for user in (office.writer, office.reviewer, office.signer)}
    for user, window in windows.items():
        log_in(window, user)
    writer, reviewer, signer = windows.values()
    visitor = open_window()

    # 1. The Word file becomes a draft, which nobody sees.
    writer.goto(f"/admin/xcms-word/into/{office.section.pk}/")
    writer.locator("input[type=file]").set_input_files(
        {
            "name": "通知.docx",
            "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "buffer": commissioning_notice(),
        }
    )
    writer.locator(".xcms-import-buttons button[type=submit]").click()
    expect(writer.locator("input[name=title]")).to_have_value(TITLE)
    writer.locator(".xcms-word__buttons button[type=submit]").click()
    expect(writer.locator(".xcms-word, [data-edit-form]").first).to_be_visible()
    notice = NoticePage.objects.get()
    assert not notice.live
    address = notice.get_url()
    assert visitor.goto(address).status == 404

    # 2. The faults keep it from being submitted, until they are repaired with a reason.
    writer.goto(edit_url(notice))
    press(writer, "action-submit")
    expect(writer.locator(".messages .error, .messages .critical").first).to_be_visible(
        timeout=30_000
    )
    writer.goto(f"/admin/xcms-proofreading/{notice.pk}/")
    text = writer.locator(".xcms-proofreading")
    for fault in ("529日", "612日", "65日", "619日", "0731-8514971013900000000"):
        expect(text.locator("mark", has_text=fault).first).to_be_visible()
    settle_all(writer)
    notice = NoticePage.objects.get()
    assert notice.get_latest_revision_as_object().xcms_text_repairs.exists()

    # 3. Sign-off by a second person, published on schedule.
    writer.goto(edit_url(notice))
    tomorrow = timezone.now().astimezone(SHANGHAI).replace(hour=9, minute=0) + timedelta(days=1)
    schedule(writer, tomorrow)
    submit(writer)
    approve(reviewer, notice)
    assert visitor.goto(address).status == 404
    approve(signer, notice)
    assert visitor.goto(address).status == 404
    at(tomorrow + timedelta(minutes=1), "publish_scheduled")
    assert visitor.goto(address).status == 200
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)
    main = visitor.locator("#content")
    expect(main).to_contain_text("5月29日")
    expect(main.locator(".xcms-text-repairs del", has_text="529日").first).to_be_visible()
    expect(main).not_to_contain_text("13900000000")
    assert_accessible(visitor)

    # 4. Corrected once, in the open.
    writer.goto(edit_url(notice))
    writer.locator("[name=addressed_to]").fill("各市州教育（体）局，各有关院校，各县市区教育局")
    press(writer, "action-submit")
    expect(writer.locator(".messages .error, .messages .critical").first).to_be_visible(
        timeout=30_000
    )
    writer.locator("[name=change_note]").fill("补充主送单位：各县市区教育局。")
    submit(writer)
    approve(reviewer, notice)
    visitor.goto(address)
    expect(main).not_to_contain_text("县市区教育局")
    approve(signer, notice)
    # To the server it is still the day before, so that the correction waits for the schedule as well.
    at(tomorrow + timedelta(minutes=2), "publish_scheduled")
    visitor.goto(address)
    expect(main.locator(".xcms-official__addressee")).to_contain_text("县市区教育局")
    expect(main.locator(".xcms-life")).to_contain_text("补充主送单位：各县市区教育局。")
    former = visitor.goto(f"{address}editions/1/")
    assert former.status == 200
    expect(main.locator(".xcms-official__addressee")).not_to_contain_text("县市区教育局")
    expect(main).to_contain_text("5月29日")

    # 5. Withdrawn: still there to be read, with date and reason.
    signer.goto(f"/admin/xcms-texts/{notice.pk}/withdrawal/")
    signer.locator("[name=reason]").fill("由2021年的通知代替。")
    signer.locator("button.serious").click()
    expect(signer.locator(".messages .success")).to_be_visible()
    assert visitor.goto(address).status == 200
    expect(main.locator(".xcms-standing")).to_contain_text("由2021年的通知代替。")
    expect(main).to_contain_text("5月29日")
    assert_accessible(visitor)
    visitor.goto(office.section.get_url())
    expect(main.get_by_role("listitem").filter(has_text=TITLE)).to_contain_text("已撤回")
    visitor.goto("/search/?q=试点申报")
    expect(main).to_contain_text(TITLE)


def settle_all(page: Page) -> None:
    """Take the first repair that is offered; where there is none, say why it is right."""
    for number in range(page.locator(".xcms-finding").count()):
        finding = page.locator(".xcms-finding").nth(number)
        first = finding.locator("input[type=radio][value='0']")
        if first.count():
            first.check()
        else:
            finding.locator("input[type=radio][value=right]").check()
            finding.locator("[name$=right_because]").fill("与原件核对无误。")
    page.locator(".xcms-proofreading form > p > button[type=submit]").last.click()
    expect(page.locator(".messages .success").first).to_be_visible(timeout=30_000)


def schedule(page: Page, moment: datetime) -> None:
    opener = page.locator("[data-a11y-dialog-show='schedule-publishing-dialog']").first
    field = page.locator("#id_go_live_at")
    # A click before the editor's scripts have run is lost.
    for _attempt in range(20):
        if field.is_visible():
            break
        if opener.is_visible():
            opener.click()
        else:
            page.get_by_role("button", name="状态").first.click()
        page.wait_for_timeout(500)
    field.fill(f"{moment:%Y-%m-%d %H:%M}")
    # By the keyboard: the picker of dates may lie over the button.
    page.locator("#schedule-publishing-dialog button[type=submit]").press("Enter")
    expect(page.locator(".messages .success")).to_be_visible(timeout=30_000)
