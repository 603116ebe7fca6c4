"""Notices and their section, as visitors see them."""

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model

from notices.models import NoticeAttachment, NoticePage, RelatedNotice
from tests.factories import ContactFactory, FilingFactory, QQGroupFactory, RoundFactory
from tests.notices.pages import draft_list, make_notice, publish, published_list

pytestmark = pytest.mark.django_db


def _document(title: str = "备案方案模板", name: str = "plan.pdf") -> Any:
    return get_document_model().objects.create(
        title=title, file=ContentFile(b"%PDF-1.4" + b" " * 2040, name=name), file_size=2048
    )


def _text(client: Client, page: Any) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_notice_shows_its_official_data(client: Client, section: Any) -> None:
    notice = make_notice(
        section,
        document_number="湘教通〔2020〕1号",
        issuing_body="湖南省教育厅",
        dated=date(2020, 5, 21),
        addressed_to="各市州教育（体）局",
        body=[("heading", "一、申报范围"), ("paragraph", "<p>正文内容</p>")],
    )

    text = _text(client, notice)

    for expected in [
        "湘教通〔2020〕1号",
        "湖南省教育厅",
        "2020年5月21日",
        "各市州教育（体）局：",
        '<h2 id="clause-1">一、申报范围</h2>',
        "正文内容",
    ]:
        assert expected in text


def test_attachments_show_title_format_and_size_in_the_editors_order(
    client: Client, section: Any
) -> None:
    notice = make_notice(section)
    for order, title in enumerate(["第一份", "第二份"]):
        NoticeAttachment.objects.create(
            page=notice, document=_document(), title=title, sort_order=order
        )

    text = _text(client, notice)

    assert text.index("第一份") < text.index("第二份")
    assert "PDF · 2.0" in text


def test_related_notices_show_only_what_is_public(client: Client, section: Any) -> None:
    other = make_notice(section, title="第二批通知", slug="second")
    hidden = make_notice(section, title="内部通知", slug="hidden")
    hidden.unpublish()
    notice = make_notice(section, slug="third")
    for order, related in enumerate([other, hidden]):
        RelatedNotice.objects.create(page=notice, notice=related, sort_order=order)

    text = _text(client, notice)

    assert "第二批通知" in text
    assert "内部通知" not in text


def test_a_contact_block_is_fed_from_the_register(client: Client, section: Any) -> None:
    contact = ContactFactory(office="职成所", person="某人")
    notice = make_notice(section, body=[("contact", {"contact": contact, "note": ""})])

    text = _text(client, notice)
    assert "职成所" in text
    assert "某人" not in text

    contact.office, contact.show_person = "职业教育与成人教育研究所", True
    contact.save()
    text = _text(client, notice)
    assert "职业教育与成人教育研究所" in text
    assert "某人" in text

    contact.is_public = False
    contact.save()
    assert "职业教育与成人教育研究所" not in _text(client, notice)


def test_a_contact_that_was_deleted_leaves_no_trace(client: Client, section: Any) -> None:
    contact = ContactFactory(office="职成所")
    notice = make_notice(section, body=[("contact", {"contact": contact, "note": "咨询"})])
    contact.delete()

    assert "咨询" not in _text(client, notice)


def test_a_qq_group_block_is_fed_from_the_register(client: Client, section: Any) -> None:
    group = QQGroupFactory(number="235468629", audience="各试点院校相关负责人")
    notice = make_notice(section, body=[("qq_group", {"group": group})])

    text = _text(client, notice)
    assert "235468629" in text
    assert "各试点院校相关负责人" in text

    group.is_public = False
    group.save()
    assert "235468629" not in _text(client, notice).partition("<footer")[0]


def test_tables_deadlines_and_clauses_are_readable(client: Client, section: Any) -> None:
    notice = make_notice(
        section,
        body=[
            (
                "table",
                {
                    "caption": "两轮安排",
                    "cells": "轮次\t备案截止\n第一轮\t5月29日",
                    "has_header": True,
                },
            ),
            (
                "deadlines",
                {
                    "title": "时间安排",
                    "deadlines": [{"label": "备案", "date": date(2020, 5, 29), "note": "第一轮"}],
                },
            ),
            (
                "clause",
                {
                    "clause": "二、（三）",
                    "text": "不超过40",
                    "repaired": "不超过40%的证书",
                    "reason": "流传文本缺字",
                },
            ),
        ],
    )

    text = _text(client, notice)

    assert "<caption>两轮安排</caption>" in text
    assert 'data-label="备案截止"' in text
    assert '<time datetime="2020-05-29">2020年5月29日</time>' in text
    assert "不超过40%的证书" in text
    assert "流传文本缺字" in text


