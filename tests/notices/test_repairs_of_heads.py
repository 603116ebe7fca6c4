"""Repairs of a title or another field: marked for readers where the page shows it, on notices and on lists."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from notices.models import CertificateListPage
from notices.proofreading.reading import read
from notices.proofreading.repairing import Choice, latest_draft, settle
from tests.factories import FilingFactory, RoundFactory
from tests.notices.pages import draft_list, draft_notice, publish, republish

pytestmark = pytest.mark.django_db

MARK = re.compile(r'<sup class="xcms-repair-mark">.*?href="#text-repair-(\d+)".*?</sup>', re.DOTALL)


def repair(page: Any, **readings: str) -> Any:
    """``repair(page, 有误的字="正确的字")``, in one draft; gives back the fresh page."""
    reading = read(latest_draft(page.pk))
    found = {one.original: one.fingerprint for one in reading.findings}
    choices = [Choice(found[words], other, "按原件") for words, other in readings.items()]
    settle(page.pk, choices, token=reading.token, user=None)
    return type(page).objects.get(pk=page.pk)


def shown(client: Client, page: Any, below: str = "") -> str:
    """The page, its marks as 【1】."""
    response = client.get(f"{page.url}{below}")
    assert response.status_code == 200
    return MARK.sub(r"【\1】", response.content.decode())


def notes_of(text: str) -> str:
    return text.partition('id="text-repairs"')[2].partition("</section>")[0]


def test_a_notice_marks_title_addressee_and_signature(client: Client, section: Any) -> None:
    page = draft_notice(
        section,
        title="关于1十X证书<试点>的通知",
        addressed_to="各市州教育局\n有关布署单位",
        issuing_body="湖南省教育厅529日",
        dated=date(2020, 5, 21),
        body=[("paragraph", "<p>申报至612日。</p>")],
    )
    page = repair(page, **{"1十X": "1+X", "布署": "部署", "529日": "办公室", "612日": "6月12日"})
    page = republish(page, "校订。")

    text = shown(client, page)

    assert "<h1>关于1+X【1】证书&lt;试点&gt;的通知</h1>" in text
    assert "湖南省教育厅办公室【2】</span>" in text
    assert "有关部署【3】单位：" in text
    assert "申报至6月12日【4】。" in text
    # Readers come back from each note that has a mark.
    for number in range(1, 5):
        assert f'href="#text-repair-{number}-mark"' in notes_of(text)


def test_a_field_that_the_page_does_not_show_has_a_note_without_a_way_back(
    client: Client, section: Any
) -> None:
    page = draft_notice(section, summary="申报至612日。", dated=date(2020, 5, 21))
    page = repair(page, **{"612日": "6月12日"})
    page = republish(page, "校订。")

    text = shown(client, page)

    assert "<ins>6月12日</ins>" in notes_of(text)
    assert "-mark" not in notes_of(text)


@pytest.fixture
def repaired_list(section: Any, monkeypatch: pytest.MonkeyPatch) -> CertificateListPage:
    round_ = RoundFactory()
    FilingFactory(round=round_)
    page = draft_list(
        section,
        round_,
        title="第一轮1十X证书名单",
        intro="现予公布。\n公示至612日。",
        dated=date(2020, 5, 21),
    )
    with monkeypatch.context() as earlier:
        # Published before texts were proofread.
        earlier.setattr("notices.proofreading.gate._refuse", lambda page: None)
        page = publish(page)
    page = repair(page, **{"1十X": "1+X", "612日": "6月12日"})
    return publish(page, change_note="校订。")


def test_a_list_marks_its_title_and_introduction_and_keeps_the_originals(
    client: Client, repaired_list: CertificateListPage
) -> None:
    text = shown(client, repaired_list)

    assert "<h1>第一轮1+X【1】证书名单</h1>" in text
    assert "<p>现予公布。<br>公示至6月12日【2】。</p>" in text
    assert "<del>1十X</del>" in notes_of(text)
    assert "<del>612日</del>" in notes_of(text)
    assert 'href="#text-repair-1-mark"' in notes_of(text)
    # Once: the table's caption is no second place to come back to.
    assert text.count("【1】") == 1


def test_a_former_text_of_a_list_has_the_repairs_of_its_day(
    client: Client, repaired_list: CertificateListPage
) -> None:
    text = shown(client, repaired_list, "texts/1/")

    assert "1十X证书名单</h1>" in text
    assert "【1】" not in text
    assert 'id="text-repairs"' not in text


def test_a_former_edition_of_a_list_has_the_repairs_of_its_words(
    client: Client, repaired_list: CertificateListPage
) -> None:
    FilingFactory(round=repaired_list.round)
    page = publish(repaired_list, change_note="补充。", title="第一轮名单")
    FilingFactory(round=page.round)
    page = publish(page, change_note="再补充。", title="第一轮1+X证书名单（三）")

    first, second = shown(client, page, "editions/1/"), shown(client, page, "editions/2/")

    assert "1十X证书名单</h1>" in first
    assert 'id="text-repairs"' not in first
    assert "<h1>第一轮名单</h1>" in second
    assert "公示至6月12日【1】。" in second
    assert "<ins>1+X</ins>" not in notes_of(second)
    assert "<h1>第一轮1+X【1】证书名单（三）</h1>" in shown(client, page)
