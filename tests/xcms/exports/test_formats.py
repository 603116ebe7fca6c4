"""Rows as CSV, XLSX and JSON."""

import io
import json
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from xcms.exports.cells import safe_cell, unsafe_cell
from xcms.exports.columns import ExportColumn
from xcms.exports.formats import csv_lines, json_pieces
from xcms.exports.workbooks import write_xlsx

COLUMNS = (
    ExportColumn("name", "名称", lambda row: row["name"]),
    ExportColumn("quota", "人数", lambda row: row["quota"]),
    ExportColumn("day", "日期", lambda row: row["day"]),
    ExportColumn("level", "等级", lambda row: "中级", lambda row: "intermediate"),
)
ROWS: list[dict[str, Any]] = [
    {"name": "=1+1", "quota": 60, "day": date(2020, 6, 12)},
    {"name": "011001", "quota": None, "day": None},
]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "'=", "''@"])
def test_cells_that_could_run_get_an_apostrophe_and_lose_it_again(start: str) -> None:
    assert safe_cell(f"{start}x") == f"'{start}x"
    assert unsafe_cell(f"'{start}x") == f"{start}x"


@pytest.mark.parametrize("text", ["", "'", "x=1", "'甲'", "0731-1"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text
    assert unsafe_cell(text) == text


def test_csv_has_a_mark_headers_and_safe_cells() -> None:
    text = b"".join(csv_lines(COLUMNS, ROWS))

    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig").splitlines() == [
        "名称,人数,日期,等级",
        "'=1+1,60,2020-06-12,中级",
        "011001,,,中级",
    ]


def test_csv_comes_in_pieces() -> None:
    pieces = csv_lines(COLUMNS, (ROWS[0] for _ in range(1000)))

    assert len(list(pieces)) > 3


def test_xlsx_has_typed_cells_a_frozen_header_and_no_formulas() -> None:
    target = io.BytesIO()
    write_xlsx(COLUMNS, ROWS, target)
    sheet = load_workbook(target).active

    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    assert [sheet[place].value for place in ("A2", "B2", "D2")] == ["=1+1", 60, "中级"]
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].quotePrefix
    assert sheet["C2"].value.date() == date(2020, 6, 12)
    assert sheet["A3"].value == "011001"


def test_an_xlsx_cell_keeps_an_apostrophe_that_belongs_to_its_text() -> None:
    target = io.BytesIO()
    write_xlsx(COLUMNS, [{"name": "'=1+1", "quota": 1, "day": None}], target)
    sheet = load_workbook(target).active

    assert sheet is not None
    assert unsafe_cell(str(sheet["A2"].value)) == "'=1+1"


def test_json_has_codes_and_iso_dates() -> None:
    answer = json.loads(b"".join(json_pieces(COLUMNS, ROWS, count=2, version=7)))

    assert answer == {
        "count": 2,
        "version": 7,
        "results": [
            {"name": "=1+1", "quota": 60, "day": "2020-06-12", "level": "intermediate"},
            {"name": "011001", "quota": None, "day": None, "level": "intermediate"},
        ],
        "next": None,
    }


def test_json_without_rows() -> None:
    answer = json.loads(b"".join(json_pieces(COLUMNS, [], count=0, version=0)))
    assert answer["results"] == []
