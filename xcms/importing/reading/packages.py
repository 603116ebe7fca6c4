"""A look into a zipped workbook before calamine opens it: calamine has no bound on what a file unpacks to.

The sizes that a zip file declares may be lies, so every part is unpacked, counted and thrown away.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.refusals import Refusal, damaged, encrypted, gettext_noop

_PIECE = 256 * 1024
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_MOST_PARTS = 2000
_MOST_DEPTH = 1000
_EXCEL_ROWS = 1_048_576
#: Parts up to this size are searched cell by cell, larger ones by a sample of each piece.
_SEARCHED_WHOLE = 2 * 1024 * 1024
# Cells with content that are far out; those that are only formatted end in "/>".
_FAR_CELL = re.compile(
    rb"""<(?:\w+:)?c\b[^<>]*?\br=["']([A-Za-z]{2,8}\d{1,9}|[A-Za-z]\d{6,9})["'][^<>/]*>"""
)
_FAR_ROW = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\br=["'](\d{7,20})["']""")
_REPEATED = re.compile(
    rb"""<table:table-(cell|row)\b[^<>]*?table:number-(?:columns|rows)-repeated="(\d{1,20})"[^<>/]*>"""
)


def open_package(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise damaged() from error


def content_of(package: zipfile.ZipFile, part: str) -> bytes:
    """For a package that is within the bounds."""
    return b"".join(pieces_of(package, part, overlap=0))


def pieces_of(package: zipfile.ZipFile, part: str, *, overlap: int = 8) -> Iterator[bytes]:
    """The same in pieces, each beginning with the last bytes of the one before."""
    tail = b""
    try:
        with package.open(part) as file:
            while piece := file.read(_PIECE):
                yield tail + piece
                tail = piece[len(piece) - overlap :]
    except (
        *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError),
        *(KeyError, ValueError, RuntimeError, OSError, EOFError),
    ) as error:
        raise damaged() from error


def check_package(data: bytes, package: zipfile.ZipFile, bounds: Bounds) -> None:
    """Refuses a package that is damaged, encrypted, or holds more than the bounds allow."""
    parts = package.infolist()
    if len(parts) > _MOST_PARTS or len({part.filename for part in parts}) < len(parts):
        raise damaged()
    if any(part.flag_bits & 0x1 for part in parts):
        raise encrypted()
    _check_overlap(parts, len(data))
    bounds.check_unpacked(sum(part.file_size for part in parts))
    total = 0
    for part in parts:
        total = _check_part(data, part, total, bounds)


def _check_overlap(parts: list[zipfile.ZipInfo], size: int) -> None:
    """Parts that share bytes are the trick of the smallest zip bombs."""
    starts = sorted((part.header_offset, part.compress_size) for part in parts)
    ends = [*(start for start, _packed in starts[1:]), size]
    if any(start + packed > end for (start, packed), end in zip(starts, ends, strict=True)):
        raise damaged()


def _check_part(data: bytes, part: zipfile.ZipInfo, total: int, bounds: Bounds) -> int:
    size = depth = 0
    tail = b""
    for piece in _unpacked(data, part):
        size += len(piece)
        total += len(piece)
        bounds.check_unpacked(total)
        bounds.check_ratio(part.compress_size, size)
        if size <= _SEARCHED_WHOLE:
            depth = _searched(tail + piece, piece, depth, bounds)
            tail = piece[-200:]
        else:
            _check_cells(piece[piece.rfind(b"<row ") :][:2000], bounds)
    return total


def _searched(window: bytes, piece: bytes, depth: int, bounds: Bounds) -> int:
    if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
        raise Refusal(
            gettext_noop("The workbook declares XML entities, which no honest workbook does.")
        )
    _check_cells(window, bounds)
    opened = piece.count(b"<") - piece.count(b"<?") - piece.count(b"<!") - piece.count(b"/>")
    depth += opened - 2 * piece.count(b"</")
    if piece.startswith(b"PK") or depth <= _MOST_DEPTH:
        return depth
    raise Refusal(
        gettext_noop(
            "The XML of the workbook is nested very deeply, which no honest workbook does."
        )
    )


def _check_cells(xml: bytes, bounds: Bounds) -> None:
    for found in set(_FAR_CELL.findall(xml)):
        letters = found.rstrip(b"0123456789")
        bounds.check_extent(int(found[len(letters) :]), _column_number(letters))
    for row in set(_FAR_ROW.findall(xml)):
        if int(row) > _EXCEL_ROWS:
            bounds.check_extent(max(int(row), bounds.rows + 1), 1)
    for kind, count in set(_REPEATED.findall(xml)):
        if kind == b"cell":
            bounds.check_extent(1, int(count))
        elif int(count) > _EXCEL_ROWS:
            bounds.check_extent(max(int(count), bounds.rows + 1), 1)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _unpacked(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's content in pieces, until the compressed stream itself says it ends."""
    header = data[part.header_offset : part.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
        raise damaged()
    _magic, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    start = part.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    if part.compress_type == zipfile.ZIP_STORED:
        for position in range(start, start + part.compress_size, _PIECE):
            yield bytes(data[position : min(position + _PIECE, start + part.compress_size)])
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise damaged()
    stream = zlib.decompressobj(-15)
    packed = memoryview(data)[start : start + part.compress_size]
    position = 0
    try:
        while not stream.eof and position < len(packed):
            given = packed[position : position + _PIECE]
            position += len(given)
            piece = stream.decompress(given, _PIECE)
            yield piece
            while not stream.eof and (stream.unconsumed_tail or len(piece) == _PIECE):
                piece = stream.decompress(stream.unconsumed_tail, _PIECE)
                yield piece
    except zlib.error as error:
        raise damaged() from error
    if not stream.eof:
        raise damaged()
