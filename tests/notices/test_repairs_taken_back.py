"""A repair is taken back: the original in a new draft, under the rules of every other change."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageLogEntry

from notices.models import NoticePage, TextEdition, TextRepair
from tests.notices.pages import draft_notice, editor, make_section
from tests.notices.proofreading import draft, reading, repair, settle, token, url

pytestmark = pytest.mark.django_db

BACK = "撤回校订"


def notice(section: Any, *body: Any, **values: Any) -> NoticePage:
    return draft_notice(section, body=list(body), **{"dated": date(2020, 5, 21), **values})


def take_back(client: Client, page: Any, number: Any = 1, **values: Any) -> Any:
    data = {"reason": "原件就是这样印的。", **values}
    if "token" not in data:
        data["token"] = token(client, page)
    return client.post(url(page), {"take_back": number, **data})


def published(page: Any, note: str = "校订。") -> NoticePage:
    made = draft(page)
    made.change_note = note
    made.save_revision().publish()
    return NoticePage.objects.get(pk=page.pk)


def test_the_original_stands_again_in_a_new_draft(admin_client: Client, section: Any) -> None:
    page = notice(section, ("paragraph", "<p>第一轮529日，<b>第二轮65日</b>，第三轮612日。</p>"))
    repair(admin_client, page, "529日", "65日", "612日")
    before = page.revisions.count()

    response = take_back(admin_client, page, 2)

    assert response.status_code == 302
    made = draft(page)
    assert page.revisions.count() == before + 1
    assert "第一轮5月29日，<b>第二轮65日</b>，第三轮6月12日。" in made.body[0].value.source
    kept = [(row.original, row.repaired) for row in made.xcms_text_repairs.all()]
    assert kept == [("529日", "5月29日"), ("612日", "6月12日")]
    # What was repaired is to be looked at again.
    assert [one.original for one in reading(page).open] == ["65日"]
    text = admin_client.get(url(page)).content.decode()
    assert text.count('name="take_back" value="') == 2


def test_who_took_it_back_and_why_stays_in_the_history(admin_client: Client, section: Any) -> None:
    page = notice(section, ("paragraph", "<p>备案截止时间为529日。</p>"))
    repair(admin_client, page, "529日")

    take_back(admin_client, page)

    entry = PageLogEntry.objects.get(action="xcms_notices.repair_taken_back")
    assert entry.user.username == "admin"
    assert entry.revision_id == draft(page).latest_revision_id
    assert entry.message == "正文第1段：“5月29日”恢复为“529日”。原件就是这样印的。"
    assert (
        "原件就是这样印的。"
        in admin_client.get(f"/admin/pages/{page.pk}/history/").content.decode()
    )


def test_readers_see_it_when_it_is_published_with_a_change_note(
    admin_client: Client, client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>备案截止时间为529日。</p>"))
    repair(admin_client, page, "529日")
    published(page)

    take_back(admin_client, page)

    assert "5月29日" in client.get(page.url).content.decode()
    settle(admin_client, page, **{"529日": {"decision": "right", "right_because": "原件如此。"}})
    made = draft(page)
    assert made.needs_change_note()
    made.change_note = "撤回一处校订，恢复原文。"
    made.save_revision().publish()
    text = client.get(page.url).content.decode()
    assert "备案截止时间为529日。" in text
    assert 'id="text-repairs"' not in text
    assert "撤回一处校订，恢复原文。" in text
    former = client.get(f"{page.url}editions/1/").content.decode()
    assert 'id="text-repair-1-mark"' in former
    assert TextEdition.objects.filter(page=page.pk).count() == 2


def test_a_title_a_table_and_a_repair_of_a_repair_go_back_to_the_first_original(
    admin_client: Client, section: Any
) -> None:
    page = notice(
        section,
        ("table", {"caption": "", "cells": "轮次|619日\n一|甲", "has_header": True}),
        ("paragraph", "<p>请于65日前报送。</p>"),
        title="关于1十X证书试点的通知",
    )
    repair(admin_client, page, "1十X", "619日")
    settle(admin_client, page, **{"65日": {"decision": "own", "words": "6529日", "reason": "误"}})
    settle(
        admin_client, page, **{"6529日": {"decision": "own", "words": "6月5日", "reason": "按原件"}}
    )

    for _time in range(3):
        assert take_back(admin_client, page, 1).status_code == 302

    made = draft(page)
    assert made.title == "关于1十X证书试点的通知"
    assert made.body[0].value["cells"] == "轮次|619日\n一|甲"
    assert "请于65日前报送。" in made.body[1].value.source
    assert not made.xcms_text_repairs.exists()


def test_markup_that_comes_back_is_text(admin_client: Client, section: Any) -> None:
    page = notice(section, ("paragraph", "<p>见&lt;b&gt;529日&lt;/b&gt;通知。</p>"))
    repair(admin_client, page, "529日")

    take_back(admin_client, page)

    assert "见&lt;b&gt;529日&lt;/b&gt;通知。" in draft(page).body[0].value.source


def test_without_a_reason_nothing_is_written(admin_client: Client, section: Any) -> None:
    page = notice(section, ("paragraph", "<p>备案截止时间为529日。</p>"))
    repair(admin_client, page, "529日")
    revisions = page.revisions.count()

    response = take_back(admin_client, page, reason="  ")

    assert response.status_code == 409
    assert "请写明撤回校订的理由" in response.content.decode()
    assert page.revisions.count() == revisions


@pytest.mark.parametrize("number", [0, 2, -1, "x", "1" * 5000, "１"])
def test_only_a_repair_that_is_there_is_taken_back(
    admin_client: Client, section: Any, number: Any
) -> None:
    page = notice(section, ("paragraph", "<p>备案截止时间为529日。</p>"))
    repair(admin_client, page, "529日")
    seen = token(admin_client, page)

    response = take_back(admin_client, page, number, token=seen)

    is_one = number == "１"
    assert response.status_code == (302 if is_one else 409)
    assert draft(page).xcms_text_repairs.exists() is not is_one


def test_a_draft_that_moved_meanwhile_is_left_alone(admin_client: Client, section: Any) -> None:
    page = notice(
        section, ("paragraph", "<p>第一轮529日。</p>"), ("paragraph", "<p>旧的一段。</p>")
    )
    repair(admin_client, page, "529日")
    seen = token(admin_client, page)
    made = draft(page)
    made.summary = "别人写的摘要"
    made.save_revision()
    revisions = page.revisions.count()

    response = take_back(admin_client, page, token=seen)

    assert response.status_code == 409
    assert page.revisions.count() == revisions
    assert take_back(admin_client, page).status_code == 302
    assert draft(page).summary == "别人写的摘要"


def test_words_that_left_nothing_behind_are_put_back_by_hand_first(
    admin_client: Client, section: Any
) -> None:
    page = notice(
        section,
        ("table", {"caption": "", "cells": "单位|备注\n甲|529日", "has_header": True}),
    )
    made = draft(page)
    home = reading(page).places[-1].passage.home
    made.xcms_text_repairs = [
        TextRepair(home=home, place="表格第2行第2列", original="529日", repaired="", reason="衍文")
    ]
    raw = list(made.body.raw_data)
    raw[0]["value"]["cells"] = "单位|备注\n甲|"
    made.body = made.body.stream_block.to_python(raw)
    made.save_revision()

    response = take_back(admin_client, page)
    assert response.status_code == 409
    assert "请先在页面编辑器中补回原文" in response.content.decode()
    assert "原件就是这样印的。" in response.content.decode()

    made = draft(page)
    raw = list(made.body.raw_data)
    raw[0]["value"]["cells"] = "单位|备注\n甲|529日"
    made.body = made.body.stream_block.to_python(raw)
    made.save_revision()
    assert take_back(admin_client, page).status_code == 302
    assert not draft(page).xcms_text_repairs.exists()
    assert draft(page).body[0].value["cells"] == "单位|备注\n甲|529日"


# Who may


def test_whoever_may_edit_the_page_takes_back_and_nobody_else(
    client: Client, admin_client: Client, section: Any, wagtail_root: Any
) -> None:
    page = notice(section, ("paragraph", "<p>第一轮529日。</p>"))
    repair(admin_client, page, "529日")
    seen = token(admin_client, page)
    other = make_section(wagtail_root, slug="other")

    client.force_login(editor(other, name="elsewhere"))
    assert take_back(client, page, token=seen).status_code in (302, 403)
    client.logout()
    assert take_back(client, page, token=seen).status_code == 302
    assert draft(page).xcms_text_repairs.exists()

    client.force_login(editor(section, may_publish=False, name="here"))
    assert BACK in client.get(url(page)).content.decode()
    assert take_back(client, page).status_code == 302
    assert not draft(page).xcms_text_repairs.exists()


def test_on_a_locked_page_nothing_is_taken_back(
    client: Client, admin_client: Client, section: Any, admin_user: Any
) -> None:
    page = notice(section, ("paragraph", "<p>第一轮529日。</p>"))
    repair(admin_client, page, "529日")
    seen = token(admin_client, page)
    NoticePage.objects.filter(pk=page.pk).update(locked=True, locked_by=admin_user)
    client.force_login(editor(section, name="here"))

    assert BACK not in client.get(url(page)).content.decode()
    assert take_back(client, page, token=seen).status_code == 403
    assert draft(page).xcms_text_repairs.exists()


def test_the_editor_leads_to_where_repairs_are_taken_back(
    admin_client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>第一轮529日，第二轮65日。</p>"))
    address = f"/admin/pages/{page.pk}/edit/"
    assert "#repairs" not in admin_client.get(address).content.decode()

    repair(admin_client, page, "529日", "65日")

    text = admin_client.get(address).content.decode()
    assert f'href="{url(page)}#repairs"' in text
    assert "本草稿有 2 处校订" in text
    assert 'id="repairs"' in admin_client.get(url(page)).content.decode()
