"""Streams of an OLE compound file, by their names: how Word keeps a PDF or an old sheet inside of a .docx."""

import struct

_HEADER = 512
_END = 0xFFFFFFFE
_ENTRY = 128
_SMALL = 4096
#: More than any file that is kept.
_MOST_SECTORS = 200_000
_MOST_STREAMS = 2000


def streams_of(data: bytes) -> dict[str, bytes]:
    """Empty where the file is damaged; a stream that leads nowhere ends there."""
    try:
        return _Reader(data).streams()
    except (struct.error, IndexError, ValueError):
        return {}


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._shift = struct.unpack_from("<H", data, 30)[0]
        if self._shift not in (9, 12):
            raise ValueError("sector size")
        self._size = 1 << self._shift
        counts = struct.unpack_from("<I I 4x I I I I I", data, 44)
        _fats, self._directory, _cutoff, self._first_small, _smalls, first_more, mores = counts
        sectors = list(struct.unpack_from("<109I", data, 76))
        seen = 0
        while mores and first_more < _END and seen < _MOST_SECTORS:
            more = struct.unpack_from(f"<{self._size // 4}I", self._sector(first_more))
            sectors += more[:-1]
            first_more = more[-1]
            seen += 1
        self._fat: list[int] = []
        for sector in sectors[:_MOST_SECTORS]:
            if sector < _END:
                self._fat += struct.unpack_from(f"<{self._size // 4}I", self._sector(sector))

    def streams(self) -> dict[str, bytes]:
        directory = self._chain(self._directory)
        entries = []
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<IQ", directory, at + 116)
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            # Files with small sectors leave rubbish in the upper half.
            entries.append((kind, name, start, size & 0xFFFFFFFF))
        root = next((one for one in entries if one[0] == 5), None)
        small = self._chain(root[2])[: root[3]] if root else b""
        small_fat = self._chain(self._first_small) if self._first_small < _END else b""
        nexts = struct.unpack(f"<{len(small_fat) // 4}I", small_fat[: len(small_fat) // 4 * 4])
        found: dict[str, bytes] = {}
        for kind, name, start, size in entries[:_MOST_STREAMS]:
            if kind == 2 and name not in found:
                content = (
                    self._chain(start) if size >= _SMALL else _small_chain(small, nexts, start)
                )
                found[name] = content[:size]
            elif kind == 1:
                found.setdefault(name, b"")
        return found

    def _sector(self, number: int) -> bytes:
        start = _HEADER if self._shift == 9 else self._size
        start += number * self._size
        piece = self._data[start : start + self._size]
        if len(piece) < self._size:
            piece = piece.ljust(self._size, b"\0")
        return piece

    def _chain(self, sector: int) -> bytes:
        pieces: list[bytes] = []
        most = len(self._data) // self._size + 2
        while sector < _END and len(pieces) <= most:
            pieces.append(self._sector(sector))
            sector = self._fat[sector] if sector < len(self._fat) else _END
        return b"".join(pieces)


def _small_chain(small: bytes, nexts: tuple[int, ...], sector: int) -> bytes:
    pieces: list[bytes] = []
    while sector < _END and len(pieces) <= len(nexts):
        pieces.append(small[sector * 64 : sector * 64 + 64])
        sector = nexts[sector] if sector < len(nexts) else _END
    return b"".join(pieces)
