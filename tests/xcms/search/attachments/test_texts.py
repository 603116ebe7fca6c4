"""The text of a file, read in a process of its own; a sentence where there is none to read."""

import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import gettext as _
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.xcms.search.attachments.documents_of_word import docx, paragraph, run
from tests.xcms.search.attachments.pdfs import assembled, locked, pdf, stream
from xcms.confined import running
from xcms.importing.reading.refusals import Refusal
from xcms.search.attachments.reading.child import answer_to
from xcms.search.attachments.texts import ReadText, UnreadableError, read_text

FILES = Path(__file__).resolve().parents[3] / "files"
ATTACHMENTS = FILES / "attachments"
MB = 1024 * 1024


def text_of(data: bytes) -> str:
    return "\n".join(passage.text for passage in read_text(data).passages)


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_text(data)
    return str(caught.value)


def damaged() -> str:
    return _("The file is damaged, or is not what its name says.")


def protected() -> str:
    return _("The file is protected by a password.")


def unknown(kind: str) -> str:
    return _("Files of the kind %(kind)s are not searched.") % {"kind": kind}


# -- What is read ----------------------------------------------------------------------------------


def test_a_pdf_is_read_page_by_page() -> None:
    read = read_text(pdf("考务平台操作手册", "咨询工作群"))

    (passage,) = read.passages
    assert (passage.first_page, passage.last_page) == (1, 2)
    assert passage.text == "考务平台操作手册\f咨询工作群"
    assert not read.is_truncated


def test_words_that_break_off_at_the_end_of_a_line_are_whole_again() -> None:
    page = (
        "第三批试点院校应当在规定时间内登录考务平台完成报\n名工作，逾期不再受理。\n附件\n一、名单"
    )

    assert text_of(pdf(page)) == (
        "第三批试点院校应当在规定时间内登录考务平台完成报名工作，逾期不再受理。\n附件\n一、名单"
    )


def test_spread_titles_and_lookalikes_are_mended() -> None:
    assert (
        text_of(pdf("关 于 开 展 试 点 的 通 知", "⼀、⼯作⽬标"))
        == "关于开展试点的通知\f一、工作目标"
    )


def test_a_pdf_as_an_office_program_makes_it() -> None:
    text = text_of((ATTACHMENTS / "notice.pdf").read_bytes())

    assert "试点院校在考务平台完成报名工作，考务平台不作说明。" in text
    assert "脚注：平台说明" in text
    assert "文本框：报名说明" in text
    assert "看不见" not in text


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    assert text_of(locked(pdf("试点证书"), user="")) == "试点证书"


def test_a_word_document_as_an_office_program_makes_it() -> None:
    lines = text_of((ATTACHMENTS / "notice.docx").read_bytes()).split("\n")

    assert lines[0] == "页眉：考务平台说明"
    assert "证书\t费用" in lines
    assert "物流 中级\t二百" in lines
    assert "文本框：报名说明" in lines
    assert lines[-2:] == ["脚注：平台说明", "页脚：试点"]
    assert not any("看不见" in line for line in lines)


def test_what_a_reader_of_a_word_document_does_not_see_is_not_found() -> None:
    body = paragraph(
        "看得见",
        "<w:del><w:r><w:t>删去的</w:t></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>移走的</w:t></w:r></w:moveFrom>",
        "<w:ins><w:r><w:t>添上的</w:t></w:r></w:ins>",
        run("隐藏的", "<w:vanish/>"),
        run("不隐藏的", '<w:vanish w:val="0"/>'),
        "<w:r><w:instrText>HYPERLINK</w:instrText></w:r>",
    )

    assert text_of(docx(body, comments=paragraph("批注"))) == "看得见添上的不隐藏的"


def test_a_text_box_counts_once_and_before_the_paragraph_it_stands_in() -> None:
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    alternatives = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert text_of(docx(paragraph("框外一", alternatives, "二"))) == "框内\n框外一二"


def test_tables_inside_tables_keep_their_rows() -> None:
    inner = (
        f"<w:tbl><w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>"
    )
    outer = f"<w:tbl><w:tr><w:tc>{inner}{paragraph('丙')}</w:tc><w:tc>{paragraph('丁')}</w:tc></w:tr></w:tbl>"

    assert text_of(docx(outer)) == "甲 乙 丙\t丁"


def test_the_same_header_counts_once() -> None:
    document = docx(paragraph("正文"), header1=paragraph("页眉"), header2=paragraph("页眉"))

    assert text_of(document) == "页眉\n正文"


