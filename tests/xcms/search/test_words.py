"""What a text is made of when it is searched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xcms.search.words import LONGEST_QUERY, MOST_TERMS, index_tokens, normal_form, parse

CHINESE = st.text(
    alphabet='湖南试点证书申报第一二三批年1230xXwebWEB+＋ 　、，（）"“”·-\n', max_size=24
)


def finds(question: str, text: str) -> bool:
    terms = parse(question)
    return bool(terms) and all(term.is_in(normal_form(text)) for term in terms)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("试点", "关于做好试点工作的通知"),
        ("报", "申报"),
        ("湖南省", "湖南省教育厅"),
        ("1+X", "1＋X证书制度"),
        ("1x", "启动“1 + X”试点"),
        ("1 X", "1+X证书"),
        ("1 X 证书", "证书（1+X）"),
        ("bim", "建筑信息模型（BIM）"),
        ("Web前端", "WEB 前端开发"),
        ("ＢＩＭ", "BIM"),
        ("第三批", "第3批"),
        ("第3批", "第三批"),
        ("第23条", "第二十三条"),
        ("2020年", "二〇二〇年三月"),
        ("通知", "通 知"),
        ("关 于", "关于"),
        ("湖南 名单", "名单公布：湖南"),
        ('"申报 工作"', "申报，工作"),
        ("5g", "5G移动网络"),
        ("申报、名单", "名单与申报"),
        ("建筑信息模型BIM", "建筑信息模型（BIM）"),
    ],
)
def test_a_question_finds_a_text(question: str, text: str) -> None:
    assert finds(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("试点申报", "试点、申报"),
        ("第三批", "第十三批"),
        ("第3批", "第13批"),
        ("20", "2020"),
        ("bi", "BIM"),
        ("5G", "15G"),
        ('"名单 公布"', "公布名单"),
        ("1+X", "1个X"),
        ("省教", "湖南省 教育厅"),
    ],
)
def test_a_question_does_not_find_what_only_looks_alike(question: str, text: str) -> None:
    assert not finds(question, text)


def test_two_ordinals_are_two_terms() -> None:
    assert [term.text for term in parse("第13批 第3批")] == ["第13批", "第3批"]


@pytest.mark.parametrize("question", ["", " ", '"', '""', "\x00", "+-*()", "　", "“”"])
def test_punctuation_alone_asks_nothing(question: str) -> None:
    assert parse(question) == []


def test_a_question_is_bounded() -> None:
    assert len(parse(" ".join(f"词{number}" for number in range(1000)))) <= MOST_TERMS
    assert sum(len(run) for term in parse("证" * 100_000) for run in term.runs) <= LONGEST_QUERY


def test_each_character_of_a_run_begins_one_token() -> None:
    assert index_tokens("试点申报1+X") == ["试点", "点申", "申报", "报", "1", "x"]


@given(CHINESE | st.text(max_size=40), CHINESE | st.text(max_size=12))
def test_the_index_and_the_normal_form_agree(text: str, question: str) -> None:
    """The phrase of tokens stands in the index just where the needle stands in the normal form."""
    tokens, normal = index_tokens(text), normal_form(text)
    for term in parse(question):
        wanted, open_end = term.tokens, term.ends_open
        stands = any(
            tuple(tokens[start : start + len(wanted) - open_end])
            == wanted[: len(wanted) - open_end]
            and (not open_end or tokens[start + len(wanted) - 1].startswith(wanted[-1]))
            for start in range(len(tokens) - len(wanted) + 1)
        )
        assert stands == term.is_in(normal), (term, tokens, normal)


@given(CHINESE)
def test_a_text_finds_itself(text: str) -> None:
    assert all(term.is_in(normal_form(text)) for term in parse(f'"{text}"') if '"' not in text)
