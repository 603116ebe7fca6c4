"""A clerk's morning: a sheet from the bureau goes in, with its mistakes, and comes out again."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from playwright.sync_api import Page, expect

from registry.models import Approval, School, SchoolName
from tests.factories import FilingFactory, RoundFactory, SchoolFactory
from tests.sheets import csv_bytes, xlsx_bytes
from xcms.imports import tasks
from xcms.imports.owners import this_process
from xcms.imports.tasks import carry_on
from xcms.models import ImportRun

Check = Callable[[Page], None]
SCHOOLS = ["学校标识码", "学校名称", "所在市州", "办学层次"]


@pytest.fixture
def clerk(wagtail_root: Any) -> Any:
    """Keeps the data and reviews approvals."""
    call_command("xcms_install", verbosity=0)
    user = get_user_model().objects.create_user("clerk", password="x")
    user.groups.set(Group.objects.filter(name__in=("数据管理", "审核")))
    return user


@pytest.fixture
def desk(page: Page, log_in: Callable[..., None], clerk: Any) -> Page:
    log_in(page, clerk)
    return page


def choose_file(page: Page, name: str, data: bytes) -> None:
    page.get_by_label("把表格拖到这里，或选择文件").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )


def to_preview(page: Page, name: str, data: bytes) -> None:
    choose_file(page, name, data)
    page.get_by_role("button", name="下一步：核对列").click()
    page.get_by_role("button", name="下一步：预览").click()


class Queue:
    """Background tasks that nobody takes up before the test says so."""

    def using(self, *, backend: str) -> "Queue":
        return self

    def enqueue(self, public_id: str) -> None:
        pass


@pytest.fixture
def waiting(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is a large one, and the worker is away."""
    settings.XCMS = {"IMPORT_INLINE_BYTES": 0}
    monkeypatch.setattr(tasks, "carry_on", Queue())


