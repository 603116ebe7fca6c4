"""How records are found by their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xcms.search.names import is_named, search_text
from xcms.search.words import all_in, normal_form, parse

MINZHENG = search_text(
    ["4143010827"], ["长沙民政职业技术学院", "民政职院", "Web前端开发（高级）", "北京·中物联"]
)


@pytest.mark.parametrize(
    "question",
    [
        "民政",
        "民政职院",
        "changsha",
        "ChangSha",
        "changshaminzheng",
        "minzheng",
        "chang",
        "changs",
        "csmz",
        "mzzy",
        "cs",
        "qdkf",
        "4143010827",
        "4143",
        "web",
        "Web前端",
        "北京中物联",
        "北京·中物联",
        "长沙 学院 4143",
    ],
)
def test_a_name_is_found_as_it_is_typed(question: str) -> None:
    assert is_named(MINZHENG, parse(question))


@pytest.mark.parametrize(
    "question",
    ["it", "hangsha", "hang", "43010827", "3", "学院民政", "sz", "wang", "zhan gan", "eb"],
)
def test_a_name_is_not_found_by_letters_within(question: str) -> None:
    assert not is_named(MINZHENG, parse(question))


def test_no_word_matches_across_two_names() -> None:
    assert not is_named(search_text([], ["湖南大学", "长沙市"]), parse("大学长沙"))
    assert not is_named(search_text([], ["湖南大学", "长沙市"]), parse("daxuechangsha"))


def test_a_short_word_of_letters_is_whole_syllables() -> None:
    gang = search_text([], ["钢铁学院"])

    assert is_named(gang, parse("gang"))
    assert not is_named(gang, parse("gan"))


def test_an_ambiguous_word_is_read_both_ways() -> None:
    assert is_named(search_text([], ["西安学院"]), parse("xian"))
    assert is_named(search_text([], ["先锋学院"]), parse("xian"))


def test_an_editor_s_reading_is_found_besides_ours() -> None:
    text = search_text([], ["厦门学院"], [("厦门学院", "shamenxueyuan")])

    assert is_named(text, parse("xiamen"))
    assert is_named(text, parse("shamen"))
    assert is_named(text, parse("smxy"))


def test_a_quoted_word_is_whole() -> None:
    assert not is_named(MINZHENG, parse('"4143"'))


@given(st.text(max_size=30), st.text(max_size=12))
def test_whatever_a_text_has_a_name_has(text: str, question: str) -> None:
    terms = parse(question)
    if all_in(terms, normal_form(text)):
        assert is_named(search_text([text]), terms)
