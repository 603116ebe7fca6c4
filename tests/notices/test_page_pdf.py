"""Notices and lists as PDF: what the page says, for whom the page is."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from wagtail.models import PageViewRestriction

from tests.notices.pages import make_notice, published_list
from xcms.pdf import answers, making
from xcms.pdf.making import PdfBusyError, PdfFailedError, is_available

needs_weasyprint = pytest.mark.skipif(
    not is_available(), reason="WeasyPrint or Pango is not on this machine."
)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (answers, making):
        monkeypatch.setattr(module, "is_available", lambda: True)
    monkeypatch.setattr("notices.pdf.is_available", lambda: True)


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
