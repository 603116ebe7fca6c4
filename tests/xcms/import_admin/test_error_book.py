"""The workbook to correct: the clerk's own rows, with a comment in each wrong cell."""

import io

import openpyxl
import pytest
from django.test import Client

from registry.models import School
from tests.sheets import csv_bytes, xlsx_bytes
from tests.xcms.import_admin.conftest import ONE, SCHOOLS, at, confirm, preview, upload
from xcms.import_admin.error_book import error_book, understood_headers
from xcms.importing.coded import Sheet
from xcms.importing.columns import known_headers, match_columns
from xcms.importing.limits import Limits
from xcms.importing.rows import RowError
from xcms.importing.sheets import read_sheet
from xcms.models import ImportRun
from xcms.registers import get_register

pytestmark = pytest.mark.django_db

TITLED = [
    ["附件1"],
    ["湖南省试点院校名单"],
    [*SCHOOLS, "主管部门"],
    ["41430", "甲学院", "长沙", "高职", "=1+1"],
    ["4143011112", "乙学院", "火星", "高职", "@湖南"],
    ["合计", "", "", "", ""],
    ["4143011113", "丙学院", "株洲", "高职", "-省"],
]


def error_workbook(desk: Client, run: ImportRun) -> openpyxl.Workbook:
    answer = desk.get(at("errors", run.public_id))
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def test_each_wrong_cell_has_its_comment_where_the_clerk_knows_it(desk: Client) -> None:
    run = preview(desk, upload(desk, csv_bytes(*TITLED), name="名单.csv"))

    sheet = error_workbook(desk, run).worksheets[0]

    assert [cell.value for cell in sheet[3]] == [*SCHOOLS, "主管部门"]
    assert "需要 10 位数字" in sheet["A4"].comment.text
    assert "火星" in sheet["C5"].comment.text
    assert sheet["A5"].comment is None
    assert sheet["B7"].value == "丙学院"
    assert sheet["A7"].comment is None


def test_no_cell_runs_and_every_original_value_is_kept(desk: Client) -> None:
    run = preview(desk, upload(desk, csv_bytes(*TITLED)))

    sheet = error_workbook(desk, run).worksheets[0]

    assert [sheet[f"E{row}"].value for row in (4, 5, 7)] == ["=1+1", "@湖南", "-省"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert all(cell.value is None for row in sheet for cell in row if cell.data_type == "n")
    assert all(sheet[f"E{row}"].quotePrefix for row in (4, 5, 7))


def test_corrected_and_uploaded_again_it_goes_in(desk: Client) -> None:
    run = preview(desk, upload(desk, csv_bytes(*TITLED)))
    book = error_workbook(desk, run)
    sheet = book.worksheets[0]
    sheet["A4"].value, sheet["C5"].value = "4143011111", "湘潭"
    target = io.BytesIO()
    book.save(target)

    again = preview(desk, upload(desk, target.getvalue(), name="待更正.xlsx"))
    confirm(desk, again)

    assert again.error_count == 0
    assert list(School.objects.values_list("code", "name", "authority")) == [
        ("4143011111", "甲学院", "=1+1"),
        ("4143011112", "乙学院", "@湖南"),
        ("4143011113", "丙学院", "-省"),
    ]


def test_uploaded_again_uncorrected_it_has_the_same_errors(desk: Client) -> None:
    run = preview(desk, upload(desk, csv_bytes(*TITLED)))
    data = desk.get(at("errors", run.public_id)).content

    again = preview(desk, upload(desk, data, name="待更正.xlsx"))

    assert (again.error_count, again.rows) == (run.error_count, run.rows)
    page = desk.get(at("run", again.public_id)).content.decode()
    assert "<td>4</td>" in page
    assert "<td>5</td>" in page


def test_a_number_that_excel_has_rounded_stays_wrong(desk: Client) -> None:
    data = xlsx_bytes(SCHOOLS, [123456789012345678, *ONE[1:]])
    run = preview(desk, upload(desk, data, name="名单.xlsx"))
    again = preview(
        desk, upload(desk, desk.get(at("errors", run.public_id)).content, name="再来.xlsx")
    )

    page = desk.get(at("run", again.public_id)).content.decode()

    assert "超过 15 位" in page


def test_two_row_headers_come_back_as_one_that_is_understood() -> None:
    importer = get_register("approvals").importer_class()
    assert importer is not None

    def read(data: bytes) -> Sheet:
        return read_sheet(
            data,
            filename="名单",
            known_headers=known_headers(importer.columns),
            limits=Limits.from_settings(),
        )

    sheet = read(
        csv_bytes(
            ["学校名称", "证书名称", "试点规模(人)", "", ""],
            ["", "", "初级", "中级", "高级"],
            ["甲学院", "物流管理", "60", "若干", "/"],
        )
    )
    wrong = RowError(3, sheet.header[3], "若干", "需要非负整数，读到“若干”。")

    matched = match_columns(importer.columns, importer.one_of, sheet)

    again = read(error_book(sheet, [wrong], understood_headers(matched, sheet)))

    rematched = match_columns(importer.columns, importer.one_of, again)
    assert rematched.by_index == matched.by_index
    assert list(again.rows()) == list(sheet.rows())


def test_a_column_chosen_by_hand_has_a_header_that_is_understood(desk: Client) -> None:
    headers = [SCHOOLS[0], "校方全称", *SCHOOLS[2:]]
    run = upload(desk, csv_bytes(headers, ["1", *ONE[1:]]))
    run = preview(desk, run, **{"column-1": "name"})

    sheet = error_workbook(desk, run).worksheets[0]

    assert [cell.value for cell in sheet[1]] == SCHOOLS


def test_a_list_of_all_errors_stands_beside_for_programs_without_comments(desk: Client) -> None:
    run = preview(desk, upload(desk, csv_bytes(*TITLED)))

    listed = error_workbook(desk, run)["错误清单"]

    assert [cell.value for cell in listed[1]] == ["表中行号", "所在列", "单元格内容", "问题"]
    assert [cell.value for cell in listed[2]][:3] == [4, "学校标识码", "41430"]
