"""DOC, XLS and PPT of before 2007: their properties are overwritten where they stand, nothing else moves.

Names in remarks and tracked changes lie inside the text's own structures and stay: ``incomplete`` says so.
"""

import struct
from collections.abc import Iterator

from xcms.files.cleaning.outcome import (
    AUTHORS,
    ORGANIZATION,
    PATHS,
    PROPERTIES,
    REVISIONS,
    THUMBNAIL,
    Outcome,
    SignedError,
)
from xcms.search.attachments.reading.refusals import damaged, encrypted

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY, _SMALL_PIECE = 128, 64
_SUMMARY, _DOCUMENT = "\x05SummaryInformation", "\x05DocumentSummaryInformation"
_SIGNATURES = ("_signatures", "_xmlsignatures")
_SUMMARY_KINDS = {4: AUTHORS, 8: AUTHORS, 6: PROPERTIES, 7: PATHS, 9: REVISIONS, 17: THUMBNAIL}
_DOCUMENT_KINDS = {14: ORGANIZATION, 15: ORGANIZATION}
_WRITE_ACCESS, _BOF = 0x5C, 0x809


def clean_compound(data: bytes) -> Outcome:
    """Refuses what is damaged or has a password. Raises SignedError."""
    try:
        file = _Compound(data)
        if "EncryptedPackage" in file.streams:
            raise encrypted()
        if any(name in file.streams for name in _SIGNATURES):
            raise SignedError
        removed = set()
        for name, kinds in ((_SUMMARY, _SUMMARY_KINDS), (_DOCUMENT, _DOCUMENT_KINDS)):
            if name in file.streams:
                removed |= _clean_properties(file, name, kinds)
        for name in ("Workbook", "Book"):
            if name in file.streams and _clean_last_writer(file, name):
                removed.add(AUTHORS)
    except (struct.error, IndexError, ValueError, UnicodeDecodeError) as error:
        raise damaged() from error
    return Outcome(bytes(file.data), removed, incomplete=True)


def _clean_properties(file: "_Compound", name: str, kinds: dict[int, str]) -> set[str]:
    """The first section has the known properties, a second one those that people made up."""
    stream = bytearray(file.read(name))
    removed: set[str] = set()
    (sections,) = struct.unpack_from("<I", stream, 24)
    for number in range(min(sections, 2)):
        (start,) = struct.unpack_from("<I", stream, 28 + number * 20 + 16)
        size, count = struct.unpack_from("<II", stream, start)
        if number:
            if count:
                removed.add(PROPERTIES)
            end = min(start + size, len(stream))
            stream[start + 4 : end] = bytes(end - start - 4)
            continue
        for place in range(start + 8, start + 8 + min(count, 500) * 8, 8):
            key, offset = struct.unpack_from("<II", stream, place)
            if key in kinds and _clean_value(stream, start + offset):
                removed.add(kinds[key])
    file.write(name, bytes(stream))
    return removed


def _clean_value(stream: bytearray, place: int) -> bool:
    """Texts and pictures become nothing of the same length."""
    kind, length = struct.unpack_from("<II", stream, place)
    if kind == 0x1F:
        length *= 2
    if kind not in (0x1E, 0x1F, 0x47) or place + 8 + length > len(stream):
        return False
    if not any(stream[place + 8 : place + 8 + length]):
        return False
    if kind == 0x47:
        stream[place : place + 4] = bytes(4)
    stream[place + 8 : place + 8 + length] = bytes(length)
    return True


def _clean_last_writer(file: "_Compound", name: str) -> bool:
    """Excel notes who had the book open last, in one record near the beginning."""
    stream = bytearray(file.read(name))
    place, found = 0, False
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        if (place == 0) != (kind == _BOF):
            break
        if kind == _WRITE_ACCESS and size > 3:
            blank = b"\x01\x00\x00 " if stream[place + 6] == 0 else b"\x00\x00\x00"
            new = blank.ljust(size, b" ")
            found = bytes(stream[place + 4 : place + 4 + size]) != new
            stream[place + 4 : place + 4 + size] = new
            break
        place += 4 + size
    if found:
        file.write(name, bytes(stream))
    return found


class _Compound:
    """The file system inside the file. ``streams``: name to (first sector, size)."""

    def __init__(self, data: bytes) -> None:
        self.data = bytearray(data)
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise ValueError("sector size")
        self._size = 1 << shift
        self._cutoff = struct.unpack_from("<I", data, 56)[0]
        self._table = self._numbers(self._table_sectors())
        folder = b"".join(map(self._sector, self._chain(struct.unpack_from("<I", data, 48)[0])))
        self.streams: dict[str, tuple[int, int]] = {}
        for place in range(0, len(folder) - _ENTRY + 1, _ENTRY):
            length = struct.unpack_from("<H", folder, place + 64)[0]
            if 2 <= length <= 64:
                name = folder[place : place + length - 2].decode("utf-16-le")
                self.streams[name] = struct.unpack_from("<II", folder, place + 116)
        self._around = list(self._chain(struct.unpack_from("<I", folder, 116)[0]))
        self._small = self._numbers(self._chain(struct.unpack_from("<I", data, 60)[0]))

    def read(self, name: str) -> bytes:
        return b"".join(bytes(self.data[begin:end]) for begin, end in self._extents(name))

    def write(self, name: str, content: bytes) -> None:
        """Of the same length."""
        place = 0
        for begin, end in self._extents(name):
            self.data[begin:end] = content[place : place + end - begin]
            place += end - begin

    def _extents(self, name: str) -> Iterator[tuple[int, int]]:
        first, size = self.streams[name]
        is_small = size < self._cutoff
        piece = _SMALL_PIECE if is_small else self._size
        chain = _followed(first, self._small) if is_small else self._chain(first)
        for number in chain:
            if size <= 0:
                return
            begin = self._place_of_small(number) if is_small else (number + 1) * self._size
            length = min(piece, size)
            if begin + length > len(self.data):
                raise ValueError("beyond the end")
            yield begin, begin + length
            size -= length
        if size > 0:
            raise ValueError("too short")

    def _place_of_small(self, number: int) -> int:
        each = self._size // _SMALL_PIECE
        return (self._around[number // each] + 1) * self._size + number % each * _SMALL_PIECE

    def _table_sectors(self) -> Iterator[int]:
        last = len(self.data) // self._size
        yield from (n for n in struct.unpack_from("<109I", self.data, 76) if n < last)
        following, count = struct.unpack_from("<II", self.data, 68)
        for _number in range(min(count, last)):
            numbers = struct.unpack(f"<{self._size // 4}I", self._sector(following))
            yield from (n for n in numbers[:-1] if n < last)
            following = numbers[-1]

    def _numbers(self, sectors: Iterator[int]) -> list[int]:
        found: list[int] = []
        for number in sectors:
            sector = self._sector(number)
            found += struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
        return found

    def _sector(self, number: int) -> bytes:
        return bytes(self.data[(number + 1) * self._size : (number + 2) * self._size])

    def _chain(self, sector: int) -> Iterator[int]:
        return _followed(sector, self._table)


def _followed(sector: int, following: list[int]) -> Iterator[int]:
    """The sectors of a chain; one that bites its tail ends."""
    for _step in following:
        if sector >= len(following):
            return
        yield sector
        sector = following[sector]
