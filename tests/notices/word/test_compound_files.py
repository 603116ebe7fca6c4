"""OLE compound files: how Word keeps a PDF, and how old sheets are built."""

import struct
from pathlib import Path
from typing import Any

import pytest

from notices.word.reading.child import answer_to
from notices.word.reading.compound import streams_of
from tests.notices.word_files import document_with

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw), kind, 1)
        + struct.pack("<III", _FREE, _FREE, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def compound(name: str, content: bytes) -> bytes:
    """A compound file of one stream, with sectors of 512 bytes: table, directory, stream."""
    content_sectors = -(-len(content) // 512)
    table = [_FAT, _END, *(at + 3 for at in range(content_sectors - 1)), _END]
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
        + b"\0" * 10
        + struct.pack("<IIIIIIII", 1, 1, 0, 4096, _END, 0, _END, 0)
        + struct.pack("<109I", 0, *[_FREE] * 108)
    )
    directory = _entry("Root Entry", 5, _END, 0, 1) + _entry(name, 2, 2, len(content))
    return (
        header
        + struct.pack("<128I", *table, *[_FREE] * (128 - len(table)))
        + directory.ljust(512, b"\0")
        + content.ljust(content_sectors * 512, b"\0")
    )


PDF = b"%PDF-1.4 " + b"x" * 5000


def _files(part: bytes) -> list[dict[str, Any]]:
    ole = '<w:r><w:object><o:OLEObject ProgID="Package" r:id="ole"/></w:object></w:r>'
    data = document_with(
        f"<w:p>{ole}</w:p>",
        add={"word/embeddings/o.bin": part},
        relations={"ole": ("oleObject", "embeddings/o.bin")},
    )
    found: list[dict[str, Any]] = answer_to(data, picture_bytes=1024)["files"]
    return found


def test_a_pdf_in_a_stream_is_taken_out_whole() -> None:
    assert streams_of(compound("CONTENTS", PDF)) == {"CONTENTS": PDF}
    assert [one["extension"] for one in _files(compound("CONTENTS", PDF))] == ["pdf"]


def test_a_packaged_file_is_found_behind_its_names() -> None:
    native = b"\2\0name.pdf\0C:\\name.pdf\0" + struct.pack("<I", len(PDF)) + PDF + b"rest"
    stream = compound("\x01Ole10Native", struct.pack("<I", len(native)) + native)

    assert [one["extension"] for one in _files(stream)] == ["pdf"]


def test_an_old_sheet_is_kept_as_it_is() -> None:
    assert [one["extension"] for one in _files(Path("tests/files/plain.xls").read_bytes())] == [
        "xls"
    ]


@pytest.mark.parametrize(
    "at", [30, 44, 48, 60, 68, 76, 512, 516, 520, 1024 + 116, 1024 + 128 + 116]
)
@pytest.mark.parametrize("value", [0, 1, 2, 0x7FFFFFFF, 0xFFFFFFF0])
def test_a_damaged_table_ends_and_is_never_a_bug(at: int, value: int) -> None:
    data = bytearray(compound("CONTENTS", PDF))
    data[at : at + 4] = struct.pack("<I", value)

    for stream in streams_of(bytes(data)).values():
        assert len(stream) <= 4 * len(data)