def test_a_sheet_with_mistakes_is_corrected_imported_and_taken_back(
    desk: Page, assert_accessible: Check
) -> None:
    old = SchoolFactory(code="4143011112", name="乙专科学校")
    rows = [
        ["附件1"],
        SCHOOLS,
        ["41430", "甲学院", "长沙", "高职"],
        ["4143011112", "乙职业学院", "株洲", "高职"],
    ]

    desk.goto("/admin/import/")
    assert_accessible(desk)
    desk.locator("a[href='/admin/import/schools/']").first.click()
    expect(desk.get_by_role("button", name="下一步：核对列")).to_be_visible()
    assert_accessible(desk)
    choose_file(desk, "名单.xlsx", xlsx_bytes(*rows))
    expect(desk.get_by_role("status").filter(has_text="名单.xlsx")).to_be_visible()
    desk.get_by_role("button", name="下一步：核对列").click()
    expect(desk.get_by_label("学校名称")).to_have_value("name")
    assert_accessible(desk)
    desk.get_by_role("button", name="下一步：预览").click()

    expect(desk.get_by_text("需要 10 位数字，读到“41430”")).to_be_visible()
    expect(desk.get_by_role("button", name="确认导入")).to_have_count(0)
    assert_accessible(desk)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="下载待更正表").click()
    data = Path(download.value.path()).read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert "10 位数字" in book.worksheets[0]["A3"].comment.text
    book.worksheets[0]["A3"].value = "4143011111"
    corrected = io.BytesIO()
    book.save(corrected)

    desk.get_by_role("link", name="另选文件").click()
    to_preview(desk, download.value.suggested_filename, corrected.getvalue())
    desk.get_by_role("link", name="变更 1").click()
    expect(desk.get_by_role("deletion").filter(has_text="乙专科学校")).to_be_visible()
    expect(desk.get_by_role("insertion").filter(has_text="乙职业学院")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("button", name="确认导入").click()

    expect(desk.get_by_text("导入完成。")).to_be_visible()
    assert_accessible(desk)
    assert School.objects.count() == 2

    desk.get_by_label("撤回原因").fill("名单有误")
    desk.get_by_role("button", name="撤回导入").click()
    expect(desk.get_by_text("这次导入已撤回。")).to_be_visible()
    assert_accessible(desk)
    assert list(School.objects.values_list("name", flat=True)) == [old.name]


def test_a_name_that_nearly_fits_becomes_an_alias_by_one_click(desk: Page) -> None:
    filing = FilingFactory(round=RoundFactory())
    SchoolFactory(name="长沙民政职业技术学院")
    rows = [
        ["学校名称", "证书名称", "证书等级", "试点规模(人)"],
        ["长沙民政职业技术学校", filing.certificate.name, "中级", "60"],
    ]

    desk.goto("/admin/import/approvals/")
    desk.get_by_label("轮次").select_option("2020-3-1")
    to_preview(desk, "规模.csv", csv_bytes(*rows))
    desk.get_by_role("button", name="登记为“长沙民政职业技术学院”的简称").click()

    expect(desk.get_by_text("已登记为“长沙民政职业技术学院”的简称")).to_be_visible()
    expect(desk.get_by_role("button", name="确认导入")).to_be_visible()
    assert SchoolName.objects.get().name == "长沙民政职业技术学校"
    desk.get_by_role("button", name="确认导入").click()
    expect(desk.get_by_text("导入完成。")).to_be_visible()
    assert Approval.objects.count() == 1


def test_a_large_file_shows_its_progress_survives_a_reload_and_finishes(
    desk: Page, waiting: None, assert_accessible: Check
) -> None:
    desk.goto("/admin/import/schools/")
    to_preview(desk, "大表.csv", csv_bytes(SCHOOLS, ["4143011111", "甲学院", "长沙", "高职"]))
    expect(desk.get_by_role("status").filter(has_text="正在排队")).to_be_visible()
    run = ImportRun.objects.get()

    ImportRun.objects.update(owner=this_process(), phase="judging", done=40, total=100)
    expect(desk.get_by_role("status").filter(has_text="40%")).to_be_visible()
    desk.reload()
    expect(desk.get_by_role("progressbar")).to_have_attribute("value", "40")
    assert_accessible(desk)

    ImportRun.objects.update(owner="", phase="", done=0, total=0)
    carry_on.call(run.public_id)
    expect(desk.get_by_role("button", name="确认导入")).to_be_visible()
    desk.get_by_role("button", name="确认导入").click()
    expect(desk.get_by_role("status").filter(has_text="正在排队")).to_be_visible()
    carry_on.call(run.public_id)
    expect(desk.get_by_text("导入完成。")).to_be_visible()
    assert School.objects.count() == 1


def test_a_large_file_is_cancelled(desk: Page, waiting: None, assert_accessible: Check) -> None:
    desk.goto("/admin/import/schools/")
    to_preview(desk, "大表.csv", csv_bytes(SCHOOLS, ["4143011111", "甲学院", "长沙", "高职"]))
    desk.get_by_role("button", name="取消导入").click()

    expect(desk.get_by_text("没有写入登记簿。")).to_be_visible()
    expect(desk.get_by_role("button", name="重新预览")).to_be_visible()
    assert_accessible(desk)
    assert ImportRun.objects.get().state == "cancelled"


def test_all_of_it_works_without_javascript(
    no_js_page: Page, log_in: Callable[..., None], clerk: Any
) -> None:
    page = no_js_page
    log_in(page, clerk)
    page.goto("/admin/import/schools/")
    to_preview(page, "名单.csv", csv_bytes(SCHOOLS, ["4143011111", "甲学院", "长沙", "高职"]))
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("导入完成。")).to_be_visible()
    page.get_by_label("撤回原因").fill("名单有误")
    page.get_by_role("button", name="撤回导入").click()
    expect(page.get_by_text("这次导入已撤回。")).to_be_visible()


def test_the_progress_reloads_itself_without_javascript(
    no_js_page: Page, log_in: Callable[..., None], clerk: Any, waiting: None
) -> None:
    page = no_js_page
    log_in(page, clerk)
    page.goto("/admin/import/schools/")
    to_preview(page, "大表.csv", csv_bytes(SCHOOLS, ["4143011111", "甲学院", "长沙", "高职"]))
    expect(page.get_by_role("status").filter(has_text="正在排队")).to_be_visible()

    carry_on.call(ImportRun.objects.get().public_id)

    expect(page.get_by_role("button", name="确认导入")).to_be_visible()


def test_a_phone_shows_every_step_without_scrolling_sideways(
    phone: Page, log_in: Callable[..., None], clerk: Any, assert_accessible: Check
) -> None:
    log_in(phone, clerk)
    phone.goto("/admin/import/")
    steps = {
        "home": "导入表格",
        "upload": "导入：试点院校",
        "columns": "试点院校：名单.csv",
        "preview": "试点院校：名单.csv",
    }
    for step, heading in steps.items():
        expect(phone.get_by_role("heading", level=1)).to_have_text(heading)
        expect(phone.locator("[aria-current=step]")).to_have_count(0 if step == "home" else 1)
        width = phone.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, step
        assert_accessible(phone)
        if step == "home":
            phone.goto("/admin/import/schools/")
        elif step == "upload":
            choose_file(phone, "名单.csv", csv_bytes(SCHOOLS, ["41430", "甲学院", "长沙", "高职"]))
            phone.get_by_role("button", name="下一步：核对列").click()
        elif step == "columns":
            phone.get_by_role("button", name="下一步：预览").click()
