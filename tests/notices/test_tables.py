"""Tables as lines of text: merged cells, line breaks, and that nothing typed is lost."""

import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks import StreamBlock, StructBlockValidationError
from wagtail.models import Page

from notices.models import NoticePage
from notices.table_block import TableBlock
from notices.tables import TextTable, literal, parse_table, written
from tests.notices.pages import make_notice
from xcms.search.page_texts import searchable_text

MERGED = "轮次\t时间\t←\n↑\t备案\t申报\n第一轮\t5月29日\t6月12日\n第二轮\t6月5日\t↑"


def _shape(table: TextTable) -> list[list[tuple[str, int, int]]]:
    return [
        [(cell.text, cell.colspan, cell.rowspan) for cell in row]
        for row in (*table.head, *table.body)
    ]


@pytest.mark.parametrize(
    ("text", "header", "rows"),
    [
        ("a\tb\n1\t2", ["a", "b"], [["1", "2"]]),
        ("a|b\n1", ["a", "b"], [["1", ""]]),
        ("a｜b\n\n1｜2\r\n", ["a", "b"], [["1", "2"]]),
        ("a\tb｜c\n1\t2|3", ["a", "b｜c"], [["1", "2|3"]]),
        ("\ta\n1\t2", ["", "a"], [["1", "2"]]),
        ("a\t\n1\t", ["a"], [["1"]]),
        ("a\tb\n\t\n1\t2", ["a", "b"], [["1", "2"]]),
        ("", [], []),
        ("\t\n \t", [], []),
        (" \n｜", [], []),
    ],
)
def test_pasted_cells_become_a_table(text: str, header: list[str], rows: list[list[str]]) -> None:
    table = parse_table(text)

    assert [cell.text for row in table.head for cell in row] == header
    assert [[cell.text for cell in row] for row in table.body] == rows
    assert table.is_plain


def test_arrows_merge_cells_to_the_left_and_above() -> None:
    table = parse_table(MERGED, header_rows=2)

    assert _shape(table) == [
        [("轮次", 1, 2), ("时间", 2, 1)],
        [("备案", 1, 1), ("申报", 1, 1)],
        [("第一轮", 1, 1), ("5月29日", 1, 1), ("6月12日", 1, 2)],
        [("第二轮", 1, 1), ("6月5日", 1, 1)],
    ]
    assert not table.stray_arrows
    assert not table.is_plain


def test_a_merged_cell_may_be_wide_and_tall() -> None:
    table = parse_table("甲\t乙\t丙\n大\t←\t丁\n↑\t←\t戊\n↑\t↑\t己")

    assert _shape(table)[1:] == [[("大", 2, 3), ("丁", 1, 1)], [("戊", 1, 1)], [("己", 1, 1)]]
    assert not table.stray_arrows


@pytest.mark.parametrize(
    ("text", "strays"),
    [
        ("甲\t乙\n←\t一", [(1, 0)]),
        ("甲\t↑\n一\t二", [(0, 1)]),
        # A header cell can't reach into the body.
        ("甲\t乙\n↑\t一", [(1, 0)]),
        # Not a rectangle: text stands where the merged cell would be.
        ("甲\t乙\n大\t←\n↑\t文字", [(2, 0)]),
        ("甲\t乙\n一\t二\n↑\t←", [(2, 1)]),
    ],
)
def test_arrows_that_make_no_rectangle_degrade_to_empty_cells(
    text: str, strays: list[tuple[int, int]]
) -> None:
    table = parse_table(text)

    assert list(table.stray_arrows) == strays
    shown = "".join(cell.text for row in (*table.head, *table.body) for cell in row)
    assert shown == re.sub(r"[←↑\t\n]", "", text)


def test_a_line_break_in_a_cell_and_literal_signs_survive() -> None:
    cells = ["第一行\n第二行", "←", "↑", "'←", "a⏎b", "x\ty  z"]

    table = parse_table(written([[literal(cell) for cell in cells], ["1"] * len(cells)]))

    assert [cell.text for cell in table.head[0]] == [*cells[:-1], "x y z"]


_CELL = st.text(alphabet="甲a|｜'←↑⏎↵\t\n\r \u2028\x0b\x85", max_size=6)


