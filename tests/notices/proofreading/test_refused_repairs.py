"""Repairs that would write over somebody's words, or say nothing, change nothing."""

from typing import Any

import pytest
from django.test import Client

from tests.notices.proofreading import draft, settle, token
from tests.notices.proofreading.pages import notice

pytestmark = pytest.mark.django_db


def test_a_draft_that_moved_meanwhile_is_left_alone_and_the_choices_come_back(
    admin_client: Client, section: Any
) -> None:
    page = notice(
        section, ("paragraph", "<p>第一轮529日。</p>"), ("paragraph", "<p>旧的一段。</p>")
    )
    seen = token(admin_client, page)
    made = draft(page)
    raw = list(made.body.raw_data)
    raw[1]["value"] = "<p>别人写的一段。</p>"
    made.body = made.body.stream_block.to_python(raw)
    made.change_note = "更正。"
    made.save_revision()
    revisions = page.revisions.count()

    response = settle(
        admin_client,
        page,
        token_=seen,
        **{"529日": {"decision": "own", "words": "五月二十九日", "reason": "按原件"}},
    )

    assert response.status_code == 409
    assert page.revisions.count() == revisions
    assert "别人写的一段" in draft(page).body[1].value.source
    text = response.content.decode()
    assert "五月二十九日" in text
    assert "按原件" in text


def test_autosave_over_the_same_revision_counts_as_moved(
    admin_client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>第一轮529日。</p>"))
    seen = token(admin_client, page)
    made = draft(page)
    made.title = "另一个标题"
    made.save_revision(
        user=made.latest_revision.user, overwrite_revision=made.latest_revision, clean=False
    )

    response = settle(admin_client, page, token_=seen, **{"529日": {"decision": "0"}})

    assert response.status_code == 409
    assert draft(page).title == "另一个标题"


def test_repairs_that_touch_the_same_words_are_refused_whole(
    admin_client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>请于2019年6月12日（星期四）前报送材料。</p>"))
    revisions = page.revisions.count()

    response = settle(
        admin_client,
        page,
        **{"2019年6月12日（星期四）": {"decision": "0"}, "2019年6月12日": {"decision": "0"}},
    )

    assert response.status_code == 409
    assert page.revisions.count() == revisions
    assert "2019年6月12日（星期四）" in draft(page).body[0].value.source


def test_a_repair_needs_a_reason_and_words(admin_client: Client, section: Any) -> None:
    page = notice(section, ("paragraph", "<p>第一轮529日。</p>"))
    revisions = page.revisions.count()

    for values in (
        {"decision": "0", "reason": " "},
        {"decision": "own", "words": ""},
        {"decision": "own", "words": "529日"},
        {"decision": "right"},
        {"decision": "7"},
        {"decision": "own", "words": "x" * 501},
        {"decision": "own", "words": "a\x00b" * 300},
    ):
        response = settle(admin_client, page, **{"529日": values})
        assert response.status_code == 200, values
    assert page.revisions.count() == revisions


def test_a_title_that_grows_too_long_is_refused_with_a_sentence(
    admin_client: Client, section: Any
) -> None:
    page = notice(section, title="关于529日" + "长" * 240)

    response = settle(
        admin_client,
        page,
        **{"529日": {"decision": "own", "words": "五" * 60, "reason": "按原件"}},
    )

    assert response.status_code == 409
    assert draft(page).title.startswith("关于529日")
