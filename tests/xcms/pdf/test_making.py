"""PDFs are made apart, within limits, and never from what is fetched."""

from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from pypdf import PdfReader

from tests.weasyprint import needs_weasyprint
from xcms.pdf import making
from xcms.pdf.answers import with_pictures
from xcms.pdf.making import PdfBusyError, PdfFailedError, is_available, pdf_of

BASE = "https://example.org/"


def test_in_ci_pdfs_can_be_made() -> None:
    import os

    if os.environ.get("CI"):
        assert is_available()


@needs_weasyprint
def test_chinese_text_arrives_and_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = pdf_of("<p>关于试点申报工作的通知</p>", base_url=BASE)
    assert "试点申报" in PdfReader(BytesIO(made)).pages[0].extract_text()

    def not_again(*_args: Any) -> bytes:
        raise AssertionError("made twice")

    monkeypatch.setattr(making, "_make", not_again)
    assert pdf_of("<p>关于试点申报工作的通知</p>", base_url=BASE) == made


@needs_weasyprint
@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "https://example.org/x.png"]
)
def test_nothing_is_fetched(address: str) -> None:
    made = pdf_of(
        f'<link rel="stylesheet" href="{address}"><img src="{address}" alt="图"><p>正文</p>',
        base_url=BASE,
    )
    assert "正文" in PdfReader(BytesIO(made)).pages[0].extract_text()
    assert b"root:" not in made


@needs_weasyprint
def test_too_long_is_a_failure_and_frees_its_place(settings: Any) -> None:
    settings.XCMS = {**settings.XCMS, "PDF_SECONDS": 1, "PDF_AT_ONCE": 1}
    with pytest.raises(PdfFailedError):
        pdf_of("<p>长</p>" * 200_000, base_url=BASE)
    settings.XCMS = {**settings.XCMS, "PDF_SECONDS": 60}
    assert pdf_of("<p>短</p>", base_url=BASE)


def test_the_same_and_too_many_at_once_are_told_to_wait(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.XCMS = {**settings.XCMS, "PDF_AT_ONCE": 1}

    def meanwhile(html: str, base_url: str) -> bytes:
        with pytest.raises(PdfBusyError):
            pdf_of(html, base_url=base_url)
        with pytest.raises(PdfBusyError):
            pdf_of("<p>另一份</p>", base_url=base_url)
        return b"%PDF-"

    monkeypatch.setattr(making, "_make", meanwhile)
    assert pdf_of("<p>一份</p>", base_url=BASE) == b"%PDF-"
    assert cache.get("xcms.pdf.place.0") is None


def test_pictures_of_other_places_are_left_out(settings: Any) -> None:
    for source in (
        "https://example.org/a.png",
        "/media/../secret.png",
        "/media/none.png",
        "/etc/a.png",
    ):
        assert with_pictures(f'<img alt="图" src="{source}">') == '<img alt="图" src="">'
