"""Repairs: one new draft, the original kept beside, a mark and a note for readers."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry, PageLogEntry

from notices.lint.persons import without_private_numbers
from notices.models import FindingAcknowledgement, NoticePage, TextRepair
from tests.notices.pages import editor, make_notice, republish
from tests.notices.proofreading import draft, reading, repair, settle, token, url

pytestmark = pytest.mark.django_db

DATED = date(2020, 5, 21)
MARK = re.compile(r'<sup class="xcms-repair-mark">.*?href="#text-repair-(\d+)".*?</sup>', re.DOTALL)


def notice(section: Any, *body: Any, **values: Any) -> NoticePage:
    return make_notice(section, body=list(body), **{"dated": DATED, **values})


def published(page: Any) -> NoticePage:
    corrected = draft(page)
    corrected.change_note = "校订。"
    corrected.save_revision().publish()
    return NoticePage.objects.get(pk=page.pk)


def shown(client: Client, page: Any) -> str:
    """The page, its marks as 【1】."""
    text = client.get(NoticePage.objects.get(pk=page.pk).url).content.decode()
    return MARK.sub(r"【\1】", text)


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


def test_readers_do_not_see_a_private_number_in_the_original(
    admin_client: Client, client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>咨询电话：0731-8514971013900000000。</p>"))
    repair(admin_client, page, "0731-8514971013900000000")
    row = draft(page).xcms_text_repairs.get()
    assert row.original == "0731-8514971013900000000"
    text = shown(client, published(page))
    assert "13900000000" not in text
    assert "0731-85149710139********" in text


@pytest.mark.parametrize(
    ("words", "shown_words"),
    [
        ("联系139 0000 0000", "联系139**********"),
        ("１３９００００００００", "１３９********"),
        ("430102199001011234", "430***************"),
        ("43010219900101123X", "430***************"),
        ("0731-85149710", "0731-85149710"),
        ("群号235468629", "群号235468629"),
        ("湘教通〔2020〕1号", "湘教通〔2020〕1号"),
        ("529日", "529日"),
    ],
)
def test_only_private_numbers_are_starred(words: str, shown_words: str) -> None:
    assert without_private_numbers(words) == shown_words


def test_readers_see_the_mark_and_the_note(
    admin_client: Client, client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>备案截止时间为529日。</p>"))
    repair(admin_client, page, "529日")
    assert "529日" in shown(client, page)

    published(page)

    text = shown(client, page)
    body, _heading, notes = text.partition('id="text-repairs"')
    assert "备案截止时间为5月29日【1】。" in body
    assert "529日" not in body
    assert "<del>529日</del>" in notes
    assert "<ins>5月29日</ins>" in notes
    assert 'id="text-repair-1"' in notes
    assert 'href="#text-repair-1-mark"' in notes


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


def test_marks_stand_in_paragraphs_headings_tables_and_lists(
    admin_client: Client, client: Client, section: Any
) -> None:
    page = notice(
        section,
        ("heading", "一、布署"),
        ("paragraph", "<ul><li>申报至<i>612日</i>。</li></ul>"),
        (
            "table",
            {"caption": "安排", "cells": "轮次\t619日截止\n一\t甲\n二\t乙", "has_header": True},
        ),
    )
    repair(admin_client, page, "布署", "612日", "619日")
    published(page)

    text = shown(client, page)

    assert "一、部署【1】" in text
    assert "<i>6月12日【2】</i>" in text
    assert ">6月19日【3】截止</th>" in text
    # Phones repeat the header in every cell: without a mark and without a stray sign.
    assert text.count('data-label="6月19日截止"') == 2
    assert text.count("【3】") == 1
    assert not re.search("[\U0010f000-\U0010ff00]", text)


def test_only_the_repaired_of_equal_words_is_marked(
    admin_client: Client, client: Client, section: Any
) -> None:
    page = notice(
        section,
        (
            "paragraph",
            "<p>会议于5月29日召开。</p><p>备案于529日截止。</p><p>展览于5月29日结束。</p>",
        ),
    )
    repair(admin_client, page, "529日")
    published(page)

    text = shown(client, page)

    assert "会议于5月29日召开" in text
    assert "备案于5月29日【1】截止" in text
    assert "展览于5月29日结束" in text


def test_of_equal_sentences_the_repaired_one_is_marked(
    admin_client: Client, client: Client, section: Any
) -> None:
    page = notice(
        section, ("paragraph", "<p>5月29日截止。</p><p>529日截止。</p><p>5月29日截止。</p>")
    )
    repair(admin_client, page, "529日")
    published(page)

    text = shown(client, page)

    assert text.count("【1】") == 1
    assert "<p>5月29日截止。</p><p>5月29日【1】截止。</p><p>5月29日截止。</p>" in re.sub(
        r"\sdata-block-key=\"\w+\"", "", text
    )


def edited(page: Any, source: str) -> NoticePage:
    """The first block rewritten in the editor, and published."""
    made = draft(page)
    raw = list(made.body.raw_data)
    raw[0]["value"] = source
    made.body = made.body.stream_block.to_python(raw)
    made.change_note = "更正。"
    made.save_revision().publish()
    return NoticePage.objects.get(pk=page.pk)


def test_a_mark_survives_edits_around_it_and_goes_with_its_passage(
    admin_client: Client, client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>各单位的备案材料请于529日前发至邮箱。</p>"))
    repair(admin_client, page, "529日")

    edited(page, "<p>新的一段。</p><p>各单位的备案材料务必于5月29日前发至邮箱，逾期不候。</p>")
    assert "5月29日【1】" in shown(client, page)

    edited(page, "<p>会议改在5月29日召开。</p>")
    text = shown(client, page)
    assert "【1】" not in text
    assert 'id="text-repairs"' not in text
    # The record stays with the page.
    assert draft(page).xcms_text_repairs.count() == 1


def test_a_mark_follows_its_passage_into_another_block(
    admin_client: Client, client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>各单位的备案材料请于529日前发至邮箱。</p>"))
    repair(admin_client, page, "529日")
    made = draft(page)
    source = made.body[0].value.source
    made.body = made.body.stream_block.to_python(
        [{"type": "paragraph", "value": source, "id": "new"}]
    )
    made.change_note = "更正。"
    made.save_revision().publish()

    assert "5月29日【1】" in shown(client, page)


def test_a_mark_never_stands_inside_a_link(
    admin_client: Client, client: Client, section: Any
) -> None:
    page = notice(
        section,
        ("paragraph", '<p>见<a href="https://example.com/?a=1&amp;b=2">529日通知</a>。</p>'),
    )
    repair(admin_client, page, "529日")
    published(page)

    assert "5月29日通知</a>【1】" in shown(client, page)


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
    from xcms.search.page_texts import searchable_text

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


def test_markup_in_repairs_is_text(admin_client: Client, client: Client, section: Any) -> None:
    page = notice(section, ("paragraph", "<p>备案截止时间为529日。</p>"))
    words = '<img src=x onerror="alert(1)">&amp;日'

    settle(
        admin_client,
        page,
        **{"529日": {"decision": "own", "words": words, "reason": "<b>按原件</b>"}},
    )
    published(page)

    text = shown(client, page)
    assert "<img src=x" not in text
    assert "&lt;img src=x onerror=" in text
    assert "&lt;b&gt;按原件&lt;/b&gt;" in text


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


def test_words_that_go_without_others_leave_a_mark_at_their_neighbour(
    admin_client: Client, client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>电话：0731-84500001、13900000000。</p>"))

    repair(admin_client, page, "、13900000000")
    published(page)

    text = shown(client, page)
    assert "电话：0731-84500001【1】。" in text
    assert "<del>1、139********</del>" in text


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

    republish(page, "恢复原文。", body=first.as_object().body, xcms_text_repairs=[])

    text = shown(client, page)
    assert "529日" in text
    assert "【1】" not in text


# Acknowledged findings


def test_an_acknowledged_finding_is_settled_until_its_sentence_changes(
    admin_client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>工期529日。</p>"))
    revisions = page.revisions.count()

    settle(
        admin_client, page, **{"529日": {"decision": "right", "right_because": "工期就是529天。"}}
    )

    assert reading(page).open == []
    assert page.revisions.count() == revisions
    one = FindingAcknowledgement.objects.get()
    assert (one.reason, one.acknowledged_by.username) == ("工期就是529天。", "admin")
    assert "工期就是529天。" in admin_client.get(url(page)).content.decode()

    edited(page, "<p>截止529日。</p>")
    assert len(reading(page).open) == 1


def test_an_acknowledgement_can_be_withdrawn(admin_client: Client, section: Any) -> None:
    page = notice(section, ("paragraph", "<p>工期529日。</p>"))
    settle(admin_client, page, **{"529日": {"decision": "right", "right_because": "是"}})

    admin_client.post(url(page), {"withdraw": FindingAcknowledgement.objects.get().fingerprint})

    assert len(reading(page).open) == 1
    actions = set(PageLogEntry.objects.values_list("action", flat=True))
    assert "xcms_notices.acknowledgement_withdrawn" in actions
    assert not ModelLogEntry.objects.exists()


# Who may


def test_only_those_who_may_edit_the_page_see_its_proofreading(
    client: Client, section: Any, wagtail_root: Any
) -> None:
    page = notice(section, ("paragraph", "<p>第一轮529日。</p>"))
    from tests.notices.pages import make_section

    other = make_section(wagtail_root, slug="other")
    assert client.get(url(page)).status_code == 302

    client.force_login(editor(other, name="elsewhere"))
    assert client.get(url(page)).status_code in (302, 403)
    assert client.post(url(page), {"token": "x"}).status_code in (302, 403)

    client.force_login(editor(section, may_publish=False, name="here"))
    assert client.get(url(page)).status_code == 200
    repair(client, page, "529日")


def test_a_locked_page_is_shown_and_not_written(
    client: Client, section: Any, admin_user: Any
) -> None:
    page = notice(section, ("paragraph", "<p>第一轮529日。</p>"))
    NoticePage.objects.filter(pk=page.pk).update(locked=True, locked_by=admin_user)
    client.force_login(editor(section, name="here"))

    text = client.get(url(page)).content.decode()
    assert "529日" in text
    response = settle(client, page, **{"529日": {"decision": "0"}})

    assert response.status_code == 403
    assert not draft(page).xcms_text_repairs.exists()


def test_other_pages_and_aliases_have_no_proofreading(admin_client: Client, section: Any) -> None:
    page = notice(section)
    alias = page.create_alias(update_slug="alias")

    for one in (section, alias):
        assert admin_client.get(url(one)).status_code == 404


def test_a_page_without_repairs_asks_one_question_for_them(
    client: Client, section: Any, django_assert_max_num_queries: Any
) -> None:
    page = notice(section, ("paragraph", "<p>正文</p>"))
    client.get(page.url)
    with django_assert_max_num_queries(24):
        client.get(page.url)
