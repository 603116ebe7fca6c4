"""The set itself is sound: what is judged exists, is enough, and was split once for all."""

import re
from collections import Counter
from hashlib import sha256

import pytest

from tests.relevance.judgements import Half, documents, queries

KINDS = {
    *("one", "two", "more", "mixed", "code", "width", "ordinal"),
    *("alias", "initials", "pinyin", "phrase", "terms", "typo"),
}
_HELD_OUT = "1a98f81a1e4a6bcd"


def test_there_are_enough_documents_and_queries() -> None:
    assert len(documents()) >= 340
    assert len(queries()) >= 130


def test_every_judged_document_exists() -> None:
    judged = {one for query in queries() for one in (*query.relevant, *query.decoys)}
    assert judged - set(documents()) == set()


def test_a_document_is_told_by_its_title() -> None:
    titles = Counter(document.title for document in documents().values())
    assert [title for title, times in titles.items() if times > 1] == []


def test_every_query_has_its_own_id_and_an_answer() -> None:
    assert len({query.id for query in queries()}) == len(queries())
    for query in queries():
        assert query.relevant, query.id
        assert query.intent, query.id
        assert not set(query.relevant) & set(query.decoys), query.id
        assert len(set(query.relevant)) == len(query.relevant), query.id


@pytest.mark.parametrize("half", Half)
def test_each_half_has_every_kind_of_query(half: Half) -> None:
    assert {query.kind for query in queries() if query.half is half} == KINDS


def test_there_are_decoys_in_both_halves() -> None:
    with_decoys = Counter(query.half for query in queries() if query.decoys)
    assert min(with_decoys[half] for half in Half) >= 8


def test_the_split_stays() -> None:
    held_out = sorted(query.id for query in queries() if query.half is Half.HELD_OUT)
    assert sha256("\n".join(held_out).encode()).hexdigest()[:16] == _HELD_OUT


def test_nobody_is_named_and_no_mobile_is_given() -> None:

    texts = [document.text for document in documents().values()]
    assert [text for text in texts if re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text)] == []
