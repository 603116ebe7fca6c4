"""What a workbook says of itself."""

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.factories import SchoolFactory, region
from xcms.exports.columns import ExportColumn
from xcms.exports.workbooks import write_xlsx

pytestmark = pytest.mark.django_db
URL = "/registry/schools/"


@pytest.fixture(autouse=True)
def _site(wagtail_root: Any) -> None:
    """The source is the site's name."""


def workbook(client: Client, **query: Any) -> Any:
    response = client.get(URL, {"format": "xlsx", **query})
    return load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def facts(book: Any) -> dict[str, Any]:
    return {row[0].value: row[1].value for row in book["文件说明"].iter_rows()}


def test_a_second_sheet_states_filter_order_day_version_rows_source_and_licence(
    client: Client, settings: Any
) -> None:
    settings.XCMS = {"PUBLISHER": "湖南省教育厅", "DATA_LICENCE": "署名使用。"}
    SchoolFactory(region=region("430200"))
    SchoolFactory()
    book = workbook(client, region=["430200", "430100"], sort="-code")

    assert book.sheetnames == ["试点院校", "文件说明"]
    said = facts(book)
    assert said["登记簿"] == "试点院校"
    assert said["筛选条件"] == "市州：长沙市、株洲市"
    assert said["排序"] == "学校标识码（降序）"
    assert said["登记版本"] >= 2
    assert said["行数"] == 2
    assert said["数据来源"] == "湖南省教育厅"
    assert said["使用许可"] == "署名使用。"
    assert said["数据截至"] == said["导出日期"]
    assert "备注" not in said


def test_it_says_so_where_any_row_is_demo_data(client: Client) -> None:
    SchoolFactory(is_demo=True)
    SchoolFactory()
    assert "演示数据" in facts(workbook(client))["备注"]
    # Also where the marks' column was not asked for.
    assert "演示数据" in facts(workbook(client, columns="code"))["备注"]


def test_the_header_is_frozen_and_filters_the_rows(client: Client) -> None:
    SchoolFactory()
    sheet = workbook(client, columns=["code", "name"])["试点院校"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C2"
    assert [cell.value for cell in sheet[1]] == ["学校标识码", "学校名称", "数据性质"]


def test_a_licence_is_always_stated(client: Client) -> None:
    assert "注明来源" in facts(workbook(client))["使用许可"]


def test_rows_beyond_one_sheet_go_on_in_the_next(monkeypatch: Any) -> None:
    monkeypatch.setattr("xcms.exports.workbooks._SHEET_ROWS", 2)
    target = io.BytesIO()
    columns = (ExportColumn("n", "号", lambda row: row),)
    count = write_xlsx(columns, range(1, 6), target, title="名/单", about=lambda n, d: [("行", n)])
    book = load_workbook(target)
    assert count == 5
    assert book.sheetnames == ["名 单", "名 单2", "名 单3", "文件说明"]
    assert [sheet.max_row for sheet in book] == [3, 3, 2, 1]
