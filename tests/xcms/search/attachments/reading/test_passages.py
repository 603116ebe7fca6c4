"""Pieces that an index takes whole, and that tell where in the file they stand."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xcms.search.attachments.reading.passages import LONGEST, EnoughError, Passage, Writer


def writer(room: int = 500_000, seconds: float = 60) -> Writer:
    return Writer(room=room, ends_at=time.monotonic() + seconds)


def test_lines_are_one_passage_until_it_is_long() -> None:
    made = writer()
    for number in range(20):
        made.line(f"{number:02}" + "字" * 998)

    passages = made.finish()

    assert [passage.text[:2] for passage in passages] == ["00", "07", "14"]
    assert all(len(passage.text) <= LONGEST for passage in passages)


def test_pages_share_a_passage_and_remain_to_be_told() -> None:
    made = writer()
    for page in (1, 2, 4):
        made.begin(page=page)
        made.line(f"第{page}页的字")

    assert made.finish() == [Passage("", 1, 4, "第1页的字\f第2页的字\f\f第4页的字")]


def test_a_long_passage_ends_with_its_page() -> None:
    made = writer()
    for page in range(1, 5):
        made.begin(page=page)
        made.line("字" * 3_500)

    assert [(one.first_page, one.last_page) for one in made.finish()] == [(1, 2), (3, 4)]


def test_many_blank_pages_are_not_counted_out() -> None:
    made = writer()
    for page in (1, 9_000):
        made.begin(page=page)
        made.line("字")

    assert [one.first_page for one in made.finish()] == [1, 9_000]


def test_sheets_do_not_share_a_passage() -> None:
    made = writer()
    for name in ("名单", "说明"):
        made.begin(name=name)
        made.line(f"{name}的字")

    assert [(one.name, one.text) for one in made.finish()] == [
        ("名单", "名单的字"),
        ("说明", "说明的字"),
    ]


def test_a_paragraph_that_is_too_long_is_cut_after_a_sentence() -> None:
    made = writer()
    made.line("甲" * 6_000 + "。" + "乙" * 6_000)

    assert [(len(one.text), one.text[-1]) for one in made.finish()] == [
        (6_001, "。"),
        (6_000, "乙"),
    ]


def test_invisible_characters_and_blank_lines_are_left_out() -> None:
    made = writer()
    for line in ("\0甲\u200b", "", "\x01", "乙\t\t  丙  丁\t"):
        made.line(line)

    assert [one.text for one in made.finish()] == ["甲\n乙\t丙 丁"]


def test_text_beyond_the_room_is_left_out_and_said() -> None:
    made = writer(room=5)

    with pytest.raises(EnoughError):
        made.line("一二三四五六七")

    assert made.is_truncated
    assert [one.text for one in made.finish()] == ["一二三四五"]


def test_when_time_is_up_what_there_is_counts() -> None:
    made = writer()
    made.line("甲")
    made.ends_at = time.monotonic() - 1

    with pytest.raises(EnoughError):
        made.begin(page=2)

    assert made.is_truncated
    assert [one.text for one in made.finish()] == ["甲"]


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.text(max_size=20), st.integers(1, 1_500)), max_size=30
    ),
    st.integers(1, 30_000),
)
@settings(max_examples=50, deadline=None)
def test_no_text_is_lost_and_no_passage_too_long(
    lines: list[tuple[int, str, int]], room: int
) -> None:
    made = writer(room)
    page = 1
    wanted = ""
    try:
        for turn, text, times in lines:
            page += turn
            made.begin(page=page)
            text = text.replace("\t", "") * times
            wanted += "".join(text.split())
            made.line(text)
    except EnoughError:
        assert made.is_truncated
    passages = made.finish()

    assert all(0 < len(one.text) <= LONGEST + 20 for one in passages)
    assert all(one.last_page - one.first_page == one.text.count("\f") for one in passages)
    written = "".join("".join(one.text.split()) for one in passages)
    assert len(written) <= room
    if not made.is_truncated:
        assert len(written) <= len(wanted)
