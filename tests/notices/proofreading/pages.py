"""Notices with a body to repair: published, rewritten, and as their readers see them."""

import re
from datetime import date
from typing import Any

from django.test import Client

from notices.models import NoticePage
from tests.notices.pages import draft_notice
from tests.notices.proofreading import draft

DATED = date(2020, 5, 21)
MARK = re.compile(r'<sup class="xcms-repair-mark">.*?href="#text-repair-(\d+)".*?</sup>', re.DOTALL)


def notice(section: Any, *body: Any, **values: Any) -> NoticePage:
    return draft_notice(section, body=list(body), **{"dated": DATED, **values})


def published(page: Any) -> NoticePage:
    corrected = draft(page)
    corrected.change_note = "校订。"
    corrected.save_revision().publish()
    return NoticePage.objects.get(pk=page.pk)


def shown(client: Client, page: Any) -> str:
    """The page, its marks as 【1】."""
    text = client.get(NoticePage.objects.get(pk=page.pk).url).content.decode()
    return MARK.sub(r"【\1】", text)


def rewritten(page: Any, source: str) -> Any:
    """The first block rewritten in the editor, and saved as a draft."""
    made = draft(page)
    raw = list(made.body.raw_data)
    raw[0]["value"] = source
    made.body = made.body.stream_block.to_python(raw)
    made.change_note = "更正。"
    return made.save_revision()


def edited(page: Any, source: str) -> NoticePage:
    rewritten(page, source).publish()
    return NoticePage.objects.get(pk=page.pk)
