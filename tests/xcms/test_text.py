"""How text compares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xcms.text import clean_text, fold, name_key, pinyin, pinyin_initials, search_terms, search_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  湖南\u3000大学 ", "湖南 大学"),
        ("湖南\u200b大学", "湖南大学"),
        ("湖南\x00大学\n", "湖南大学"),
        ("Ｗeb前端（高级）", "Ｗeb前端（高级）"),
    ],
)
def test_clean_text_keeps_what_a_person_meant(text: str, expected: str) -> None:
    assert clean_text(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("建筑信息模型（BIM）", "建筑信息模型(bim)"),
        ("Ｗｅｂ前端开发", "web前端 开发"),
        ("1＋X证书", "1+X证书"),
        ("北京·中物联", "北京中物联"),
        ("中船舰客教育科技（北京）有限公司", "中船舰客教育科技(北京)有限公司"),
    ],
)
def test_two_spellings_of_a_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_different_names_keep_different_keys() -> None:
    assert name_key("老年照护") != name_key("失智老年人照护")


def test_a_two_character_term_finds_a_name() -> None:
    assert all(term in search_text(["建筑信息模型（BIM）"]) for term in search_terms("信息 ＢＩＭ"))


def test_no_term_matches_across_two_parts() -> None:
    assert "大学长沙" not in search_text(["湖南大学", "长沙市"])


def test_pinyin_and_initials() -> None:
    assert pinyin("长沙") == "changsha"
    assert pinyin_initials("物流管理") == "wlgl"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert name_key(name_key(text)) == name_key(text)


@given(st.text())
def test_no_text_keeps_a_null_character(text: str) -> None:
    assert "\x00" not in search_text([text]) + "".join(search_terms(text))