def test_the_section_lists_live_public_pages_by_date(client: Client, section: Any) -> None:
    make_notice(section, title="旧通知", slug="old", dated=date(2019, 5, 1))
    make_notice(section, title="新通知", slug="new", dated=date(2020, 5, 21))
    make_notice(section, title="撤下的通知", slug="gone").unpublish()
    make_notice(section, title="内部通知", slug="private").view_restrictions.create(
        restriction_type="login"
    )

    text = _text(client, section)

    assert text.index("新通知") < text.index("旧通知")
    assert "撤下的通知" not in text
    assert "内部通知" not in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [("year=2019", {"旧通知"}), ("q=新", {"新通知"}), ("year=1600&q=", {"旧通知", "新通知"})],
)
def test_the_section_is_filtered_by_year_and_keyword(
    client: Client, section: Any, query: str, expected: set[str]
) -> None:
    make_notice(section, title="旧通知", slug="old", dated=date(2019, 5, 1))
    make_notice(section, title="新通知", slug="new", dated=date(2020, 5, 21))

    response = client.get(f"{section.url}?{query}")

    assert {entry.page.title for entry in response.context["listing"].entries} == expected


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "year=%00",
        "page=-1",
        "page=99999999999999999999999",
        "page=x",
        "year=２０２０",
        "q=" + "长" * 500,
    ],
)
def test_no_query_string_breaks_the_section(client: Client, section: Any, query: str) -> None:
    make_notice(section)

    # The reference site answers a NUL with 400 before any view sees it.
    assert client.get(f"{section.url}?{query}").status_code in (200, 400)


def test_the_feed_names_public_pages_and_marks_demo_lists(client: Client, section: Any) -> None:
    make_notice(section, title="申报通知", summary="摘要内容")
    make_notice(section, title="撤下的通知", slug="gone").unpublish()
    round_ = RoundFactory()
    FilingFactory(round=round_, is_demo=True)
    publish(draft_list(section, round_, title="演示名单"))

    response = client.get(f"{section.url}feed/")

    text = response.content.decode()
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "<title>申报通知</title>" in text
    assert "摘要内容" in text
    assert "演示名单（演示数据）" in text
    assert "撤下的通知" not in text


def test_the_section_and_its_feed_need_the_same_few_queries_whatever_their_length(
    client: Client, section: Any
) -> None:
    published_list(section)
    make_notice(section)
    counts = []
    for number in range(2):
        for address in [section.url, f"{section.url}feed/"]:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        for copy in range(5):
            make_notice(section, slug=f"more-{number}-{copy}")

    assert counts[:2] == counts[2:]
    assert max(counts) <= 19


def test_a_notice_needs_the_same_few_queries_whatever_it_holds(
    client: Client, section: Any
) -> None:
    def count(notice: NoticePage) -> int:
        client.get(notice.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(notice.url)
        return len(queries)

    def notice(slug: str, blocks: int) -> NoticePage:
        made = make_notice(
            section,
            slug=slug,
            body=[("contact", {"contact": ContactFactory(), "note": ""}) for _ in range(blocks)],
        )
        for order in range(blocks):
            NoticeAttachment.objects.create(page=made, document=_document(), sort_order=order)
            RelatedNotice.objects.create(page=made, notice=made, sort_order=order)
        return made

    assert count(notice("one", 1)) == count(notice("many", 4)) <= 28


def test_a_notice_that_names_a_person_asks_search_engines_not_to_keep_it(
    client: Client, section: Any
) -> None:
    silent = ContactFactory(person="不公开的人")
    shown = ContactFactory(person="愿意公开的人", show_person=True)
    for slug, contact, header in (("one", silent, None), ("two", shown, "noindex")):
        notice = make_notice(section, slug=slug, body=[("contact", {"contact": contact})])
        response = client.get(notice.url)
        assert response.headers.get("X-Robots-Tag") == header
        assert ("愿意公开的人" in response.content.decode()) is (header is not None)
    shown.is_public = False
    shown.save()
    assert "X-Robots-Tag" not in client.get(notice.url).headers


def test_the_feed_of_a_section_survives_a_stray_character_and_names_an_author(
    client: Client, section: Any
) -> None:
    make_notice(section, title="申报\x0b通知", summary="第一行\x0b第二行\x1f")
    feed = ElementTree.fromstring(client.get(f"{section.url}feed/").content)  # noqa: S314
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.findtext(f"{atom}author/{atom}name")
    assert feed.findtext(f"{atom}entry/{atom}title") == "申报 通知"
