"""A list's texts: its words and, with them, the rows that it showed."""

from typing import Any

import pytest

from notices.models import CertificateListPage, TextEdition
from registry.models import ListEdition
from registry.services.editions import PublicationRefusedError
from tests.factories import FilingFactory
from tests.notices.pages import publish, published_list
from tests.notices.texts import texts

pytestmark = pytest.mark.django_db


def test_a_list_keeps_rows_and_words_together(section: Any) -> None:
    page = published_list(section)
    FilingFactory(round=page.round)
    page = publish(page, change_note="补充一个证书。")
    page = publish(page, change_note="更正导语。", intro="现公布如下。")

    kept = list(
        TextEdition.objects.filter(page=page.pk)
        .order_by("number")
        .values_list("number", "change_note", "list_edition__number")
    )
    assert kept == [(1, "", 1), (2, "补充一个证书。", 2), (3, "更正导语。", 2)]
    assert ListEdition.objects.count() == 2


def test_other_words_on_a_list_need_a_note(section: Any) -> None:
    page = published_list(section)

    with pytest.raises(PublicationRefusedError):
        publish(page, intro="现公布如下。")

    page.refresh_from_db()
    assert page.intro == ""
    assert texts(page) == [(1, "")]


def test_a_list_from_before_texts_were_kept_gets_its_first_with_the_rows_it_showed(
    section: Any,
) -> None:
    page = published_list(section)
    TextEdition.objects.filter(page=page.pk)._raw_delete("default")

    publish(page, change_note="更正导语。", intro="现公布如下。")

    first, second = TextEdition.objects.order_by("number")
    assert (first.list_edition, second.list_edition) == (ListEdition.objects.get(),) * 2
    assert CertificateListPage.objects.get().intro == "现公布如下。"
