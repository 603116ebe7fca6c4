"""An editor's day: a file is imported, a notice and a list are made, published, and taken back."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from notices.models import CertificateListPage, NoticePage
from registry.models import Certificate, Filing
from tests.factories import CertificateFactory, RoundFactory
from tests.notices.pages import editor, make_section

Check = Callable[[Page], None]


@pytest.fixture
def imported(live_site: Any, tmp_path: Path) -> list[Certificate]:
    """Two certificates filed by the office's file for the first round."""
    RoundFactory()
    certificates = [CertificateFactory(name=name) for name in ("老年照护", "物流管理")]
    sheet = tmp_path / "备案.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["证书名称", "培训评价组织", "证书等级", "试点院校层次", "专业范围", "考证收费标准"]
        )
        for certificate in certificates:
            writer.writerow(
                [
                    certificate.name,
                    certificate.organization.name,
                    "初级、中级",
                    "中职、高职",
                    "相关专业",
                    "200元/人",
                ]
            )
    call_command("import_register", "filings", str(sheet), round="2020-3-1")
    return certificates


@pytest.fixture
def section(wagtail_root: Any, imported: Any) -> Any:
    return make_section(wagtail_root)


def log_in_by_form(page: Page, name: str, password: str) -> None:
    page.goto("/admin/login/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/admin/")


def fill_title(page: Page, title: str) -> None:
    """Typed, not pasted: Wagtail's script makes the address from the title as one types."""
    page.wait_for_load_state("networkidle")
    page.locator("[name=title]").press_sequentially(title)
    page.keyboard.press("Tab")
    expect(page.locator("[name=slug]")).not_to_have_value("")


def press(page: Page, button: str) -> None:
    """A button of the footer's menu; the rarer ones are behind its arrow."""
    wanted = page.locator(f"footer button[name={button}]")
    if not wanted.is_visible():
        page.locator("footer [data-w-dropdown-target=toggle]").click()
    wanted.click()
    page.wait_for_load_state()


def test_an_editor_publishes_a_notice_and_a_list_and_takes_the_list_back(
    page: Page,
    open_window: Callable[..., Page],
    section: Any,
    imported: list[Certificate],
    assert_accessible: Check,
) -> None:
    editor(section, name="bianji")
    log_in_by_form(page, "bianji", "wort-und-bild")

    page.goto(f"/admin/pages/add/xcms_notices/noticepage/{section.pk}/")
    fill_title(page, "关于申报工作的通知")
    page.locator("[name=issuing_body]").fill("省教育厅")
    press(page, "action-publish")
    expect(page.locator(".messages .success")).to_be_visible()

    page.goto(f"/admin/pages/add/xcms_notices/certificatelistpage/{section.pk}/")
    fill_title(page, "第一轮备案证书名单")
    page.locator("[name=intro]").fill("现将第一轮同意备案的证书公布如下。")
    page.locator("[name=round]").select_option(label="2020年第三批第1轮")
    page.locator("footer button[type=submit]").first.click()
    page.wait_for_url("**/edit/")
    expect(page.get_by_text("老年照护").first).to_be_visible()
    assert not Filing.objects.public().exists()
    press(page, "action-publish")
    expect(page.locator(".messages .success")).to_be_visible()

    visitor = open_window()
    notice, published = NoticePage.objects.get(), CertificateListPage.objects.get()
    visitor.goto(section.url)
    assert_accessible(visitor)
    visitor.get_by_role("link", name="关于申报工作的通知").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(notice.title)
    assert_accessible(visitor)
    visitor.goto(published.url)
    assert_accessible(visitor)
    expect(visitor.get_by_role("link", name="物流管理")).to_be_visible()
    visitor.get_by_role("link", name="老年照护").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("老年照护")

    page.goto(f"/admin/pages/{published.pk}/unpublish/")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_load_state()

    gone = visitor.goto(published.url)
    assert gone is not None
    assert gone.status == 404
    gone = visitor.goto(f"/registry/certificates/{imported[0].public_id}/")
    assert gone is not None
    assert gone.status == 404
    visitor.goto(section.url)
    expect(visitor.get_by_text("第一轮备案证书名单")).to_have_count(0)
