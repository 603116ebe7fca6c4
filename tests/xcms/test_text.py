"""How text compares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xcms.text import clean_text, fold, fold_ordinals, name_key, pinyin, pinyin_initials


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第三批", "第3批"),
        ("第十批", "第10批"),
        ("第二十三条", "第23条"),
        ("第一百零五条", "第105条"),
        ("第一二三号", "第123号"),
        ("二〇二〇年", "2020年"),
        ("二零一九年", "2019年"),
        ("三批", "三批"),
    ],
)
def test_ordinals_and_years_become_digits(text: str, expected: str) -> None:
    assert fold_ordinals(text) == expected


def test_pinyin_and_initials() -> None:
    assert pinyin("长沙") == "changsha"
    assert pinyin_initials("物流管理") == "wlgl"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert name_key(name_key(text)) == name_key(text)


@given(st.text())
def test_no_key_keeps_a_null_character(text: str) -> None:
    assert "\x00" not in fold(text) + name_key(text)
