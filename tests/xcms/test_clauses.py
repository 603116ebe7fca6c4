"""A clause has one address, whether a heading bears it or a decision names it."""

import pytest

from xcms.clauses import ClauseCounter, clause_anchor


@pytest.mark.parametrize(
    ("named", "anchor"),
    [
        ("二、（三）", "clause-2-3"),
        ("二、(三)", "clause-2-3"),
        ("第二部分第（三）项", "clause-2-3"),
        ("通知第二部分（三）", "clause-2-3"),
        ("《申报通知》（湘教通〔2020〕1号）二、（三）", "clause-2-3"),
        ("二、（三）1.", "clause-2-3-1"),
        ("二、规模上限：不超过专业总数的40%", "clause-2"),
        ("二十一、附则", "clause-21"),
        ("第三条", "article-3"),
        ("第3条", "article-3"),
        ("通知第三条第（二）项", "article-3-2"),
        ("湘教通〔2020〕1号第十二条", "article-12"),
        # A paragraph has no number in the text.
        ("第三条第二款第（一）项", "article-3"),
        ("第二章第一节", "chapter-2-section-1"),
        # Two clauses: the first.
        ("一、二、", "clause-1"),
        ("", ""),
        ("湘教通〔2020〕1号", ""),
        ("2020年第三批第一轮试点", ""),
        ("通知关于审核备案后自动生成试点资格、不再行文的规定", ""),
        ("规模3.5万人", ""),
        ("第一、第二", ""),
        ("\x00" * 10 + "（" * 300, ""),
    ],
)
def test_a_named_clause_has_an_address(named: str, anchor: str) -> None:
    assert clause_anchor(named) == anchor


def test_a_text_is_numbered_from_above() -> None:
    counter = ClauseCounter()
    lines = {
        "一、范围": "clause-1",
        "（一）中职": "clause-1-1",
        "（二）高职": "clause-1-2",
        "1. 双师型教师": "clause-1-2-1",
        "（1）比例": "clause-1-2-1-1",
        "二、规模": "clause-2",
        "（一）证书": "clause-2-1",
        "3、没有（一）的": "clause-2-1-3",
        "第三条 联系": "article-3",
        "（一）电话": "article-3-1",
        "第四条": "article-4",
    }

    assert {line: counter.anchor(line) for line in lines} == lines


def test_what_heads_a_line_is_how_it_is_named() -> None:
    counter = ClauseCounter()
    counter.anchor("二、规模上限")

    assert counter.anchor("（三）完成率") == clause_anchor("通知二、（三）")


def test_addresses_are_unique_on_the_page() -> None:
    counter = ClauseCounter()

    found = [
        counter.anchor(line, otherwise="section-x")
        for line in ["二、甲", "二、乙", "二、丙", "附", "附"]
    ]

    assert found == ["clause-2", "clause-2--2", "clause-2--3", "section-x", "section-x--2"]


@pytest.mark.parametrize("line", ["二、三年级学生", "3.5万人参加", "一般要求", "2020年5月21日", ""])
def test_a_line_without_a_number_of_its_own_has_no_address(line: str) -> None:
    assert ClauseCounter().anchor(line) == ""


def test_a_quotation_leaves_the_numbering_as_it_was() -> None:
    counter = ClauseCounter()
    counter.anchor("二、规模")
    counter.quoted(clause_anchor("第六条"))

    assert counter.anchor("（一）证书") == "clause-2-1"
