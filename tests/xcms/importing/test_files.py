"""Every way that a sheet came, right or wrong: one real file each in tests/files/."""

import re
from pathlib import Path

import pytest

from xcms.importing.coded import Sheet
from xcms.importing.errors import ImportFileError
from xcms.importing.limits import Limits
from xcms.importing.sheets import read_sheet
from xcms.text import name_key

FILES = Path(__file__).resolve().parents[2] / "files"
KNOWN = frozenset(
    map(
        name_key,
        [
            *["学校标识码", "学校名称", "试点规模", "试点规模(人)", "生效日期"],
            *["试点规模 初级", "试点规模 中级", "试点规模 高级"],
        ],
    )
)
LIMITS = Limits(bytes=2_000_000, rows=1_100_000)

Rows = list[tuple[int, tuple[str, ...]]]

PLAIN: Rows = [
    (2, ("4143010533", "甲职业学院", "60", "2020-06-12")),
    (3, ("4143010534", "乙职业学院", "30", "2020-06-12")),
]
ONE: Rows = [(2, ("甲职业学院", "60"))]
LEVELS: Rows = [
    (4, ("甲职业学院", "60", "30", "", "2020-06-12")),
    (5, ("乙职业学院", "", "20", "10", "2020-06-12")),
]
MERGED: Rows = [
    (2, ("甲职业学院", "初级", "60", "2020-06-12")),
    (3, ("甲职业学院", "中级", "30", "2020-06-12")),
    (5, ("乙职业学院", "高级", "10", "2020-06-12")),
]
NOT_AVAILABLE: Rows = [(number + 2, (f"学校{number}", "#N/A")) for number in range(5)]
VALUES = [
    *["011001", "4143010533", "0.3", "1234567.5", "0.00001", "0.5", "是", "否", "1", "0", "-3"],
    *["2020-06-12", "2020-06-12 09:30:00", "09:30:00", "26:00:00", "NA", "甲 校", "=1+1"],
    *["一行\n二行", "4143010533", "123456789012345677"],
]

ROWS: dict[str, Rows] = {
    "plain.xlsx": PLAIN,
    "plain.xls": PLAIN,
    "plain.ods": PLAIN,
    "utf8.csv": PLAIN,
    "utf8_with_mark.csv": PLAIN,
    "gb18030.csv": PLAIN,
    "utf16_with_mark.csv": PLAIN,
    "utf16_without_mark.csv": PLAIN,
    "utf16_tabs.txt": PLAIN,
    "tabs.tsv": PLAIN,
    "semicolons.csv": PLAIN,
    "declared_separator.csv": [(number + 1, cells) for number, cells in PLAIN],
    "blank_lines_and_line_breaks.csv": [(3, ("甲职业\n学院", "60")), (5, ("乙职业学院", "30"))],
    "titles_above_header.xlsx": [(5, PLAIN[0][1]), (7, PLAIN[1][1])],
    "two_row_header.xlsx": LEVELS,
    "two_row_header.xls": LEVELS,
    "two_row_header.ods": LEVELS,
    "two_row_header.csv": LEVELS[:1],
    "merged_cells.xlsx": MERGED,
    "merged_cells.xls": MERGED,
    "merged_cells.ods": MERGED,
    "totals_and_notes.xlsx": [(2, ("甲职业学院", "60", "")), (5, ("总计职业学院", "30", ""))],
    "serial_numbers.xlsx": [
        (2, ("1", "甲职业学院", "60")),
        (3, ("2", "合计职业学院", "30")),
        (4, ("3", "小计", "5")),
    ],
    "header_repeated_on_each_page.xlsx": [(3, ("甲职业学院", "60")), (6, ("乙职业学院", "30"))],
    "empty_area_above_and_left.xlsx": [(9, ("甲职业学院", "60"))],
    "error_cells.xlsx": [
        (number + 2, (f"学校{number}", error))
        for number, error in enumerate(["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?"])
    ],
    "error_cells.xls": NOT_AVAILABLE,
    "error_cells.ods": NOT_AVAILABLE,
    "formulas_and_external_links.xlsx": [
        (2, ("甲职业学院", "60")),
        (3, ("乙职业学院", "30")),
        (4, ("丙职业学院", "")),
    ],
    "dictionary_hidden_and_chart_sheets.xlsx": ONE,
    "dictionary_hidden_and_chart_sheets.xls": ONE,
    "dictionary_hidden_and_chart_sheets.ods": ONE,
    "hidden_sheet_alone.xlsx": PLAIN[:1],
    "formatted_empty_rows.xlsx": PLAIN[:1],
    "dates_since_1904.xlsx": [(2, ("甲职业学院", "2020-06-12"))],
    "number_of_18_digits.xlsx": [(2, ("123456789012345696", "甲职业学院"))],
    "nested_zip.xlsx": PLAIN,
    "html_saved_as.xls": [
        (4, ("甲职业\n学院", "60", "30", "", "2020-06-12")),
        (5, ("甲职业\n学院", "5", "6", "7", "2020-06-13")),
    ],
    "html_entity_bomb.xls": [(2, ("&a;甲",))],
}

