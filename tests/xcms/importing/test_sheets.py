"""What the pure reader makes of files."""

import zipfile
import zlib
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sheets import csv_bytes, xlsx_bytes
from xcms.importing.errors import ImportFileError
from xcms.importing.limits import Limits
from xcms.importing.rows import SheetTable
from xcms.importing.sheets import read_sheet
from xcms.text import name_key

KNOWN = frozenset(map(name_key, ["学校标识码", "学校名称", "试点规模(人)", "试点规模", "生效日期"]))
LIMITS = Limits(bytes=1_000_000, rows=1000, unpacked_bytes=5_000_000, columns=50, cells=20_000)


def read(data: bytes, limits: Limits = LIMITS) -> SheetTable:
    return read_sheet(data, filename="表.csv", known_headers=KNOWN, limits=limits)


def cells(table: SheetTable) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_every_usual_encoding(encoding: str) -> None:
    data = csv_bytes(["学校标识码", "学校名称"], ["0011", "湖南大学"], encoding=encoding)

    assert cells(read(data)) == [("0011", "湖南大学")]


def test_tab_separated_text_is_read() -> None:
    assert cells(read("学校标识码\t学校名称\n1\t甲校,南区\n".encode())) == [("1", "甲校,南区")]


def test_header_is_found_below_titles_and_rows_keep_their_sheet_numbers() -> None:
    table = read(
        xlsx_bytes(
            ["附件1"],
            [],
            ["2020年第三批试点院校"],
            ["学校\n标识码", " 学校名称（全称） "],
            ["1", "甲校"],
            [],
            ["2", "乙校"],
        )
    )

    assert table.header == ("学校 标识码", "学校名称（全称）")
    assert table.header_number == 4
    assert [(row.number, row.cells) for row in table.rows] == [
        (5, ("1", "甲校")),
        (7, ("2", "乙校")),
    ]


def test_totals_notes_and_blank_rows_are_left_out() -> None:
    table = read(
        csv_bytes(
            ["学校名称", "试点规模"],
            ["甲校", "60"],
            ["合 计", "60"],
            ["总计", "60"],
            ["", ""],
            ["注：本表数据截至6月12日。", ""],
        )
    )

    assert cells(table) == [("甲校", "60")]


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
        (date(2020, 6, 12), "2020-06-12"),
        (True, "是"),
        ("　甲　校​ ", "甲 校"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("'=1+1", "=1+1"),
        ("'quoted", "'quoted"),
    ],
)
def test_cells_of_a_workbook_come_back_as_typed(cell: Any, text: str) -> None:
    assert cells(read(xlsx_bytes(["学校名称", "试点规模"], [cell, "x"]))) == [(text, "x")]


def test_a_number_beyond_15_digits_is_marked() -> None:
    (row,) = read(xlsx_bytes(["学校名称", "学校标识码"], ["甲校", 123456789012345678])).rows

    assert row.overlong == {1}


def test_the_sheet_with_the_header_is_taken() -> None:
    book = xlsx_bytes(sheets={"说明": [["填表说明"]], "名单": [["学校名称"], ["甲校"]]})

    assert cells(read(book)) == [("甲校",)]


def encrypted() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500 + "EncryptedPackage".encode("utf-16-le")
    )


def zipped(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def lying_about_its_size() -> bytes:
    """The declared size of the sheet is one byte; it unpacks to twenty megabytes."""
    data = zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 20_000_000})
    size = (20_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    return data.replace(size, (1).to_bytes(4, "little"))


def far_cell(reference: str) -> bytes:
    sheet = f'<worksheet><sheetData><row r="1"><c r="A1"/><c r="{reference}"/></row></sheetData></worksheet>'
    return zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": sheet.encode()})


HEADER = ["学校名称", "试点规模"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "文件是空的"),
        (b" \r\n \n", "文件是空的"),
        (xlsx_bytes(), "文件是空的"),
        (csv_bytes(HEADER), "表头下面没有数据"),
        (csv_bytes(["名字", "人数"], ["甲", "1"]), "找不到表头"),
        (csv_bytes(["学校名称", "学校名称"], ["甲", "乙"]), "表头“学校名称”重复出现"),
        (b"\x7fELF\x00\x01" + bytes(range(256)), "既不是 XLSX 工作簿，也不是可读的文本"),
        (b"PK\x03\x04 rubbish", "工作簿已损坏"),
        (xlsx_bytes(HEADER, ["甲", 1])[:-400], "工作簿已损坏"),
        (zipped({"word/document.xml": b"<a/>"}), "不是 XLSX 工作簿"),
        (zipped({"xl/workbook.xml": b"<broken"}), "工作簿已损坏"),
        (encrypted(), "已加密"),
        (encrypted()[:100], "旧版 Office"),
        (b"x" * 1_000_001, "文件过大"),
        (zipped({"xl/workbook.xml": b" " * 20_000_000}), "解压后超过"),
        (lying_about_its_size(), "解压后超过"),
        (far_cell("A1048576"), "最多可读取 1000 行"),
        (far_cell("XFD2"), "最多可读取 50 列"),
        (csv_bytes(HEADER, *[["甲", i] for i in range(1001)]), "最多可读取 1000 行"),
        (csv_bytes(HEADER, ["甲"] * 60), "最多可读取 50 列"),
        (b'"' + b"a" * 200_000, "引号不成对"),
        (
            xlsx_bytes(sheets={"一": [HEADER, ["甲", 1]], "二": [HEADER, ["乙", 2]]}),
            "几张工作表都符合：一、二",
        ),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportFileError, match=sentence):
        read(data)


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_rows_or_a_sentence(data: bytes) -> None:
    _rows_or_sentence(data)


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=30))
@settings(max_examples=150, deadline=None)
def test_a_damaged_workbook_gives_rows_or_a_sentence(position: int, noise: bytes) -> None:
    data = bytearray(WORKBOOK)
    start = position % len(data)
    data[start : start + len(noise)] = noise
    _rows_or_sentence(bytes(data))


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_sheet_in_a_workbook_gives_rows_or_a_sentence(xml: bytes) -> None:
    with zipfile.ZipFile(BytesIO(WORKBOOK)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head, _, tail = parts["xl/worksheets/sheet1.xml"].partition(b"<sheetData>")
    parts["xl/worksheets/sheet1.xml"] = head + b"<sheetData>" + xml + tail
    _rows_or_sentence(zipped(parts))


WORKBOOK = xlsx_bytes(HEADER, ["甲校", 60], ["乙校", date(2020, 6, 12)])


def _rows_or_sentence(data: bytes) -> None:
    try:
        table = read(data)
    except ImportFileError:
        return
    assert table.rows
    assert all(len(row.cells) == len(table.header) for row in table.rows)
    assert all("\x00" not in cell for row in table.rows for cell in row.cells)


def test_a_stream_that_never_ends_its_block_is_a_broken_workbook() -> None:
    data = zipped({"xl/workbook.xml": b"<a/>"})
    packed = zlib.compress(b"<a/>")[2:-4]
    assert packed in data
    with pytest.raises(ImportFileError, match="已损坏"):
        read(data.replace(packed, b"\x00" * len(packed)))
