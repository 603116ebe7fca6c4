"""What a download is called."""

from datetime import date

import pytest

from xcms.exports.names import attachment, file_name

DAY = date(2026, 11, 25)


def test_register_filters_and_day_make_the_name() -> None:
    assert (
        file_name("试点资格", ["长沙市", "Web前端开发"], DAY, "csv")
        == "试点资格_长沙市_Web前端开发_2026-11-25.csv"
    )
    assert file_name("试点资格", [], DAY, "xlsx") == "试点资格_2026-11-25.xlsx"


def test_words_without_room_become_one() -> None:
    name = file_name("试点资格", ["甲", "乙", "丙", "丁"], DAY, "csv")
    assert name == "试点资格_甲_乙_丙_等_2026-11-25.csv"


@pytest.mark.parametrize(
    "word",
    [
        "../../etc/passwd",
        'a/b\\c:d*e?f"g<h>i|j',
        "x\r\nSet-Cookie: a=b",
        "\u202egpj.exe",
        ".hidden",
        "'; filename=evil",
        "长" * 500,
        "😀\x00\ud800",
        "%2e%2e%2f",
    ],
)
def test_no_word_leads_elsewhere_or_breaks_the_header(word: str) -> None:
    name = file_name("试点资格", [word] * 5, DAY, "csv")

    assert len(name.encode()) <= 120
    assert name.startswith("试点资格_")
    assert name.endswith("_2026-11-25.csv")
    assert not set(name) & set("/\\:*?\"<>|\r\n\x00;%'\u202e")
    assert ".." not in name


def test_old_programs_get_an_ascii_name_and_new_ones_the_chinese() -> None:
    header = attachment("试点资格_2026-11-25.csv", "approvals-2026-11-25.csv")

    assert header.isascii()
    assert header == (
        'attachment; filename="approvals-2026-11-25.csv"; '
        "filename*=UTF-8''%E8%AF%95%E7%82%B9%E8%B5%84%E6%A0%BC_2026-11-25.csv"
    )
