"""Repairs: one new draft, with the original kept beside."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageLogEntry

from notices.models import NoticePage, TextRepair
from tests.notices.proofreading import draft, reading, repair, settle
from tests.notices.proofreading.pages import notice, published, shown

pytestmark = pytest.mark.django_db


def test_a_repair_is_a_draft_with_the_original_beside_it(
    admin_client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>备案截止时间为<b>529</b>日。</p>"))
    before = page.latest_revision_id

    repair(admin_client, page, "529日")

    made = draft(page)
    row = made.xcms_text_repairs.get()
    assert made.latest_revision_id != before
    assert str(made.body[0].value.source) == "<p>备案截止时间为<b>5月29日</b>。</p>"
    assert (row.original, row.repaired, row.place) == ("529日", "5月29日", "正文第1段")
    assert "529日" in row.reason
    assert row.repaired_by.username == "admin"
    # Nothing is public before the draft is.
    assert not TextRepair.objects.exists()
    assert PageLogEntry.objects.filter(action="xcms_notices.text_repaired").count() == 1


def test_all_that_was_chosen_is_one_draft(admin_client: Client, section: Any) -> None:
    page = notice(
        section,
        ("heading", "一、布署"),
        ("paragraph", "<p>第一轮529日，第二轮65日。</p><ul><li>申报至612日。</li></ul>"),
        ("table", {"caption": "安排", "cells": "轮次\t截止\n第二轮\t619日", "has_header": True}),
        title="关于1十X证书试点的通知",
    )
    revisions = page.revisions.count()

    repair(admin_client, page, "529日", "65日", "612日", "619日", "布署", "1十X")

    made = draft(page)
    assert page.revisions.count() == revisions + 1
    assert made.title == "关于1+X证书试点的通知"
    assert made.body[0].value == "一、部署"
    assert "第一轮5月29日，第二轮6月5日。" in made.body[1].value.source
    assert "申报至6月12日。" in made.body[1].value.source
    assert made.body[2].value["cells"] == "轮次\t截止\n第二轮\t6月19日"
    assert made.xcms_text_repairs.count() == 6
    assert reading(page).open == []


def test_a_table_keeps_its_cells(admin_client: Client, section: Any) -> None:
    page = notice(
        section, ("table", {"caption": "", "cells": "a|619日|b\n1|2|3", "has_header": True})
    )

    refused = settle(
        admin_client, page, **{"619日": {"decision": "own", "words": "6月|19日", "reason": "x"}}
    )
    assert refused.status_code == 200
    assert draft(page).body[0].value["cells"] == "a|619日|b\n1|2|3"

    settle(
        admin_client, page, **{"619日": {"decision": "own", "words": "6月\t19\n日", "reason": "x"}}
    )
    assert draft(page).body[0].value["cells"] == "a|6月 19 日|b\n1|2|3"


def test_a_repair_of_a_repair_goes_back_to_the_original(admin_client: Client, section: Any) -> None:
    page = notice(section, ("paragraph", "<p>备案截止时间为529日。</p>"))
    settle(admin_client, page, **{"529日": {"decision": "own", "words": "6529日", "reason": "误"}})

    settle(
        admin_client,
        page,
        **{"6529日": {"decision": "own", "words": "5月29日", "reason": "按原件"}},
    )

    row = draft(page).xcms_text_repairs.get()
    assert (row.original, row.repaired) == ("529日", "5月29日")


def test_a_copy_takes_the_repairs_along(admin_client: Client, client: Client, section: Any) -> None:
    page = notice(section, ("paragraph", "<p>备案截止时间为529日。</p>"))
    repair(admin_client, page, "529日")
    published(page)

    copy = NoticePage.objects.get(pk=page.pk).copy(update_attrs={"slug": "copy"})

    assert "5月29日【1】" in shown(client, copy)


def test_going_back_to_an_old_draft_goes_back_to_its_words(
    admin_client: Client, client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>备案截止时间为529日。</p>"))
    first = page.latest_revision
    repair(admin_client, page, "529日")
    published(page)

    made = draft(page)
    made.body, made.xcms_text_repairs = first.as_object().body, []
    made.save_revision()
    settle(admin_client, page, **{"529日": {"decision": "right", "right_because": "原件如此。"}})
    published(page)

    text = shown(client, page)
    assert "529日" in text
    assert "【1】" not in text
