"""Files that are not what they seem end in a sentence, and take nothing else down."""

import io
import zipfile
import zlib
from typing import Any

import pytest
from django.utils import translation

from notices.word.reader import UnreadableWordError, read_word
from notices.word.reading import refusals
from notices.word.reading.child import answer_to
from tests.notices.word_files import (
    commissioning_notice,
    document_with,
    drawing,
    paragraph,
    png,
    repacked,
)
from xcms.importing.reading.refusals import Refusal


def _refused(data: bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        answer_to(data, picture_bytes=1024 * 1024)
    return caught.value


def _changed(old: bytes, new: bytes) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        return content.replace(old, new) if name == "word/document.xml" else content

    return repacked(document_with(paragraph("正文")), change=change)


def _zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


_ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document'
_DEEP = "<w:sdt><w:sdtContent>"


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (commissioning_notice()[:4000], refusals.damaged()),
        (b"PK\x03\x04" + b"\0" * 500, refusals.damaged()),
        (_changed(b"</w:body>", b""), refusals.damaged()),
        (_changed(b"w:body", b"w:bode"), refusals.damaged()),
        (_changed(b"<w:document", _ENTITY), refusals.dishonest()),
        (
            _changed(
                "正文".encode(),
                f"</w:t></w:r>{_DEEP * 300}{'</w:sdtContent></w:sdt>' * 300}<w:r><w:t>".encode(),
            ),
            refusals.dishonest(),
        ),
        (
            repacked(commissioning_notice(), add={"word/media/x.png": b"\0" * (20 * 1024 * 1024)}),
            refusals.dishonest(),
        ),
        (
            repacked(commissioning_notice(), add={"word/vbaProject.bin": b"x"}),
            refusals.with_macros(),
        ),
        (document_with(paragraph("字" * 1000) * 450), refusals.too_long()),
        (_zipped(xl__workbook_dot_xml=b"<x/>"), refusals.not_word("Excel (XLSX)")),
        (_zipped(hello_dot_txt=b"x"), refusals.not_word("ZIP")),
        (b"%PDF-1.7 ...", refusals.not_word("PDF")),
        (b"{\\rtf1 text}", refusals.not_word("RTF")),
        (b"plain text", refusals.not_word("TXT")),
        (b"<html><body>x</body></html>", refusals.not_word("HTML")),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 50,
            refusals.old_word(),
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 50,
            refusals.encrypted(),
        ),
    ],
)
def test_each_ends_in_its_own_sentence(data: bytes, refusal: Refusal) -> None:
    found = _refused(data)

    assert (found.message, found.params) == (refusal.message, refusal.params)


def test_entities_in_another_encoding_are_refused_too() -> None:
    xml = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'

    data = repacked(commissioning_notice(), add={"word/document.xml": xml.encode("utf-16")})

    assert _refused(data).message == refusals.dishonest().message


@pytest.mark.parametrize("cut", [10, 100, 1000, 5000, 20000])
def test_a_file_cut_anywhere_is_refused(cut: int) -> None:
    assert isinstance(_refused(commissioning_notice()[:-cut]), Refusal)


def test_a_picture_that_unpacks_to_far_too_much_is_left_out() -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return len(content).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    header = (60_000).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    data = document_with(
        f"<w:p>{drawing('bomb')}{drawing('large')}{drawing('out')}{drawing('up')}</w:p>{paragraph('正文')}",
        add={
            "word/media/bomb.png": bomb,
            "word/media/large.png": png(size=(8, 8)) + b"\0" * (2 * 1024 * 1024),
        },
        relations={
            "bomb": ("image", "media/bomb.png"),
            "large": ("image", "media/large.png"),
            "out": ("image", "../../../../etc/passwd"),
            "up": ("image", "file:///etc/passwd"),
        },
    )

    found = answer_to(data, picture_bytes=1024 * 1024)

    assert found["pictures"] == []
    kinds = [one["kind"] for one in found["remarks"]]
    assert kinds == ["picture_large", "picture_missing", "picture_linked"]


@pytest.mark.parametrize("numbering", [b"<x>", b""])
def test_a_damaged_part_is_refused(numbering: bytes) -> None:
    data = repacked(commissioning_notice(), add={"word/numbering.xml": numbering})

    assert _refused(data).message == refusals.damaged().message


def test_a_part_of_another_kind_is_as_if_it_were_not_there() -> None:
    data = repacked(
        commissioning_notice(), add={"word/numbering.xml": b"<x><w:num/></x>".replace(b"w:", b"")}
    )

    assert answer_to(data, picture_bytes=1024)["blocks"]


def test_styles_that_are_based_on_themselves_end() -> None:
    def change(name: str, content: bytes) -> bytes:
        if name != "word/styles.xml":
            return content
        return content.replace(b'<w:basedOn w:val="Normal"/>', b'<w:basedOn w:val="ListBullet"/>')

    assert answer_to(repacked(commissioning_notice(), change=change), picture_bytes=1024)["blocks"]


# In the process of its own


def test_an_honest_file_is_read_in_a_process_of_its_own() -> None:
    reading = read_word(commissioning_notice())

    assert reading.proposal("issuing_body") == "湖南省教育厅"
    assert reading.remarks_on(kept=False) == []


@pytest.mark.parametrize(
    ("values", "data"),
    [
        ({"WORD_FILE_MAX_BYTES": 100}, commissioning_notice()),
        ({}, b""),
        ({}, b"%PDF-1.4"),
        # Little enough to die of, whatever it dies of.
        ({"WORD_FILE_SECONDS": 0}, commissioning_notice()),
        ({"WORD_FILE_MEMORY_BYTES": 30 * 1024 * 1024}, commissioning_notice()),
    ],
)
def test_every_end_of_the_reader_is_a_sentence(
    settings: Any, values: dict[str, int], data: bytes
) -> None:
    settings.XCMS = values
    with translation.override("en"), pytest.raises(UnreadableWordError) as caught:
        read_word(data)
    assert str(caught.value).endswith(".")
