"""Matches are marked in the text as it was written, and nothing else in it becomes HTML."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xcms.search.excerpts import excerpt, highlighted, plain_excerpt
from xcms.search.words import normal_form, parse

MARK = re.compile(r'<mark class="xcms-search__mark">(.*?)</mark>', re.DOTALL)
CHINESE = st.text(
    alphabet='湖南试点证书申报第一二三十批年1230xXwebＢＩＭ＋+ 　、，（）"“”<&>·\n', max_size=40
)


def marked(text: str, question: str) -> list[str]:
    return [unescape(found) for found in MARK.findall(highlighted(text, parse(question)))]


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("试点", "试点工作的试点", ["试点", "试点"]),
        ("第3批", "２０２０年第三批试点", ["第三批"]),
        ("第三批", "第3批", ["第3批"]),
        ("第23条", "第二十三条规定", ["第二十三条"]),
        ("2020年", "二〇二〇年三月", ["二〇二〇年"]),
        ("bim", "建筑信息模型（ＢＩＭ）", ["ＢＩＭ"]),
        ("1x", "启动“1 + X”试点", ["1 + X"]),
        ("通知", "通　知", ["通　知"]),
        ("建筑信息模型BIM", "建筑信息模型（BIM）", ["建筑信息模型（BIM"]),
        ("湖南 名单", "名单公布：湖南", ["名单", "湖南"]),
        ("20", "2020年", []),
        ("第三批", "第十三批", []),
        ("bi", "BIM", []),
        ("试点申报", "试点、申报", []),
        ("点", "试点点", ["点", "点"]),
        ("试点 点试", "试点试", ["试点试"]),
    ],
)
def test_a_match_is_marked_as_it_was_written(question: str, text: str, expected: list[str]) -> None:
    assert marked(text, question) == expected


def test_html_in_a_text_is_shown_and_not_run() -> None:
    shown = highlighted("<script>试点</script>&", parse("试点"))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert shown.endswith("&lt;/script&gt;&amp;")


def test_the_excerpt_is_the_piece_with_most_of_the_words() -> None:
    text = "试点。" + "甲" * 300 + "试点申报，名单公布。" + "乙" * 300
    shown = plain_excerpt(text, parse("试点 名单"))
    assert "试点申报，名单公布" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 130


def test_a_match_far_into_a_long_text_is_found() -> None:
    text = "甲" * 50_000 + "试点" + "乙" * 50
    assert marked_excerpt(text, "试点") == ["试点"]


def marked_excerpt(text: str, question: str) -> list[str]:
    return MARK.findall(excerpt(text, parse(question)))


def test_a_text_without_the_words_shows_its_beginning() -> None:
    assert plain_excerpt("一二三四", parse("试点")) == "一二三四"
    assert plain_excerpt("甲" * 500, parse("试点")).startswith("甲")


@given(CHINESE | st.text(max_size=60), CHINESE | st.text(max_size=12))
def test_marks_take_nothing_from_the_text_and_stand_where_a_term_stands(
    text: str, question: str
) -> None:
    terms = parse(question)
    shown = highlighted(text, terms)
    assert unescape(MARK.sub(r"\1", shown)) == text
    assert "<" not in MARK.sub(r"\1", shown).replace("&lt;", "")
    excerpt(text, terms, length=10)
    for found in MARK.findall(shown):
        # A mark may join several terms; at least one of them is in it.
        assert any(term.is_in(normal_form(unescape(found))) for term in terms)


@given(CHINESE, CHINESE)
def test_what_a_text_has_is_marked(text: str, question: str) -> None:
    terms = parse(question)
    if any(term.is_in(normal_form(text)) for term in terms):
        assert MARK.search(highlighted(text, terms))
