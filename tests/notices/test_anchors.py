"""Every heading and numbered line of a text can be linked to, by the clause that decisions name."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.notices.pages import make_notice

pytestmark = pytest.mark.django_db
BODY: list[Any] = [
    ("heading", "一、范围"),
    ("paragraph", "<p>下列学校：</p><p>（一）中职；</p><p><b>（二）高职</b>；</p>"),
    ("heading", "二、规模"),
    ("clause", {"clause": "二、（三）", "text": "总体上不超过", "repaired": "", "reason": ""}),
    ("heading", "附则"),
    ("heading", "附则"),
    ("heading", "二、<i>重复</i>"),
]


def ids(text: str) -> list[str]:
    return re.findall(r' id="((?:clause|section|article)-[^"]+)"', text)


def test_headings_clauses_and_numbered_lines_have_addresses(client: Client, section: Any) -> None:
    text = client.get(make_notice(section, body=BODY).url).content.decode()

    found = ids(text)

    assert found[:4] == ["clause-1", "clause-1-1", "clause-1-2", "clause-2"]
    assert found[4] == "clause-2-3"
    assert all(one.startswith("section-") for one in found[5:7])
    assert found[7] == "clause-2--2"
    assert len(set(found)) == len(found)
    assert '<h2 id="clause-1">一、范围</h2>' in text
    assert 'class="xcms-anchor" href="#clause-2-3"' in text
    assert "二、&lt;i&gt;重复&lt;/i&gt;" in text


def test_an_unnumbered_heading_keeps_its_address_when_others_come_before_it(
    client: Client, section: Any
) -> None:
    notice = make_notice(section, body=[("heading", "附则")])
    (before,) = ids(client.get(notice.url).content.decode())

    draft = notice.get_latest_revision_as_object()
    draft.body.insert(0, ("heading", "总则"))
    draft.change_note = "补总则。"
    draft.save_revision().publish()

    assert before in ids(client.get(notice.url).content.decode())[1:]


def test_a_text_without_blocks_or_ids_is_shown(client: Client, section: Any) -> None:
    notice = make_notice(section, body=[("heading", "甲" * 3000), ("paragraph", "<p></p>")])

    assert "甲" * 3000 in client.get(notice.url).content.decode()


def test_a_subheading_has_the_address_of_its_number(client: Client, section: Any) -> None:
    body = [("heading", "二、条件"), ("subheading", "（一）师资"), ("subheading", "细目")]

    found = ids(client.get(make_notice(section, body=body).url).content.decode())

    assert found[:2] == ["clause-2", "clause-2-1"]
    assert found[2].startswith("section-")