@pytest.mark.parametrize("name", ["plain.xlsx", "plain.xls", "plain.ods"])
def test_a_workbook_is_read_row_by_row(name: str) -> None:
    (passage,) = read_text((FILES / name).read_bytes()).passages

    assert passage.name == "名单"
    assert passage.text.split("\n")[:2] == [
        "学校标识码\t学校名称\t试点规模(人)\t生效日期",
        "4143010533\t甲职业学院\t60\t2020-06-12",
    ]


def test_each_sheet_is_named_and_hidden_ones_are_not_found() -> None:
    read = read_text((FILES / "dictionary_hidden_and_chart_sheets.xlsx").read_bytes())

    assert [passage.name for passage in read.passages] == ["填写说明", "数据字典", "名单"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_text_and_csv_are_read_in_the_usual_encodings(encoding: str, ends: str) -> None:
    text = ends.join(["考务平台,操作手册", "", "第二行：湖南省1+X证书制度试点"])

    assert text_of(text.encode(encoding)) == "考务平台,操作手册\n第二行：湖南省1+X证书制度试点"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("html_saved_as.xls", "试点院校一览表"), ("utf16_tabs.txt", "甲职业学院")],
)
def test_what_a_file_is_its_bytes_tell(name: str, sentence: str) -> None:
    assert sentence in text_of((FILES / name).read_bytes())


# -- What is not ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [b"", b" \n", pdf("", ""), docx(paragraph("")), (FILES / "empty_workbook.xlsx").read_bytes()],
)
def test_scans_and_empty_files_have_no_text(data: bytes) -> None:
    assert read_text(data) == ReadText((), False)


def test_a_password_is_told() -> None:
    assert refusal(locked(pdf("试点"), user="secret")) == protected()
    for name in ("encrypted.xlsx", "encrypted_zip.xlsx", "password.xls", "password.ods"):
        assert refusal((FILES / name).read_bytes()) == protected()


def test_broken_files_are_told() -> None:
    whole = docx(paragraph("试点" * 1000))
    for data in (
        pdf("试点")[:40],
        b"%PDF-1.7\n" + b"\xff" * 1000,
        whole[: len(whole) // 2],
        docx("<w:p><w:r><w:t>没有结束"),
        (FILES / "truncated.xlsx").read_bytes(),
        (FILES / "bytes_overwritten.xlsx").read_bytes(),
        (FILES / "binary.csv").read_bytes(),
        (FILES / "damaged_utf8.csv").read_bytes(),
    ):
        assert refusal(data) == damaged()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ((FILES / "picture.xlsx").read_bytes(), "PNG"),
        ((FILES / "zip_of_other_things.xlsx").read_bytes(), "ZIP"),
        (b"{\\rtf1 text}", "RTF"),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "Word (DOC)"),
    ],
)
def test_files_of_other_kinds_are_told(data: bytes, kind: str) -> None:
    assert refusal(data) == unknown(kind)


@pytest.mark.parametrize(
    "name", ["zip_bomb.xlsx", "zip_bomb_that_lies.xlsx", "deep_xml.xlsx", "overlapping_parts.xlsx"]
)
def test_bombs_are_refused(name: str) -> None:
    assert refusal((FILES / name).read_bytes())


def test_a_word_document_that_unpacks_to_very_much_is_refused() -> None:
    target = BytesIO(docx(paragraph("试点")))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/image1.bin", b"\0" * (64 * MB))

    assert refusal(target.getvalue()) == damaged()


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_encoding(declared: str, encoding: str) -> None:
    plain = docx(paragraph("&b;"), before=declared)
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(plain)) as read, zipfile.ZipFile(target, "w") as written:
        for name in read.namelist():
            written.writestr(name, read.read(name).decode().encode(encoding))

    assert refusal(target.getvalue()) == damaged()


def test_a_pdf_that_refers_to_itself_is_refused_or_read() -> None:
    loop = assembled(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R 2 0 R]>>"]
    )
    deep = assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"[" * 100_000 + b"]" * 100_000])

    assert refusal(loop) == refusal(deep) == damaged()


def test_a_page_that_unpacks_to_very_much_costs_that_page() -> None:
    """pypdf has a bound on a stream."""
    good = pdf("试点证书", "试点证书", packed=True)
    bomb = stream(b"1 0 0 1 10 400 Tm (abc) Tj " * 4_000_000, packed=True)
    start = good.index(b"7 0 obj\n") + 8
    end = good.index(b"\nendobj", start)

    read = read_text(good[:start] + bomb + good[end:])

    assert [passage.text for passage in read.passages] == ["试点证书"]
    assert read.is_truncated


