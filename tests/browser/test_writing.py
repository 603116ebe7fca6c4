"""Writing as an office does it: a Word file becomes a draft; a table is copied in Word and pasted."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import FilePayload, Page, expect

from notices.models import NoticeIndexPage, NoticePage
from tests.browser.test_publishing import press
from tests.notices.pages import editor, make_notice, make_section
from tests.notices.word_files import commissioning_notice

Check = Callable[[Page], None]

#: As Word puts it on the clipboard, shortened.
WORD_TABLE = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>td {mso-x: y}</style></head><body>
<!--StartFragment--><table class=MsoTableGrid border=1>
 <tr><td rowspan=2><p class=MsoNormal><span lang=ZH-CN>轮次</span></p></td><td colspan=2><p>截止日期</p></td></tr>
 <tr><td><p>备案</p></td><td><p>申报</p></td></tr>
 <tr><td><p>第一轮</p></td><td><p>5月29日<o:p></o:p></p><p>（星期五）</p></td><td><p>6月12日</p></td></tr>
 <tr><td><p>第二轮</p></td><td colspan=2><p>6月
 5日</p></td></tr>
</table><!--EndFragment--></body></html>
"""
PASTED = "轮次\t截止日期\t←\n↑\t备案\t申报\n第一轮\t5月29日⏎（星期五）\t6月12日\n第二轮\t6月 5日\t←"

#: What a browser would not put on the clipboard by itself: lines that Word breaks between Chinese characters, a script,
#: spans that lie, and the plain text of Excel with a line break in a cell.
CLIPBOARDS = [
    (
        {
            "text/html": "<table><tr><td>（星\n 期五）<script>alert(1)</script><td rowspan=99999>←</table>"
        },
        "（星期五）\t'←",
    ),
    ({"text/plain": '甲\t"第一行\n第""二""行"\r\n1\t2\r\n'}, '甲\t第一行⏎第"二"行\n1\t2'),
]
PASTE = """(field, content) => {
  const data = new DataTransfer();
  for (const [kind, text] of Object.entries(content)) data.setData(kind, text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
#: The table of the commissioning notice, faults and all.
NOTICE_CELLS = (
    "轮次\t截止日期\t←\n↑\t评价组织备案\t院校平台申报\n第一轮\t529日\t612日\n第二轮\t65日\t619日"
)


@pytest.fixture
def writer(live_site: Any, wagtail_root: Any, settings: Any, tmp_path: Any) -> User:
    settings.MEDIA_ROOT = tmp_path
    return editor(make_section(wagtail_root), name="bianji")


def test_a_word_file_is_read_looked_at_and_becomes_a_draft(
    page: Page, log_in: Callable[[Page, User], None], writer: User, assert_accessible: Check
) -> None:
    log_in(page, writer)
    section = NoticeIndexPage.objects.get()
    page.goto(reverse("wagtailadmin_pages:add", args=["xcms_notices", "noticepage", section.pk]))
    page.get_by_role("link", name="从 Word 导入").click()

    page.set_input_files(
        "[name=file]", FilePayload(name="通知.doc", mimeType="x/y", buffer=b"%PDF-1.4")
    )
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("这是 PDF 文件，不是 Word 文件")).to_be_visible()

    page.set_input_files(
        "[name=file]",
        FilePayload(name="通知.docx", mimeType="x/y", buffer=commissioning_notice()),
    )
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("[name=title]")).to_have_value(
        "关于做好2020年湖南省第三批1+X证书制度试点申报工作的通知"
    )
    expect(page.get_by_label("湖南省教育厅")).to_be_checked()
    expect(page.get_by_role("region", name="读取的正文")).to_contain_text(
        "0731-8514971013900000000"
    )
    page.get_by_role("button", name="建立草稿").click()
    page.wait_for_url("**/edit/")

    expect(page.get_by_text("正文已存为草稿")).to_be_visible()
    expect(page.locator("[name=issuing_body]")).to_have_value("湖南省教育厅")
    expect(page.locator("textarea[name$=-cells]")).to_have_value(NOTICE_CELLS)
    assert not NoticePage.objects.get().live


def test_a_table_copied_in_word_is_pasted_with_its_merged_cells(
    page: Page,
    phone: Page,
    open_window: Callable[..., Page],
    log_in: Callable[[Page, User], None],
    writer: User,
    assert_accessible: Check,
) -> None:
    section = NoticeIndexPage.objects.get()
    notice = make_notice(
        section,
        body=[
            ("heading", "一、时间安排"),
            ("table", {"caption": "时间安排", "cells": "甲\t乙\n1\t2", "header_rows": 1}),
            ("table", {"caption": "两轮时间安排", "cells": "", "header_rows": 1}),
        ],
    )
    log_in(page, writer)
    word = page.context.new_page()
    word.set_content(WORD_TABLE)
    word.keyboard.press("Control+A")
    word.keyboard.press("Control+C")
    page.bring_to_front()
    page.goto(f"/admin/pages/{notice.pk}/edit/")
    cells = page.locator("textarea[name$=-cells]").nth(1)
    cells.click()
    page.keyboard.press("Control+V")

    expect(cells).to_have_value(PASTED)
    expect(page.locator("[name$=-header_rows]").nth(1)).to_have_value("2")
    preview = page.locator(".xcms-cells__preview").nth(1)
    expect(preview.locator("th", has_text="轮次")).to_have_attribute("rowspan", "2")
    expect(preview.locator("th", has_text="截止日期")).to_have_attribute("colspan", "2")

    for content, expected in CLIPBOARDS:
        cells.press("Control+A")
        cells.evaluate(PASTE, content)
        expect(cells).to_have_value(expected)
    cells.press("Control+A")
    page.keyboard.press("Control+V")

    # What was pasted can be taken back like typing.
    page.keyboard.press("Control+Z")
    expect(cells).not_to_have_value(PASTED)
    cells.press("Control+A")
    page.keyboard.press("Control+V")
    expect(cells).to_have_value(PASTED)
    page.locator("[name=change_note]").fill("补两轮时间安排表。")
    press(page, "action-publish")
    expect(page.locator(".messages .success")).to_be_visible()

    phone.goto(notice.url)
    assert_accessible(phone)
    box = phone.locator(".xcms-table-box")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    box.focus()
    expect(box).to_be_focused()
    expect(phone.locator("td[data-label=乙]")).to_be_visible()
