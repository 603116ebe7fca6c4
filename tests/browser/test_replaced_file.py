"""An editor replaces an attachment; visitors keep their link and find the former version."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect
from wagtail.documents import get_document_model

from notices.models import NoticeAttachment
from tests.notices.pages import make_notice, make_section
from tests.xcms.files import office_files

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_replaced_attachment_keeps_its_link(
    page: Page,
    phone: Page,
    live_site: Any,
    wagtail_root: Any,
    log_in: Callable[[Page, User], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    document = get_document_model().objects.create(
        title="备案方案（格式）", file=ContentFile(b"one", name="格式.txt")
    )
    notice: Any = make_notice(make_section(wagtail_root))
    notice.attachments = [NoticeAttachment(document=document)]
    notice.change_note = "补附件。"
    notice.save_revision().publish()
    phone.goto(notice.url)
    link = phone.get_by_role("link", name="备案方案（格式）")
    address = link.get_attribute("href")

    log_in(page, User.objects.create_superuser("editor"))
    page.goto(f"/admin/documents/edit/{document.pk}/")
    upload: Any = {
        "name": "备案方案格式（更正）.docx",
        "mimeType": "application/octet-stream",
        "buffer": office_files.word(),
    }
    page.set_input_files("#id_file", files=[upload])
    page.locator("#id_title").fill("备案方案（格式）")
    page.locator("#id_replacement_note").fill("表二更正")
    page.locator("footer button[type=submit], form button.action-save").first.click()
    expect(page.locator(".messages")).to_contain_text("备案方案（格式）")

    phone.goto(notice.url)
    assert link.get_attribute("href") == address
    phone.locator(".xcms-file__history summary").click()
    expect(phone.locator(".xcms-file__history")).to_contain_text("表二更正")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(phone)
    with phone.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "备案方案格式（更正）.docx"
    assert office_files.WHO not in office_files.everything(Path(download.value.path()).read_bytes())
