"""What readers see of a repair: a mark in the text, and a note below with the original."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.notices.pages import make_notice
from tests.notices.proofreading import draft, repair, settle
from tests.notices.proofreading.pages import edited, notice, published, shown

pytestmark = pytest.mark.django_db


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


def test_readers_see_the_mark_and_the_note(
    admin_client: Client, client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>备案截止时间为529日。</p>"))
    repair(admin_client, page, "529日")

    published(page)

    text = shown(client, page)
    body, _heading, notes = text.partition('id="text-repairs"')
    assert "备案截止时间为5月29日【1】。" in body
    assert "529日" not in body
    assert "<del>529日</del>" in notes
    assert "<ins>5月29日</ins>" in notes
    assert 'id="text-repair-1"' in notes
    assert 'href="#text-repair-1-mark"' in notes


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


def test_words_that_go_without_others_leave_a_mark_at_their_neighbour(
    admin_client: Client, client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>电话：0731-84500001、13900000000。</p>"))

    repair(admin_client, page, "、13900000000")
    published(page)

    text = shown(client, page)
    assert "电话：0731-84500001【1】。" in text
    assert "<del>1、139********</del>" in text


def test_a_page_without_repairs_asks_one_question_for_them(
    client: Client, section: Any, django_assert_max_num_queries: Any
) -> None:
    page = make_notice(section, body=[("paragraph", "<p>正文</p>")])
    client.get(page.url)
    with django_assert_max_num_queries(24):
        client.get(page.url)
