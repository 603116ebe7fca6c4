"""Tables of a Word file: merged, malformed, nested, framed."""

import pytest

from tests.notices.word.reading.answers import blocks, body, remarks
from tests.notices.word_files import BEGIN, GO_ON, WIDE, cell, document_with, paragraph, table


def test_merged_cells_become_arrows() -> None:
    xml = table(
        cell("层次", BEGIN) + cell("时间", WIDE),
        cell("", GO_ON) + cell("备案") + cell("申报"),
        cell("中职") + cell("一行", WIDE + BEGIN),
        cell("高职") + cell("", WIDE + GO_ON),
    )

    assert body(xml) == [("table", "层次\t时间\t←\n↑\t备案\t申报\n中职\t一行\t←\n高职\t↑\t←")]


@pytest.mark.parametrize(
    ("xml", "cells"),
    [
        # Goes on under a cell of another width: stands by itself, with its text.
        (table(cell("甲", WIDE + BEGIN), cell("乙", GO_ON) + cell("丙")), "甲\t←\n乙\t丙"),
        (table(cell("甲") + cell("乙"), cell("", GO_ON) + cell("丙")), "甲\t乙\n↑\t丙"),
        (
            table(cell("甲", '<w:gridSpan w:val="999999999999"/>'), cell("乙") + cell("丙")),
            None,
        ),
        (table(cell("甲", '<w:gridSpan w:val="x"/>') + cell("乙")), "甲\t乙"),
        (
            table(
                "<w:trPr><w:gridBefore w:val='1'/></w:trPr>" + cell("甲"),
                cell("乙") + cell("丙"),
            ),
            "\t甲\n乙\t丙",
        ),
    ],
)
def test_malformed_merges_lose_no_text(xml: str, cells: str | None) -> None:
    [(kind, found)] = body(xml)

    assert kind == "table"
    if cells is not None:
        assert found == cells
    assert all(sign in found for sign in "甲乙" if sign in xml)


def test_cells_keep_lines_lists_nested_tables_and_odd_signs() -> None:
    xml = table(
        f"<w:tc>{paragraph('第一行')}{paragraph('第二行')}</w:tc>{cell('←')}",
        f"<w:tc>{table(cell('内') + cell('表'))}{paragraph('')}</w:tc>{cell('a|b')}",
    )

    data = document_with(xml)

    assert blocks(data) == [("table", "第一行⏎第二行\t'←\n内 表\ta|b")]
    assert ("nested_table", "内　表") in remarks(data)


def test_a_frame_of_one_cell_is_running_text() -> None:
    assert body(table(cell("框内"))) == [("paragraph", "<p>框内</p>")]
