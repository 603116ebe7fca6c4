"""Whatever is typed, no search ends in an error; what has no word finds nothing."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from modelsearch.query import Phrase
from wagtail.documents.models import Document
from wagtail.models import Page

from tests.xcms.search.backends.conftest import Notice

#: Surrogates too: half a character, as some clients send.
ANYTHING = st.text(alphabet=st.characters(exclude_categories=()), max_size=40) | st.text(
    alphabet="\"'*()&|!<->:\\\0 ANDORNT证1x{}^+", max_size=40
)
QUICK = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@QUICK
@given(question=ANYTHING)
def test_any_string_can_be_searched(db: None, question: str) -> None:
    list(Page.objects.search(question)[:3])
    Page.objects.live().search(question).count()
    list(Page.objects.autocomplete(question)[:3])
    list(Page.objects.search(question, fields=["title"])[:3])
    list(Page.objects.search(question, operator="or")[:3])
    list(Page.objects.search(question, order_by_relevance=False).annotate_score("score")[:3])
    list(Document.objects.search(Phrase(question)))


@QUICK
@given(title=ANYTHING, text=ANYTHING)
def test_any_text_can_be_indexed(
    db: None, backend: Any, notice: Notice, title: str, text: str
) -> None:
    page = Page.objects.filter(title="甲").first() or notice("甲")
    draft = page.specific
    draft.title, draft.summary = title, text

    backend.add(draft)


@pytest.mark.parametrize("question", ['"', '""', " ", "\0", "*", "AND", "&|!", "（）", "<->", "-"])
def test_what_has_no_word_finds_nothing(notice: Notice, question: str) -> None:
    notice("甲")

    assert list(Page.objects.search(question)) == []
    assert list(Page.objects.autocomplete(question)) == []
    assert Page.objects.search(question, fields=["title"]).count() == 0


def test_a_question_of_ten_thousand_characters(notice: Notice) -> None:
    notice("试点" * 120)

    assert Page.objects.search("试点" * 5_000).count() == 1
    assert Page.objects.search("试点 " * 5_000).count() == 1
    assert Page.objects.search("x" * 10_000).count() == 0
    assert Page.objects.search(Phrase("试点" * 5_000)).count() == 1


def test_a_text_of_any_length_is_cut_not_refused(notice: Notice) -> None:
    import random

    dice = random.Random(1)  # noqa: S311
    signs = "".join(chr(dice.randrange(0x20000, 0x2A000)) for _n in range(60_000))
    notice("开头", "证书" + signs)
    notice("甲", "é" * 3_000 + "长" * 100_000)
    notice("词", " ".join("é" * 250 + chr(0x4E00 + n) for n in range(2_000)))

    assert Page.objects.search("证书").count() == 1
    assert Page.objects.search("长长长").count() == 1