# -- Limits -----------------------------------------------------------------------------------------


def test_ten_thousand_pages_are_read_until_there_is_enough(settings: Any) -> None:
    settings.XCMS = {"SEARCH_FILE_CHARACTERS": 20_000}

    read = read_text(pdf(*["试点院校名单"] * 10_000))

    assert read.is_truncated
    assert sum(len(one.text.replace("\f", "")) for one in read.passages) == 20_000
    assert len(read.passages) == 4


def test_reading_ends_with_its_time(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.XCMS = {"SEARCH_FILE_SECONDS": 1}
    monkeypatch.setattr(running, "_START", f"import time; time.sleep(60)\n{running._START}")
    began = time.monotonic()

    assert refusal(pdf("试点")) == _("Reading the text takes too long.")
    assert time.monotonic() - began < 10


def test_a_file_with_no_text_read_in_half_of_the_time_is_refused() -> None:
    """What was read in that time counts: see test_passages."""
    request = {
        "characters": 100,
        "bounds": {"rows": 1, "columns": 1, "cells": 1, "unpacked_bytes": 1},
        "resources": {"seconds": 0},
    }

    with pytest.raises(Refusal, match="takes too long"):
        answer_to(request, pdf("试点"))


def test_a_file_that_needs_too_much_memory_is_refused(settings: Any) -> None:
    settings.XCMS = {"SEARCH_FILE_MEMORY_BYTES": 300 * MB, "SEARCH_FILE_CHARACTERS": 50_000_000}

    assert refusal((FILES / "huge_shared_string.xlsx").read_bytes()) == _(
        "Reading the text needs more memory than allowed."
    )


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "import os; os.kill(os.getpid(), 9)",
            lambda: _(
                "The system ended the reading of the text, as it does when memory runs short."
            ),
        ),
        ("import os; os.abort()", lambda: _("The file brought the reader of its text down.")),
        ("raise MemoryError", lambda: _("Reading the text needs more memory than allowed.")),
    ],
)
def test_a_reader_that_dies_leaves_a_sentence(
    monkeypatch: pytest.MonkeyPatch, code: str, sentence: Callable[[], str]
) -> None:
    monkeypatch.setattr(running, "_START", f"{code}\n{running._START}")

    assert refusal(pdf("试点")) == sentence()


def test_the_reader_knows_no_django() -> None:
    code = (
        "import sys, xcms.search.attachments.reading.child; "
        "sys.exit(any(name in sys.modules for name in ('django', 'wagtail', 'pandas', 'pypdf')))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603


# -- Whatever bytes come ----------------------------------------------------------------------------

SOUND = {
    "pdf": pdf("考务平台操作手册\n咨询工作群", "第二页", packed=True),
    "office.pdf": (ATTACHMENTS / "notice.pdf").read_bytes(),
    "docx": docx(paragraph("考务平台"), header1=paragraph("页眉")),
    "office.docx": (ATTACHMENTS / "notice.docx").read_bytes(),
    "txt": "考务平台\n操作手册".encode("gb18030"),
}


def text_or_sentence(data: bytes) -> None:
    """Never that the reader had no word for what it met."""
    try:
        passages, sentence = read_text(data).passages, "-"
    except UnreadableError as error:
        passages, sentence = (), str(error)
    assert sentence not in ("", _("The file brought the reader of its text down."))
    assert not any("\0" in passage.text for passage in passages)
    assert "".join(passage.text for passage in passages).encode("utf-8") is not None


@given(st.binary(max_size=300))
@settings(max_examples=10, deadline=None)
def test_any_bytes(data: bytes) -> None:
    text_or_sentence(data)
    text_or_sentence(b"%PDF-1.4\n" + data)


@given(st.sampled_from(sorted(SOUND)), st.floats(0, 1), st.binary(min_size=1, max_size=30))
@settings(max_examples=30, deadline=None)
def test_bytes_overwritten(name: str, where: float, noise: bytes) -> None:
    data = bytearray(SOUND[name])
    start = int(where * len(data))
    data[start : start + len(noise)] = noise
    text_or_sentence(bytes(data))


@given(st.sampled_from(sorted(SOUND)), st.floats(0, 1), st.floats(0, 1), st.binary(max_size=20))
@settings(max_examples=30, deadline=None)
def test_pieces_cut_out_and_put_in(name: str, first: float, second: float, put: bytes) -> None:
    data = SOUND[name]
    start, end = sorted((int(first * len(data)), int(second * len(data))))
    text_or_sentence(data[:start] + put + data[end:])
