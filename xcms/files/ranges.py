"""The part of a file that a client asks for (RFC 9110, one range)."""

import re
from collections.abc import Iterator
from typing import IO

_ONE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII)
_PIECE = 64 * 1024


class UnsatisfiableError(Exception):
    """The range lies beyond the end."""


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte; None for a header that asks for all, for several ranges, or for nothing known."""
    found = _ONE.fullmatch(header)
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = int(found[2])
        if not length or not size:
            raise UnsatisfiableError
        return max(size - length, 0), size - 1
    first = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if found[2] and int(found[2]) < first:
        return None
    if first >= size:
        raise UnsatisfiableError
    return first, last


def part_of(file: IO[bytes], first: int, last: int) -> Iterator[bytes]:
    file.seek(first)
    left = last - first + 1
    try:
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
    finally:
        file.close()
