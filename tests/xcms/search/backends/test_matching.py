"""What the index finds is what ``words`` says: one meaning on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from modelsearch.query import MATCH_ALL, Fuzzy, Phrase, PlainText
from wagtail.documents.models import Document
from wagtail.models import Page

from tests.xcms.search.backends.conftest import Notice
from xcms.search.words import all_in, normal_form, parse

Found = Callable[..., list[str]]
MIXED = st.text(alphabet='湖南试点证书申报第一二批12xXbé㐀𫠠ぁ가 　，（）"-+\n', max_size=20)
QUICK = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("试点", "关于做好试点工作的通知"),
        ("证书制度", "1+X证书制度试点"),
        ("1+X", "１＋Ｘ证书"),
        ("报", "申报"),
        ("第三批", "公布第3批名单"),
        ("bim", "建筑信息模型（BIM）"),
        ("名单 湖南", "湖南省试点院校名单"),
        ('"湖南省 试点"', "湖南省：试点院校名单"),
        ("café", "Café"),
        ("𫠠", "元素𫠠的发现"),
    ],
)
def test_a_word_inside_a_sentence_is_found(
    notice: Notice, found: Found, question: str, title: str
) -> None:
    notice(title)
    notice("别的事情")

    assert found(question) == [title]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("试点申报", "试点、申报"),
        ("20", "2020"),
        ("第3批", "第13批"),
        ("cafe", "Café"),
        ("报", "公告"),
    ],
)
def test_what_only_looks_alike_is_not_found(
    notice: Notice, found: Found, question: str, title: str
) -> None:
    notice(title)

    assert found(question) == []


@QUICK
@given(text=MIXED, question=MIXED)
def test_the_index_finds_what_words_says(
    db: None, backend: Any, notice: Notice, text: str, question: str
) -> None:
    page = Page.objects.filter(title="甲").first() or notice("甲")
    # The row stays as it is, only its entry changes.
    draft = page.specific
    draft.title, draft.summary, draft.document_number = text, "", ""
    backend.add(draft)
    terms = parse(question)

    is_found = Page.objects.filter(pk=page.pk).search(question).count() == 1

    assert is_found == (bool(terms) and all_in(terms, normal_form(text)))


def test_terms_may_stand_in_title_and_text(notice: Notice, found: Found) -> None:
    notice("试点名单", "湖南省教育厅")

    assert found("名单 教育厅") == ["试点名单"]


def test_no_phrase_reaches_from_one_field_into_the_next(notice: Notice, found: Found) -> None:
    notice("甲", "结束湖南", document_number="湘教通")

    assert found("南湘") == []
    assert found("甲结束") == []


def test_either_word_is_enough_where_that_is_asked_for(notice: Notice, found: Found) -> None:
    notice("试点名单")
    notice("证书目录")

    assert set(found("名单 目录", operator="or")) == {"试点名单", "证书目录"}


def test_questions_can_be_nested(notice: Notice, found: Found) -> None:
    notice("试点名单")
    notice("试点目录")
    notice("证书目录")
    trial, catalogue = PlainText("试点"), PlainText("目录")

    assert found(trial & ~catalogue) == ["试点名单"]
    assert set(found(~trial & catalogue)) == {"证书目录"}
    assert set(found(~(trial & catalogue) & MATCH_ALL)) > {"试点名单", "证书目录"}
    assert found(~MATCH_ALL | Phrase("试点名")) == ["试点名单"]
    assert found(Phrase("名点")) == []


def test_a_fuzzy_question_inside_another_is_read_as_words(notice: Notice, found: Found) -> None:
    notice("试点名单")

    assert found(Fuzzy("试点") & PlainText("名单")) == ["试点名单"]


def test_autocomplete_takes_the_last_word_as_begun(notice: Notice) -> None:
    notice("1+X证书 Web前端")

    def titles(question: str) -> list[str]:
        return [page.title for page in Page.objects.autocomplete(question)]

    assert titles("we") == titles("证") == titles("证书 w") == ["1+X证书 Web前端"]
    assert titles("eb") == titles("w 证书") == []


def test_documents_are_found_as_well(db: None, backend: Any) -> None:
    document = Document.objects.create(title="院校申报汇总表.xlsx", file="a.xlsx")
    document.tags.add("附件")
    backend.add(document)

    assert list(Document.objects.search("汇总表")) == [document]
    assert list(Document.objects.search("附件")) == [document]
    assert list(Document.objects.all().autocomplete("申报")) == [document]
    assert Document.objects.search("名单").count() == 0


def test_one_field_can_be_asked(notice: Notice, found: Found) -> None:
    notice("试点名单", "证书")
    notice("证书目录", "试点")

    assert found("试点", fields=["title"]) == ["试点名单"]


def test_a_field_of_the_text_can_be_asked(notice: Notice) -> None:
    from notices.models import NoticePage

    notice("甲", "试点", document_number="证书1号")
    notice("乙", "证书", document_number="试点1号")

    results = NoticePage.objects.live().search("试点", fields=["summary"])

    assert [page.title for page in results] == ["甲"]
    assert results.count() == 1
    assert NoticePage.objects.search("试点", fields=["title", "summary"]).count() == 1
    assert NoticePage.objects.search("试点 甲", fields=["title", "summary"])[0].title == "甲"


def test_what_is_excluded_from_one_field_may_stand_in_another(notice: Notice) -> None:
    from notices.models import NoticePage

    notice("甲", "试点", document_number="目录1号")
    notice("乙", "试点目录")
    question = PlainText("试点") & ~PlainText("目录")

    results = NoticePage.objects.live().search(question, fields=["summary"])

    assert [page.title for page in results] == ["甲"]
    assert results.count() == 1


def test_drafts_and_other_sections_stay_out(notice: Notice, found: Found) -> None:
    notice("试点名单", live=False)
    notice("试点目录")

    assert found("试点") == ["试点目录"]
    assert Page.objects.not_live().search("试点").count() == 1


def test_a_deleted_page_is_not_found(notice: Notice, found: Found) -> None:
    notice("试点名单").delete()

    assert found("试点") == []
    assert Page.objects.search("试点").count() == 0