SENTENCES = {
    "billion_laughs.xlsx": "声明了 XML 实体",
    "external_entity.xlsx": "声明了 XML 实体",
    "deep_xml.xlsx": "嵌套极深",
    "zip_bomb.xlsx": "解压后达到原大小的 696 倍",
    "zip_bomb_that_lies.xlsx": "解压后达到原大小的 696 倍",
    "overlapping_parts.xlsx": "工作簿已损坏",
    "far_cell.xlsx": "有 16384 列",
    "far_row.xlsx": "有 40000000 行",
    "truncated.xlsx": "工作簿已损坏",
    "bytes_overwritten.xlsx": "工作簿已损坏",
    "sheet_is_no_xml.xlsx": "工作簿已损坏",
    "part_missing.xlsx": "工作簿已损坏",
    "encrypted.xlsx": "已加密",
    "encrypted_zip.xlsx": "已加密",
    "password.xls": "已加密",
    "password.ods": "已加密",
    "formula_without_result.xlsx": "工作表“名单”的单元格 B2 是公式，而文件中没有它的计算结果",
    "two_sheets_that_fit.xlsx": "都符合：第一批、第二批",
    "data_dictionary_alone.xlsx": "找不到表头",
    "no_known_header.xlsx": "找不到表头.*名字、人数",
    "header_twice.xlsx": "表头“学校名称”重复出现",
    "no_rows.xlsx": "表头下面没有数据",
    "empty.csv": "文件是空的",
    "empty_workbook.xlsx": "文件是空的",
    "chart_sheet_alone.xlsx": "文件是空的",
    "html_without_table.xls": "文件是空的",
    "html_huge_spans.xls": "最多可读取 256 列",
    "xml_spreadsheet_2003.xls": "这是 XML Spreadsheet 2003 文件，不是表格",
    "pdf.xlsx": "这是 PDF 文件，不是表格",
    "picture.xlsx": "这是 PNG 文件",
    "word_document.xlsx": "这是 Word (DOCX) 文件",
    "zip_of_other_things.xlsx": "这是 ZIP 文件",
    "zip_with_a_workbook_inside.xlsx": "压缩包，其中有“名单/plain.xlsx”",
    "json.csv": "这是 JSON 文件",
    "binary.csv": "既不是工作簿，也不是可读的文本",
    "damaged_utf8.csv": "文件第 3 行的文字已损坏",
    "unbalanced_quotes.csv": "引号不成对",
    "cell_too_long.csv": "第 2 行附近有单元格超过 32767 个字符",
}


def read(name: str) -> Sheet:
    data = (FILES / name).read_bytes()
    return read_sheet(data, filename=name, known_headers=KNOWN, limits=LIMITS)


@pytest.mark.parametrize(("name", "rows"), ROWS.items(), ids=list(ROWS))
def test_the_rows_of_a_file(name: str, rows: Rows) -> None:
    assert list(read(name).rows()) == rows


@pytest.mark.parametrize(("name", "sentence"), SENTENCES.items(), ids=list(SENTENCES))
def test_the_sentence_about_a_file(name: str, sentence: str) -> None:
    with pytest.raises(ImportFileError, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        read(name)


@pytest.mark.parametrize("name", ["values_of_every_type.xlsx", "values_of_every_type.xls"])
def test_values_come_as_typed(name: str) -> None:
    sheet = read(name)

    values = [value for _number, (_name, value) in sheet.rows()]
    assert values[:-1] == VALUES[:-1]
    assert sheet.columns[1].overlong == {sheet.columns[1].texts.index(values[-1])}


def test_values_come_as_typed_from_open_document() -> None:
    """LibreOffice made numbers of yes and no; spans of time are ISO 8601 in this format."""
    values = [value for _number, (_name, value) in read("values_of_every_type.ods").rows()]
    expected = [*VALUES[:6], "1", "0", *VALUES[8:14], "PT26H00M00S", *VALUES[15:-1]]

    assert values[:-1] == expected


def test_a_header_over_two_rows_is_named_in_full() -> None:
    for name in ("two_row_header.xlsx", "two_row_header.csv", "html_saved_as.xls"):
        sheet = read(name)
        assert sheet.header_number == 3
        assert sheet.header == (
            "学校名称",
            "试点规模（人） 初级",
            "试点规模（人） 中级",
            "试点规模（人） 高级",
            "生效日期",
        )


def test_every_file_has_its_expectation_and_its_line_in_the_readme() -> None:
    readme = (FILES / "README.md").read_text("utf-8")
    elsewhere = {
        *("README.md", "schools_ministry_list.csv", "huge_shared_string.xlsx"),
        *("dates_every_form.xlsx", "dates_unusable.csv"),
        *("quotas_every_form.csv", "levels_as_columns.xlsx"),
    }
    values = {f"values_of_every_type.{kind}" for kind in ("xlsx", "xls", "ods")}
    names = {file.name for file in FILES.iterdir() if file.is_file()}

    assert names - elsewhere - values == ROWS.keys() | SENTENCES.keys()
    assert names - {"README.md"} == set(re.findall(r"^- `([^`]+)`", readme, re.MULTILINE))
