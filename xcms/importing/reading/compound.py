"""What calamine doesn't tell of an XLS file: whether it has a password, and which cells hold errors."""

import struct
from collections.abc import Iterator, Sequence

_ENTRY = 128
_SMALL = 4096
_MOST_SECTORS = 1_000_000
_FILEPASS, _BOUNDSHEET, _FORMULA, _BOOLERR, _BOF, _EOF = 0x2F, 0x85, 0x06, 0x205, 0x809, 0x0A
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}

Record = tuple[int, int, bytes]


def has_password(data: bytes) -> bool:
    return any(kind == _FILEPASS for _place, kind, _content in _until_end(_book(data), 0))


def error_cells(data: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """The errors' texts by (row, column) from 0."""
    book = _book(data)
    found = {}
    for _place, kind, content in _until_end(book, _start_of(book, sheet)):
        if kind == _BOOLERR and len(content) >= 8 and content[7] == 1:
            code = content[6]
        elif kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2:
            code = content[8]
        else:
            continue
        found[struct.unpack_from("<HH", content)] = _ERRORS.get(code, "#N/A")
    return found


def _start_of(book: bytes, sheet: str) -> int:
    for _place, kind, content in _until_end(book, 0):
        if kind == _BOUNDSHEET and len(content) > 8:
            name = content[8:].decode("utf-16-le" if content[7] & 1 else "latin-1", "replace")
            if name == sheet:
                return int.from_bytes(content[:4], "little")
    return len(book)


def _until_end(book: bytes, place: int) -> Iterator[Record]:
    """The records of the substream that begins there; those of charts inside it as well."""
    depth = 0
    while place + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, place)
        yield place, kind, book[place + 4 : place + 4 + size]
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        place += 4 + size


def _book(data: bytes) -> bytes:
    """The stream of the workbook; what is damaged comes back short, for calamine has judged the file."""
    try:
        return _Compound(data).stream("Workbook") or _Compound(data).stream("Book")
    except (struct.error, IndexError, ValueError):
        return b""


class _Compound:
    """The file system inside an old Office file: sectors in chains."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
        self._table: list[int] = []
        for sector in self._table_sectors():
            self._table += struct.unpack(f"<{self._size // 4}I", self._sector(sector))
        self._folder = self._chain(struct.unpack_from("<I", data, 48)[0])

    def stream(self, name: str) -> bytes:
        wanted = name.encode("utf-16-le") + b"\0\0"
        for place in range(0, len(self._folder) - _ENTRY + 1, _ENTRY):
            if self._folder[place : place + len(wanted)] == wanted:
                start, size = struct.unpack_from("<II", self._folder, place + 116)
                chain = self._chain(start) if size >= _SMALL else self._small_chain(start)
                return chain[:size]
        return b""

    def _small_chain(self, sector: int) -> bytes:
        """Small streams lie in pieces of 64 bytes inside the stream of the root entry."""
        around = self._chain(struct.unpack_from("<I", self._folder, 116)[0])
        table = self._chain(struct.unpack_from("<I", self._data, 60)[0])
        following = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        return b"".join(around[n * 64 : n * 64 + 64] for n in _followed(sector, following))

    def _table_sectors(self) -> Iterator[int]:
        """The first 109 stand in the header, the others in a chain of lists."""
        yield from self._used(struct.unpack_from("<109I", self._data, 76))
        following, count = struct.unpack_from("<II", self._data, 68)
        for _number in range(min(count, _MOST_SECTORS)):
            numbers = struct.unpack(f"<{self._size // 4}I", self._sector(following))
            yield from self._used(numbers[:-1])
            following = numbers[-1]

    def _used(self, numbers: tuple[int, ...]) -> list[int]:
        return [number for number in numbers if number < len(self._data) // self._size]

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    def _chain(self, sector: int) -> bytes:
        return b"".join(map(self._sector, _followed(sector, self._table)))


def _followed(sector: int, following: Sequence[int]) -> Iterator[int]:
    """The sectors of a chain; one that bites its tail ends."""
    for _step in following:
        if sector >= len(following):
            return
        yield sector
        sector = following[sector]
