"""Notices and lists as PDF: what the page says, for whom the page is."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from notices.models import NoticeAttachment
from notices.models.withdrawals import PageWithdrawal
from tests.factories import FilingFactory
from tests.notices.pages import draft_notice, make_notice, publish, published_list, republish
from tests.notices.proofreading import repair
from tests.weasyprint import needs_weasyprint
from xcms.pdf import answers, making
from xcms.pdf.making import PdfBusyError, PdfFailedError


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (answers, making):
        monkeypatch.setattr(module, "is_available", lambda: True)
    for name in ("notices.pdf", "notices.models.lists", "notices.texts.former"):
        monkeypatch.setattr(f"{name}.is_available", lambda: True)


def text_of(content: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    return "\n".join(pages)


@needs_weasyprint
def test_a_notice_has_its_text_its_address_and_its_pages(client: Client, section: Any) -> None:
    notice = make_notice(
        section,
        title="关于申报工作的通知",
        issuing_body="湖南省教育厅",
        addressed_to="各有关院校",
        body=[("paragraph", "<p>请按时申报。</p>" * 60)],
    )
    response = client.get(f"{notice.url}pdf/")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    text = text_of(response.content)
    for said in ("关于申报工作的通知", "各有关院校", "请按时申报", "湖南省教育厅", notice.full_url):
        assert said in text.replace("\n", "")
    pages = len(PdfReader(BytesIO(response.content)).pages)
    assert pages > 1
    assert f"共{pages}页" in text.replace(" ", "")


@needs_weasyprint
def test_a_list_has_its_rows_with_serial_numbers_and_its_digest(
    client: Client, section: Any
) -> None:
    page = published_list(section, filings=3)
    response = client.get(f"{page.url}pdf/")
    text = text_of(response.content).replace("\n", "")
    assert "序号" in text
    assert "SHA-256" in text
    media = PdfReader(BytesIO(response.content)).pages[0].mediabox
    assert media.width > media.height


def test_restricted_and_withdrawn_pages_have_none(
    client: Client, section: Any, offered: None
) -> None:
    notice = make_notice(section)
    PageViewRestriction.objects.create(page=notice, restriction_type="login")
    assert client.get(f"{notice.url}pdf/").status_code == 302
    other = make_notice(section, slug="other")
    other.unpublish()
    assert client.get(f"{other.url}pdf/").status_code == 404


@pytest.mark.parametrize("error", [PdfBusyError, PdfFailedError])
def test_a_pdf_that_cannot_be_made_is_a_sentence(
    client: Client,
    section: Any,
    offered: None,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
) -> None:
    def fail(*_args: Any, **_options: Any) -> bytes:
        raise error

    monkeypatch.setattr(answers, "pdf_of", fail)
    notice = make_notice(section)
    response = client.get(f"{notice.url}pdf/")
    assert response.status_code == 503
    assert "no-store" in response["Cache-Control"]
    assert notice.url in response.text


def test_without_weasyprint_nothing_is_offered(
    client: Client, section: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notices.pdf.is_available", lambda: False)
    monkeypatch.setattr(answers, "is_available", lambda: False)
    notice = make_notice(section)
    assert "/pdf/" not in client.get(notice.url).text
    assert client.get(f"{notice.url}pdf/").status_code == 404


def joined(content: bytes) -> str:
    return "".join(text_of(content).split())


@needs_weasyprint
def test_it_says_how_the_text_stands_and_what_was_repaired(
    client: Client, admin_client: Client, section: Any
) -> None:
    notice = draft_notice(
        section,
        title="申报通知",
        issuing_body="湖南省教育厅",
        dated=date(2020, 5, 21),
        body=[("paragraph", "<p>备案截至529日。</p>")],
    )
    repair(admin_client, notice, "529日")
    notice.refresh_from_db()
    notice = republish(notice, "校订。")
    document = get_document_model().objects.create(
        title="form", file=ContentFile(b"x", name="form.txt"), file_size=1
    )
    NoticeAttachment.objects.create(page=notice, document=document, title="申报书")
    PageWithdrawal.objects.create(page=notice, reason="由新通知代替。", withdrawn_at=timezone.now())

    text = joined(client.get(f"{notice.url}pdf/").content)

    # The site's notes stand after the signature: they are no part of the text.
    order = ["由新通知代替。", "5月29日", "申报书", "2020年5月21日", "数字粘连"]
    assert [one for one in order if one not in text] == []
    assert sorted(order, key=text.index) == order


@needs_weasyprint
def test_merged_cells_pictures_and_links(client: Client, section: Any) -> None:
    image = get_image_model().objects.create(title="流程", file=get_test_image_file())
    cells = "轮次\t截止日期\t←\n↑\t备案\t申报\n第一轮\t5月29日\t6月12日"
    table = {"caption": "两轮时间", "cells": cells, "header_rows": 2}
    links = (
        '<p><a href="https://vslc.ncb.edu.cn/">平台</a><a href="/schools/">院校</a>'
        '<a href="#clause-1">第一条</a></p>'
    )
    notice = make_notice(
        section,
        body=[
            ("heading", "一、时间"),
            ("table", table),
            ("image", {"image": image, "alt": "流程", "caption": "申报流程图"}),
            ("paragraph", links),
        ],
    )

    reader = PdfReader(BytesIO(client.get(f"{notice.url}pdf/").content))

    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert "←" not in text
    assert "↑" not in text
    assert "申报流程图" in text
    assert sum(len(page.images) for page in reader.pages) == 1
    found = [one.get_object() for page in reader.pages for one in page.get("/Annots", ())]
    addresses = {one["/A"]["/URI"] for one in found if "/URI" in one.get("/A", {})}
    assert addresses == {"https://vslc.ncb.edu.cn/", "http://testserver/schools/"}
    assert any("/Dest" in one or "/D" in one.get("/A", {}) for one in found)


@needs_weasyprint
def test_captions_and_headings_stay_with_what_they_head(client: Client, section: Any) -> None:
    body: list[tuple[str, Any]] = []
    for number in range(1, 13):
        body += [
            ("paragraph", "<p>填充。</p>" * number),
            ("subheading", f"标题{number}完"),
            (
                "table",
                {
                    "caption": f"表{number}完",
                    "cells": f"甲\t乙\n行{number}完\t值",
                    "header_rows": 1,
                },
            ),
        ]
    notice = make_notice(section, body=body)

    reader = PdfReader(BytesIO(client.get(f"{notice.url}pdf/").content))

    pages = ["".join(page.extract_text().split()) for page in reader.pages]
    assert len(pages) > 4
    for number in range(1, 13):
        [page] = [one for one in pages if f"行{number}完" in one]
        assert f"标题{number}完" in page
        assert f"表{number}完" in page


@needs_weasyprint
def test_a_former_edition_of_a_list_has_its_own(client: Client, section: Any) -> None:
    page = published_list(section, filings=1)
    FilingFactory(round=page.round, certificate__name="后补证书")
    page = publish(page, change_note="补充。")

    former = client.get(f"{page.url}editions/1/pdf/")
    current = client.get(f"{page.url}editions/2/pdf/")

    assert former["X-Robots-Tag"] == "noindex"
    assert not current.has_header("X-Robots-Tag")
    assert "后补证书" in joined(current.content)
    assert "后补证书" not in joined(former.content)
    assert f"{page.full_url}editions/1/" in joined(former.content)
    assert client.get(f"{page.url}editions/3/pdf/").status_code == 404


def test_a_former_text_offers_its_own(client: Client, section: Any, offered: None) -> None:
    notice = republish(make_notice(section), "更正。", title="更正后的通知")
    page = published_list(section)
    FilingFactory(round=page.round)
    page = publish(page, change_note="补充。")

    text = client.get(f"{notice.url}editions/1/").text
    assert f'href="{notice.url}editions/1/pdf/"' in text
    assert f'href="{notice.url}pdf/"' not in text
    assert f'data-xcms-copy="{notice.full_url}editions/1/"' in text
    assert f'href="{page.url}editions/1/pdf/"' in client.get(f"{page.url}editions/1/").text
    assert f'href="{page.url}pdf/"' in client.get(page.url).text


@needs_weasyprint
def test_a_former_text_reads_as_on_its_day(client: Client, section: Any) -> None:
    notice = make_notice(section, body=[("paragraph", "<p>截止5月29日。</p>")])
    notice = republish(
        notice, "更正。", title="更正后的通知", body=[("paragraph", "<p>截止6月5日。</p>")]
    )

    response = client.get(f"{notice.url}editions/1/pdf/")

    text = joined(response.content)
    assert response["X-Robots-Tag"] == "noindex"
    assert "申报通知" in text
    assert "截止5月29日" in text
    assert "截止6月5日" not in text
    assert f"{notice.full_url}editions/1/" in text
    assert "历史文本" in text
    current = client.get(f"{notice.url}editions/2/pdf/")
    assert (current.status_code, current["Location"]) == (302, f"{notice.url}pdf/")
    assert client.get(f"{notice.url}editions/3/pdf/").status_code == 404


@needs_weasyprint
def test_former_words_of_a_list_come_with_the_rows_of_their_day(
    client: Client, section: Any
) -> None:
    page = published_list(section, intro="原导语。")
    page = publish(page, change_note="更正导语。", intro="新导语。")

    text = joined(client.get(f"{page.url}texts/1/pdf/").content)

    assert "原导语" in text
    assert "新导语" not in text
