"""The wizard as a clerk goes through it: upload, columns, preview, confirm, result, undo."""

import pytest
from django.test import Client

from registry.models import School
from tests.factories import SchoolFactory
from tests.sheets import csv_bytes, xlsx_bytes
from tests.xcms.import_admin.conftest import (
    ONE,
    SCHOOLS,
    at,
    confirm,
    preview,
    previewed,
    upload,
)
from xcms.models import ImportRun

pytestmark = pytest.mark.django_db


def test_the_whole_way(desk: Client) -> None:
    run = upload(desk, csv_bytes(SCHOOLS, ONE))
    columns = desk.get(at("columns", run.public_id)).content.decode()
    assert "学校标识码" in columns
    assert "甲学院" in columns

    run = preview(desk, run)
    page = desk.get(at("run", run.public_id)).content.decode()
    assert "尚未写入任何数据" in page
    assert "确认导入" in page
    assert not School.objects.exists()

    result = confirm(desk, run).content.decode()
    assert "导入完成" in result
    assert "撤回这次导入" in result
    assert School.objects.get().name == "甲学院"

    desk.post(at("undo", run.public_id), {"reason": "传错了文件"})
    assert not School.objects.exists()
    page = desk.get(at("run", run.public_id)).content.decode()
    assert "这次导入已撤回" in page
    assert "传错了文件" in page


def test_a_change_is_shown_from_old_to_new(desk: Client) -> None:
    SchoolFactory(code="4143011111", name="甲专科学校")
    run = previewed(desk)

    page = desk.get(at("run", run.public_id) + "?show=updated").content.decode()

    assert "<del>甲专科学校</del>" in page
    assert "<ins>甲学院</ins>" in page


def test_errors_leave_nothing_to_confirm(desk: Client) -> None:
    run = previewed(desk, ["41430", "甲学院", "长沙", "高职"], ["4143011112", "乙", "长沙", "高职"])

    page = desk.get(at("run", run.public_id)).content.decode()

    assert "有 1 处错误，更正之前不能导入" in page
    assert "需要 10 位数字，读到“41430”" in page
    assert "确认导入" not in page
    assert "下载待更正表" in page
    desk.post(at("confirm", run.public_id), {"token": "x"})
    assert not School.objects.exists()


def test_an_unknown_header_is_chosen_by_hand(desk: Client) -> None:
    headers = ["学校标识码", "校方全称", "所在市州", "办学层次"]
    run = upload(desk, csv_bytes(headers, ONE))
    page = desk.get(at("columns", run.public_id)).content.decode()
    assert "缺少必须有的列：学校名称" in page

    still_missing = desk.post(
        at("columns", run.public_id),
        {"sheet": "0", "column-0": "code", "column-2": "region", "column-3": "level"},
    )
    assert "缺少必须有的列：学校名称" in still_missing.content.decode()

    run = preview(desk, run, **{"column-1": "name"})
    assert run.counts["new"] == 1


def test_one_column_is_not_two_headers(desk: Client) -> None:
    run = upload(desk, csv_bytes([*SCHOOLS, "备用"], [*ONE, "x"]))

    answer = desk.post(
        at("columns", run.public_id),
        {
            "sheet": "0",
            "column-0": "code",
            "column-1": "name",
            "column-2": "region",
            "column-3": "level",
            "column-4": "name",
        },
    )

    assert "“学校名称”已经选为此列" in answer.content.decode()


def test_where_two_sheets_fit_one_is_chosen(desk: Client) -> None:
    two = xlsx_bytes(
        sheets={
            "甲": [SCHOOLS, ONE],
            "乙": [SCHOOLS, ["4143011112", "乙学院", "长沙", "高职"]],
        }
    )
    run = upload(desk, two, name="两张.xlsx")
    page = desk.get(at("columns", run.public_id))
    assert "有几张工作表都符合" in page.content.decode()

    run = preview(desk, run, sheet="1")
    assert run.state == "previewed", run.message
    confirm(desk, run)

    assert School.objects.get().name == "乙学院"


def test_fifty_rows_a_page(desk: Client) -> None:
    rows = [[f"{4143020000 + n}", f"第{n}学院", "长沙", "高职"] for n in range(120)]
    run = previewed(desk, *rows)

    first = desk.get(at("run", run.public_id))
    last = desk.get(at("run", run.public_id) + "?show=new&p=99")

    assert len(first.context["page_obj"].object_list) == 50
    assert len(last.context["page_obj"].object_list) == 20
    assert "第 3 页，共 3 页" in last.content.decode()


def test_a_strange_tab_or_page_opens_the_first(desk: Client) -> None:
    run = previewed(desk)
    for query in ("?show=nonsense", "?p=-1", "?p=x", "?show=new&p=1e99"):
        assert desk.get(at("run", run.public_id) + query).status_code == 200, query


def test_the_register_that_agrees_says_so(desk: Client) -> None:
    confirm(desk, previewed(desk))
    again = previewed(desk)

    page = desk.get(at("run", again.public_id)).content.decode()

    assert "登记簿与文件一致" in page


def test_the_home_page_keeps_what_was_left_unfinished(desk: Client) -> None:
    previewed(desk, name="没导完.csv")

    page = desk.get(at("home")).content.decode()

    assert "您未完成的导入" in page
    assert "没导完.csv" in page


def test_an_upload_can_be_thrown_away(desk: Client) -> None:
    run = previewed(desk)
    desk.post(at("discard", run.public_id))
    assert not ImportRun.objects.exists()
