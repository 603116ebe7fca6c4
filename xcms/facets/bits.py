"""Sets of rows as packed bits: 125 KB for a million rows, and microseconds to intersect and count."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

#: One bit a row, the first row in the lowest bit; as many whole words as the rows need, the rest zeros.
Bits = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

_WORD = 64


def pack(mask: Mask) -> Bits:
    packed = np.packbits(mask, bitorder="little")
    words = np.zeros(-(-len(mask) // _WORD), dtype=np.uint64)
    words.view(np.uint8)[: len(packed)] = packed
    return words


def unpack(bits: Bits, size: int) -> Mask:
    return np.unpackbits(bits.view(np.uint8), count=size, bitorder="little").view(np.bool_)


def all_of(size: int) -> Bits:
    return pack(np.ones(size, dtype=np.bool_))


def none_of(size: int) -> Bits:
    return np.zeros(-(-size // _WORD), dtype=np.uint64)


def union(sets: Iterable[Bits], size: int) -> Bits:
    joined = none_of(size)
    for bits in sets:
        joined |= bits
    return joined


def count(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def count_common(bits: Bits, others: Iterable[Bits]) -> list[int]:
    """How many rows each of the others shares with the first."""
    scratch = np.empty_like(bits)
    return [count(np.bitwise_and(bits, other, out=scratch)) for other in others]


def positions(bits: Bits, size: int) -> npt.NDArray[np.intp]:
    """The rows of the set, in order."""
    return np.flatnonzero(unpack(bits, size))


def some_positions(bits: Bits, start: int, stop: int) -> npt.NDArray[np.intp]:
    """The rows from the ``start``-th to before the ``stop``-th of the set, as cheap far in as at the start."""
    reached = np.cumsum(np.bitwise_count(bits), dtype=np.int64)
    if not len(reached) or start >= stop or start >= reached[-1]:
        return np.empty(0, dtype=np.intp)
    first = int(np.searchsorted(reached, start, side="right"))
    last = int(np.searchsorted(reached, min(stop, int(reached[-1])), side="left"))
    before = int(reached[first - 1]) if first else 0
    words = bits[first : last + 1]
    found = np.flatnonzero(unpack(words, len(words) * _WORD)) + first * _WORD
    return found[start - before : stop - before]
