"""A look into an XLSX file before calamine opens it: calamine has no bound on what a file unpacks to.

The sizes that a zip file declares may be lies, so every part is unpacked, counted and thrown away.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import gettext as _

from xcms.importing.errors import ImportFileError
from xcms.importing.limits import Limits

_PIECE = 256 * 1024
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_MOST_PARTS = 2000
# Only what is far out is looked for, so that an ordinary sheet has next to no matches.
_FAR_ROW = re.compile(rb"""\br=["'][A-Za-z]{0,3}(\d{6,9})""")
_FAR_COLUMN = re.compile(rb"""\br=["']([A-Za-z]{2,8})\d""")


def check_workbook(data: bytes, limits: Limits) -> None:
    """Raises ImportFileError unless ``data`` is an XLSX file within the limits."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise broken_workbook() from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise ImportFileError(_("This is not an XLSX workbook: save the sheet as XLSX or CSV."))
    if len(parts) > _MOST_PARTS or len(names) < len(parts):
        raise broken_workbook()
    limits.check_unpacked(sum(part.file_size for part in parts))
    total = 0
    for part in parts:
        far_row = far_column = 0
        tail = b""
        for piece in _unpacked(data, part):
            total += len(piece)
            limits.check_unpacked(total)
            # Every part, not only xl/worksheets/: a sheet may be stored under any name.
            window = tail + piece
            far_row = max(far_row, _furthest_row(window))
            far_column = max(far_column, _furthest_column(window))
            tail = window[-32:]
        limits.check_extent(far_row, far_column)


def broken_workbook() -> ImportFileError:
    return ImportFileError(
        _(
            "The workbook is damaged or incomplete: open it in Excel, save it again, and try that file."
        )
    )


def _unpacked(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's content in pieces, until the compressed stream itself says it ends."""
    if part.flag_bits & 0x1:
        raise ImportFileError(_("The workbook is encrypted: remove its password and try again."))
    header = data[part.header_offset : part.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
        raise broken_workbook()
    _magic, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    start = part.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    if part.compress_type == zipfile.ZIP_STORED:
        yield data[start : start + part.compress_size]
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise broken_workbook()
    stream = zlib.decompressobj(-15)
    packed = memoryview(data)[start:]
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
        raise broken_workbook() from error
    if not stream.eof:
        raise broken_workbook()


def _furthest_row(xml: bytes) -> int:
    return max((int(found) for found in set(_FAR_ROW.findall(xml))), default=0)


def _furthest_column(xml: bytes) -> int:
    return max((_column_number(found) for found in set(_FAR_COLUMN.findall(xml))), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
