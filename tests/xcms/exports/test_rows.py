"""Coded rows give the very files that records give."""

import csv
import io
import json
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from xcms.exports.columns import ExportColumn, UnknownColumnsError, chosen_columns
from xcms.exports.formats import csv_lines, json_lines, json_pieces
from xcms.exports.rows import CodedRows
from xcms.exports.workbooks import write_xlsx

COLUMNS = (
    ExportColumn("name", "名称", lambda row: row.owner["name"], part="owner"),
    ExportColumn("city", "市,州", lambda row: row.owner["city"], part="owner"),
    ExportColumn("quota", "人数", lambda row: row.quota, part="quota"),
    ExportColumn("note", "说明", lambda row: row.owner["note"], part="owner"),
    ExportColumn("day", "日期", lambda row: row.day, part="day"),
    ExportColumn(
        "is_demo",
        "数据性质",
        lambda row: "演示数据" if row.is_demo else "",
        lambda row: row.is_demo,
        is_mark=True,
        part="is_demo",
    ),
)
_TEXT = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["", "=1+1", "'=", "\r\n@x", '"', "a,b", "＝甲"]
)
_ROW = st.tuples(
    st.integers(0, 2),
    st.integers(0, 10**6) | st.none(),
    st.dates() | st.none(),
    st.booleans(),
)
_OWNERS = st.lists(
    st.fixed_dictionaries({"name": _TEXT, "city": _TEXT, "note": _TEXT}), min_size=3, max_size=3
)


def both(owners: list[Any], rows: list[Any]) -> tuple[list[Any], CodedRows]:
    records = [
        SimpleNamespace(owner=owners[owner], quota=quota, day=day, is_demo=demo)
        for owner, quota, day, demo in rows
    ]
    coded = CodedRows(
        parts={
            "owner": lambda key: SimpleNamespace(owner=owners[key]),
            "quota": lambda raw: SimpleNamespace(quota=raw),
            "day": lambda raw: SimpleNamespace(day=raw),
            "is_demo": lambda raw: SimpleNamespace(is_demo=raw),
        },
        tuples=iter(rows),
    )
    return records, coded


@given(
    owners=_OWNERS,
    rows=st.lists(_ROW, max_size=8),
    keys=st.lists(st.sampled_from([column.key for column in COLUMNS])),
)
def test_csv_and_json_are_the_same_byte_for_byte(
    owners: list[Any], rows: list[Any], keys: list[str]
) -> None:
    chosen = chosen_columns(COLUMNS, keys)
    for columns in (chosen, chosen[:1]):
        records, coded = both(owners, rows)
        as_csv = b"".join(csv_lines(columns, records))
        assert b"".join(csv_lines(columns, coded)) == as_csv
        table = list(csv.reader(io.StringIO(as_csv.decode("utf-8-sig"), newline="")))
        assert [len(line) for line in table] == [len(columns)] * (len(rows) + 1)

        records, coded = both(owners, rows)
        assert b"".join(json_lines(columns, coded)) == b"".join(json_lines(columns, records))
        _records, coded = both(owners, rows)
        answer = json.loads(b"".join(json_pieces(columns, coded, count=len(rows), version=1)))
        assert len(answer["results"]) == len(rows)


def test_a_workbook_has_the_same_cells() -> None:
    owners = [{"name": "=甲", "city": "长沙市", "note": "'x"}]
    rows = [(0, 5, date(2020, 6, 12), True), (0, None, None, False)]
    sheets = []
    for given_rows in both(owners, rows):
        target = io.BytesIO()
        write_xlsx(COLUMNS, given_rows, target)
        sheet: Any = load_workbook(target).active
        sheets.append([[cell.value for cell in row] for row in sheet.iter_rows()])
    assert sheets[0] == sheets[1]


def test_more_values_than_are_remembered_do_no_harm(monkeypatch: Any) -> None:
    monkeypatch.setattr("xcms.exports.rows._MOST_REMEMBERED", 2)
    rows = [(0, number % 7, None, False) for number in range(50)]
    records, coded = both([{"name": "甲", "city": "", "note": ""}], rows)
    assert b"".join(csv_lines(COLUMNS, coded)) == b"".join(csv_lines(COLUMNS, records))


def test_columns_come_in_the_registers_order_with_every_mark() -> None:
    def keys(*asked: str) -> list[str]:
        return [column.key for column in chosen_columns(COLUMNS, asked)]

    assert keys("quota", "name") == ["name", "quota", "is_demo"]
    assert keys() == [column.key for column in COLUMNS]
    with pytest.raises(UnknownColumnsError):
        keys("name", "person")
