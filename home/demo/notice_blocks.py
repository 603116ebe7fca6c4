"""The notice's text as the blocks of its page."""

from collections.abc import Iterator
from typing import Any

from wagtail.rich_text import RichText

from home.demo import notice_text as text
from home.demo.facts import notice_facts
from registry.enums import ContactKind
from registry.models import ContactPoint, QQGroup, Round

Block = tuple[str, Any]


def notice_blocks(rounds: list[Round]) -> list[Block]:
    """(block type, value) pairs, as a StreamField takes them."""
    return list(_blocks(rounds))


def _blocks(rounds: list[Round]) -> Iterator[Block]:
    yield _paragraph(text.opening())
    yield "heading", "一、试点院校的范围与条件"
    yield _paragraph(text.scope_and_conditions())
    yield "heading", "二、规模上限"
    yield _paragraph(text.caps())
    yield _paragraph(text.caps_remark())
    yield "heading", "三、两轮时间安排"
    yield _timetable(rounds)
    yield _paragraph(text.timetable_remark())
    yield "heading", "四、申报与审核流程"
    yield _paragraph(text.procedure())
    yield "heading", "五、评价组织备案要求"
    yield _paragraph(text.filing_requirements())
    yield "heading", "六、评价组织的职责"
    yield _paragraph(text.organization_duties())
    yield "heading", "七、试点院校的职责"
    yield _paragraph(text.school_duties())
    yield "heading", "八、联系方式与工作群"
    yield from _directory()


def _paragraph(html: str) -> Block:
    return "paragraph", RichText(html)


def _timetable(rounds: list[Round]) -> Block:
    cells = "\n".join("\t".join(row) for row in text.timetable(rounds))
    return "table", {"caption": "2020年第三批两轮时间安排", "cells": cells, "header_rows": 1}


def _directory() -> Iterator[Block]:
    facts = notice_facts()
    office = ContactPoint.objects.filter(
        kind=ContactKind.PROVINCE, office=facts["contact"]["office"]
    ).first()
    group = QQGroup.objects.filter(number=facts["qq_group"]["number"]).first()
    if office is not None:
        yield "contact", {"contact": office, "note": "申报、备案与政策咨询"}
    if group is not None:
        yield "qq_group", {"group": group}
