"""A repaired clause keeps its original in itself."""

from typing import Any

import pytest
from django.test import Client

from tests.notices.proofreading import draft, reading, repair
from tests.notices.proofreading.pages import notice, published, shown
from xcms.search.page_texts import searchable_text

pytestmark = pytest.mark.django_db


def test_a_clause_keeps_its_original_in_itself(
    admin_client: Client, client: Client, section: Any
) -> None:
    page = notice(
        section,
        (
            "clause",
            {"clause": "三、（一）", "text": "备案于529日截止。", "repaired": "", "reason": ""},
        ),
        summary="",
    )

    repair(admin_client, page, "529日")
    published(page)

    value = draft(page).body[0].value
    assert (value["text"], value["repaired"]) == ("备案于529日截止。", "备案于5月29日截止。")
    assert "529日" in value["reason"]
    assert reading(page).open == []
    text = shown(client, page)
    assert "备案于529日截止。" in text
    assert "备案于5月29日截止。" in text


def test_a_repaired_clause_shows_no_private_number(
    admin_client: Client, client: Client, section: Any
) -> None:
    glued = "电话0731-8888000013900000000。"
    page = notice(section, ("clause", {"clause": "", "text": glued, "repaired": "", "reason": ""}))

    repair(admin_client, page, "0731-8888000013900000000")
    published(page)

    assert draft(page).body[0].value["text"] == glued
    text = shown(client, page)
    assert "13900000000" not in text
    assert "电话0731-88880000139********。" in text


def test_search_and_excerpts_read_a_clause_as_repaired(section: Any) -> None:
    page = notice(
        section,
        (
            "clause",
            {
                "clause": "三",
                "text": "备案于529日。",
                "repaired": "备案于5月29日。",
                "reason": "粘连",
            },
        ),
    )

    assert "5月29日" in searchable_text(page)
    assert "529日" not in searchable_text(page)
