"""What the reader makes of sheets: header, rows and cells."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from tests.sheets import csv_bytes, xlsx_bytes
from xcms.importing.coded import Sheet
from xcms.importing.errors import ImportFileError, SeveralSheetsError
from xcms.importing.limits import Limits
from xcms.importing.sheets import read_sheet, survey_book
from xcms.text import name_key

KNOWN = frozenset(map(name_key, ["学校标识码", "学校名称", "试点规模", "生效日期"]))
LIMITS = Limits(bytes=1_000_000, rows=1000, unpacked_bytes=5_000_000, columns=50, cells=20_000)


def read(data: bytes, **options: Any) -> Sheet:
    return read_sheet(data, filename="表.csv", known_headers=KNOWN, limits=LIMITS, **options)


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    return [texts for _number, texts in sheet.rows()]


def test_columns_travel_as_distinct_texts() -> None:
    sheet = read(csv_bytes(["学校名称", "试点规模"], ["甲校", "60"], ["乙校", "60"], ["甲校", ""]))

    assert [column.texts for column in sheet.columns] == [("甲校", "乙校"), ("60", "")]
    assert [column.codes.tolist() for column in sheet.columns] == [[0, 1, 0], [0, 0, 1]]
    assert sheet.numbers.tolist() == [2, 3, 4]


def test_texts_that_no_row_holds_are_gone() -> None:
    sheet = read(csv_bytes(["学校名称", "试点规模"], ["甲校", "60"], ["合计", "61"], ["", ""]))

    assert [column.texts for column in sheet.columns] == [("甲校",), ("60",)]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("011001", "011001"),
        ("NA", "NA"),
        ("nan", "nan"),
        (4143010530, "4143010530"),
        (4143010530.0, "4143010530"),
        ("4143010530.0", "4143010530"),
        (0.5, "0.5"),
        (0.1 + 0.2, "0.3"),
        (0.00001, "0.00001"),
        (-3, "-3"),
        (date(2020, 6, 12), "2020-06-12"),
        (True, "是"),
        (False, "否"),
        ("　甲　校​ ", "甲 校"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("'=1+1", "=1+1"),
        ("'quoted", "'quoted"),
    ],
)
def test_cells_of_a_workbook_come_back_as_typed(cell: Any, text: str) -> None:
    assert cells(read(xlsx_bytes(["学校名称", "试点规模"], [cell, "x"]))) == [(text, "x")]


def test_yes_is_not_one() -> None:
    rows: list[list[Any]] = [
        ["学校名称", "试点规模"],
        ["甲", 1],
        ["乙", True],
        ["丙", 1],
        ["丁", 0],
        ["戊", False],
    ]

    assert [size for _name, size in cells(read(xlsx_bytes(*rows)))] == ["1", "是", "1", "0", "否"]


def test_a_number_beyond_15_digits_is_marked() -> None:
    sheet = read(xlsx_bytes(["学校名称", "学校标识码"], ["甲校", 123456789012345678], ["乙校", 5]))

    assert [column.overlong for column in sheet.columns] == [frozenset(), frozenset({0})]


@pytest.mark.parametrize(
    "aside",
    [
        ["合 计", "60"],
        ["总计：", "60"],
        ["小计", ""],
        ["共计60人", ""],
        ["", "合计"],
        ["注：本表数据截至6月12日。", ""],
        ["注1：略", ""],
        ["备 注：略", "x"],
        ["（注）略", ""],
        ["填表说明：略", ""],
        ["填表人：张三", "审核人：李四"],
        ["单位负责人（签字）：", ""],
        ["", ""],
        ["学校名称", "试点规模"],
    ],
)
def test_rows_that_are_no_data_are_left_out(aside: list[str]) -> None:
    sheet = read(csv_bytes(["学校名称", "试点规模"], ["甲校", "60"], aside, ["乙校", "30"]))

    assert list(sheet.rows()) == [(2, ("甲校", "60")), (4, ("乙校", "30"))]


@pytest.mark.parametrize(
    "row",
    [
        ["说明：新增院校", "甲校", "60"],
        ["审核人：张三", "甲校", "60"],
        ["注：补报", "甲校", "60"],
    ],
)
def test_a_filled_row_that_begins_with_a_remark_is_data(row: list[str]) -> None:
    assert cells(read(csv_bytes(["备注", "学校名称", "试点规模"], row))) == [tuple(row)]


@pytest.mark.parametrize(
    "label", ["合计（人）", "全省合计", "长沙市小计", "本页小计", "合计 2 所学校", "株洲市 小 计"]
)
def test_totals_of_something_are_left_out(label: str) -> None:
    header = ["学校名称", "证书名称", "试点规模"]
    sheet = read(csv_bytes(header, ["甲校", "物流", "60"], [label, "", "60"]))

    assert cells(sheet) == [("甲校", "物流", "60")]


def test_marks_of_required_columns_and_texts_kept_from_excel() -> None:
    sheet = read(csv_bytes(["*学校名称", "试点规模（人）※"], ['="0731"', "60"]))

    assert sheet.header_keys[0] == ("学校名称",)
    assert cells(sheet) == [("0731", "60")]


@pytest.mark.parametrize(
    "row",
    [
        ["总计职业学院", "60"],
        ["会计学校", "60"],
        ["设计", "60"],
        ["注册会计师学院", "60"],
        ["备注学院", "60"],
        ["说明书编写学院", "60"],
        ["1", "合计"],
        ["学校名称", "60"],
        ["甲校", "小计算机班"],
    ],
)
def test_rows_of_data_are_never_left_out(row: list[str]) -> None:
    assert cells(read(csv_bytes(["学校名称", "试点规模"], row))) == [tuple(row)]


def test_a_header_over_two_rows_goes_by_joined_and_single_names() -> None:
    known = frozenset(map(name_key, ["学校名称", "试点规模 初级", "试点规模 高级"]))
    data = csv_bytes(
        ["学校名称", "试点规模（人）", "", "备注"], ["", "初级", "高级", ""], ["甲", "6", "7", ""]
    )

    sheet = read_sheet(data, filename="表.csv", known_headers=known, limits=LIMITS)

    assert sheet.header == ("学校名称", "试点规模（人） 初级", "试点规模（人） 高级", "备注")
    assert sheet.header_keys[1] == ("试点规模人初级", "初级", "试点规模初级")
    assert sheet.header_number == 2
    assert cells(sheet) == [("甲", "6", "7", "")]


def test_a_row_of_data_below_a_nameless_column_is_no_header() -> None:
    sheet = read(csv_bytes(["学校名称", "", "试点规模"], ["甲校", "x", ""], ["乙校", "y", "60"]))

    assert cells(sheet) == [("甲校", "x", ""), ("乙校", "y", "60")]


BOOK = xlsx_bytes(
    sheets={
        "说明": [["填表说明"]],
        "一": [["附件"], ["学校名称", "试点规模"], ["甲", 1], ["合计", 1]],
        "空": [],
        "二": [["学校名称", "试点规模", "其他"], ["乙", 2, "x"]],
    }
)


def test_who_finds_two_sheets_asks_and_takes_the_one_named() -> None:
    with pytest.raises(SeveralSheetsError, match="一、二") as caught:
        read(BOOK)

    assert caught.value.names == ("一", "二")
    assert cells(read(BOOK, sheet="二")) == [("乙", "2", "x")]
    with pytest.raises(ImportFileError, match="没有工作表“三”"):
        read(BOOK, sheet="三")


def test_a_survey_shows_every_sheet_that_holds_anything() -> None:
    notes, first, second = survey_book(BOOK, filename="表.xlsx", known_headers=KNOWN, limits=LIMITS)

    assert (notes.name, notes.header, notes.header_number, notes.known_count) == ("说明", (), 0, 0)
    assert (first.name, first.header, first.header_number) == ("一", ("学校名称", "试点规模"), 2)
    assert (first.row_count, first.known_count, first.sample) == (1, 2, (("甲", "1"),))
    assert second.header_keys == (("学校名称",), ("试点规模",), ("其他",))


def test_times_come_back_as_people_write_them() -> None:
    from xcms.importing.reading.texts import cell_text

    assert cell_text(datetime(2020, 6, 12, 9, 29, 59, 999_600)) == "2020-06-12 09:30:00"  # noqa: DTZ001
    assert cell_text(time(9, 30)) == "09:30:00"
    assert cell_text(timedelta(hours=26)) == "26:00:00"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"x" * 1_000_001, "文件过大"),
        (b" \r\n \n", "文件是空的"),
        (csv_bytes(["学校名称"], *[["甲"] for _ in range(1001)]), "最多可读取 1000 行"),
        (csv_bytes(["学校名称"], ["甲"] * 60), "最多可读取 50 列"),
        (
            csv_bytes(["学校名称", "试点规模"] + [""] * 23 + ["x"], *[["甲"]] * 900),
            "901 行 × 26 列",
        ),
        (csv_bytes(["学校名称"], ["甲" * 40_000]), "第 2 行附近有单元格超过 32767 个字符"),
    ],
)
def test_a_file_beyond_the_limits_says_which(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportFileError, match=sentence):
        read(data)
