"""From an imported file to the published list: the editor's way, and what a visitor sees before and after."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from playwright.sync_api import Page, expect

from notices.models import CertificateListPage
from registry.models import Filing
from tests.browser.test_publishing import press
from tests.factories import CertificateFactory, RoundFactory
from tests.notices.pages import editor, make_section
from xcms.imports.runs import RunOptions, confirm, park, start_preview
from xcms.models import ImportRun

Check = Callable[[Page], None]

FILE = "第一轮备案表.csv"


@pytest.fixture
def maker(live_site: Any, wagtail_root: Any) -> User:
    """Imports filings with their decisions; makes and publishes pages in the section."""
    user = editor(make_section(wagtail_root), name="bianji")
    user.user_permissions.set(
        Permission.objects.filter(
            codename__in=("add_filing", "change_filing", "decide_filing"),
            content_type__app_label="xcms_registry",
        )
    )
    return User.objects.get(pk=user.pk)


@pytest.fixture
def run(maker: User) -> ImportRun:
    """A done import of two filings of round 1."""
    rows = "".join(
        f"{CertificateFactory(name=name).name},初级、中级,中职、高职,同意备案\n"
        for name in ("老年照护", "物流管理")
    )
    parked = park(
        f"证书名称,证书等级,试点院校层次,审核结论\n{rows}".encode(),
        filename=FILE,
        register="filings",
        user=maker,
        options=RunOptions(extra={"round": RoundFactory().key}),
    )
    start_preview(parked)
    parked.refresh_from_db()
    confirm(parked, acting_user=maker)
    parked.refresh_from_db()
    return parked


def test_an_editor_makes_the_list_page_from_the_import_and_publishes_both(
    page: Page,
    open_window: Callable[..., Page],
    log_in: Callable[[Page, User], None],
    maker: User,
    run: ImportRun,
    assert_accessible: Check,
) -> None:
    visitor = open_window()
    log_in(page, maker)

    page.goto(reverse("xcms_imports:run", args=[run.public_id]))
    page.get_by_role("link", name="用此文件制作名单页").click()
    expect(page.locator("[name=round] option:checked")).to_have_text("2020年第三批第1轮")
    expect(page.locator("[name=parent] option:checked")).to_have_text("通知公告")
    expect(page.get_by_label("附上按登记簿生成的表格")).to_be_checked()
    expect(page.get_by_text("将原样公开")).to_be_visible()
    page.get_by_label("原样附上所上传的文件").check()
    page.get_by_role("button", name="建立草稿").click()
    page.wait_for_url("**/edit/")

    made = CertificateListPage.objects.get()
    expect(page.locator("[name=title]")).to_have_value("2020年第三批第1轮备案证书名单")
    expect(page.locator("[name=attached_file] option:checked")).to_have_text(FILE)
    expect(page.get_by_text("老年照护").first).to_be_visible()
    for part in ("", "file/", "xlsx/"):
        answer = visitor.goto(f"{made.url}{part}")
        assert answer is not None
        assert answer.status == 404

    press(page, "action-publish")
    expect(page.locator(".messages .success")).to_be_visible()

    visitor.goto(made.url)
    assert_accessible(visitor)
    expect(visitor.get_by_role("link", name="物流管理")).to_be_visible()
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name=FILE).click()
    assert download.value.suggested_filename == FILE
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="同一名单的 Excel 表格").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert Filing.objects.public().count() == 2

    page.goto(f"/admin/pages/{made.pk}/unpublish/")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_load_state()
    answer = visitor.goto(f"{made.url}file/")
    assert answer is not None
    assert answer.status == 404