@given(st.lists(st.lists(_CELL, min_size=1, max_size=4), min_size=1, max_size=5))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    wanted = [
        ["\n".join(" ".join(line.split()) for line in re.split("[\r\n]", cell)) for cell in row]
        for row in rows
    ]
    squeezed = [[re.sub("\n+", "\n", cell).strip("\n") for cell in row] for row in wanted]

    table = parse_table(written([literal(cell) for cell in row] for row in rows), header_rows=0)

    assert not table.stray_arrows
    got = [[cell.text for cell in row] for row in table.body]
    filled = [row for row in squeezed if any(row)]
    width = max(map(len, filled), default=0)
    kept = [row + [""] * (width - len(row)) for row in filled]
    if width == 2 and not any(row[1] for row in kept):
        kept = [row[:1] for row in kept]
    assert got == kept


@given(
    st.lists(
        st.lists(st.sampled_from(["←", "↑", "甲", "", "乙⏎丙"]), min_size=1, max_size=5),
        min_size=1,
        max_size=6,
    ),
    st.integers(-3, 9),
)
def test_whatever_is_typed_covers_every_place_once_and_loses_no_text(
    rows: list[list[str]], header_rows: int
) -> None:
    text = "\n".join("\t".join(row) for row in rows)
    table = parse_table(text, header_rows=header_rows)

    places: list[tuple[int, int]] = []
    for part, first, last in (
        (table.head, 0, table.header_rows),
        (table.body, table.header_rows, len(table.lines)),
    ):
        for row in part:
            for cell in row:
                assert first <= cell.row
                assert cell.row + cell.rowspan <= last
                places += [
                    (cell.row + down, cell.column + right)
                    for down in range(cell.rowspan)
                    for right in range(cell.colspan)
                ]
    width = len(table.lines[0]) if table.lines else 0
    assert sorted(places) == [(a, b) for a in range(len(table.lines)) for b in range(width)]
    shown = "".join(cell.text for row in (*table.head, *table.body) for cell in row)
    assert re.sub(r"\s", "", shown) == re.sub(r"[←↑\t\n⏎]", "", text)


def test_tables_of_before_keep_their_header() -> None:
    body = StreamBlock([("table", TableBlock())])
    old = [
        {"type": "table", "value": {"caption": "表", "cells": "a\tb\n1\t2", "has_header": header}}
        for header in (True, False)
    ]

    values = [block.value for block in body.to_python(old)]

    assert [value["header_rows"] for value in values] == [1, 0]
    assert [len(value.table.head) for value in values] == [1, 0]
    single = TableBlock().to_python(old[1]["value"])
    assert single["header_rows"] == 0


@pytest.mark.parametrize(
    ("cells", "header_rows", "is_right"),
    [
        ("a\tb\n1\t2", 1, True),
        ("a\tb", 1, False),
        ("   ", 0, False),
        (MERGED, 2, True),
        (MERGED, 1, False),
        ("a\tb\n←\t2", 1, False),
    ],
)
def test_a_table_is_checked_before_it_is_published(
    cells: str, header_rows: int, is_right: bool
) -> None:
    block = TableBlock()
    value = block.to_python({"caption": "表", "cells": cells, "header_rows": header_rows})
    if is_right:
        assert block.clean(value)["cells"] == cells
        return
    with pytest.raises(StructBlockValidationError) as refusal:
        block.clean(value)
    assert set(refusal.value.block_errors) == {"cells"}


@pytest.mark.django_db
def test_merged_tables_keep_their_header_cells_and_search_sees_no_arrows(
    client: Client, section: Any
) -> None:
    notice = make_notice(
        section,
        body=[
            ("table", {"caption": "时间安排", "cells": MERGED, "header_rows": 2}),
            ("table", {"caption": "联系", "cells": "处室\t电话\n职成所\t甲⏎乙", "header_rows": 1}),
        ],
    )

    html = client.get(notice.url).content.decode()

    assert '<th scope="col" rowspan="2">轮次</th>' in html
    assert '<th scope="col" colspan="2">时间</th>' in html
    assert '<td rowspan="2">6月12日</td>' in html
    assert 'role="region" tabindex="0" aria-label="时间安排"' in html
    assert '<td role="cell" data-label="电话"><span>甲<br>乙</span></td>' in html
    text = searchable_text(Page.objects.get(pk=notice.pk).specific)
    assert "第一轮 5月29日 6月12日" in text
    assert not set("←↑⏎\t") & set(text)
    indexed = " ".join(
        str(field.get_value(notice)) for field in NoticePage.get_searchable_search_fields()
    )
    assert not set("←↑⏎") & set(indexed)
