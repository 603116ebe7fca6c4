"""A question that nothing has is asked more loosely."""

import pytest

from xcms.search.question import Question


def loosened(text: str) -> list[str]:
    return [
        ("any of " if looser.is_any else "") + " ".join(term.text for term in looser.terms)
        for looser in Question.of(text).looser()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("试点申报", ["试点 申报"]),
        ("民政学院", ["民政 学院"]),
        ("失智老年人", ["失智 老年 年人"]),
        ("试点", []),
        ("BIM", []),
        ("", []),
        ("名单 公布", ["any of 名单 公布"]),
        ("名单公布 试点", ["名单 公布 试点", "any of 名单公布 试点"]),
        ("1+X证书制度", ["1 x 证书 制度"]),
    ],
)
def test_first_its_pairs_then_any_of_its_terms(text: str, expected: list[str]) -> None:
    assert loosened(text) == expected


def test_a_question_of_punctuation_asks_nothing() -> None:
    assert not Question.of('"，。')


def test_other_names_are_marked_too() -> None:
    question = Question.of("民院")
    question = Question(question.text, question.terms, {question.terms[0]: ("长沙民政学院",)})
    assert [term.text for term in question.highlighted] == ["民院", "长沙民政学院"]
