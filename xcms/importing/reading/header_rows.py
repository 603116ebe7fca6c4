"""Finds the header of a sheet: below titles, and over one row or two."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xcms.importing.headers import header_text, joined_header_keys
from xcms.importing.reading.grids import Merge

#: The header is among the first so many rows that are not blank; above it are titles.
_WITHIN = 30

Texts = Sequence[str]


@dataclass(frozen=True, slots=True)
class Header:
    """``first`` and ``last`` row from 0; ``known`` is how many of the columns the caller knows."""

    first: int
    last: int
    names: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    known: int


def find_header(
    rows: Sequence[Texts], merges: Sequence[Merge], known: Collection[str]
) -> Header | None:
    """The row with most known headers, together with the row of its groups or of their parts."""
    best: Header | None = None
    filled = [number for number, row in enumerate(rows) if any(row)][:_WITHIN]
    for number in filled:
        header = _single(number, rows[number], known)
        if header.known > (best.known if best else 0):
            best = header
    if best is None or _is_listed_downwards(rows, best, known):
        return None
    groups = _Groups(rows, merges, known)
    for upper in (best.first, best.first - 1):
        double = groups.over(upper, at_least=best.known)
        if double:
            return double
    return best


def _single(number: int, row: Texts, known: Collection[str]) -> Header:
    return _header(number, number, [("", text) for text in row], known)


def _header(
    first: int, last: int, pairs: Sequence[tuple[str, str]], known: Collection[str]
) -> Header:
    names = [header_text(f"{group} {leaf}") for group, leaf in pairs]
    width = max((index + 1 for index, name in enumerate(names) if name), default=0)
    keys = tuple(joined_header_keys(group, leaf) for group, leaf in pairs[:width])
    matches = sum(any(key in known for key in column) for column in keys)
    return Header(first, last, tuple(names[:width]), keys, matches)


def _is_listed_downwards(rows: Sequence[Texts], header: Header, known: Collection[str]) -> bool:
    """A data dictionary: one header known, and others of them below it."""
    if header.known > 1:
        return False
    column = next(
        index for index, keys in enumerate(header.keys) if any(key in known for key in keys)
    )
    below = [row[column] for row in rows[header.last + 1 :] if column < len(row) and row[column]]
    found = sum(any(key in known for key in joined_header_keys("", text)) for text in below)
    return found > 0 and found * 2 >= len(below)


class _Groups:
    """Judges whether two rows are one header: groups above, their parts below."""

    def __init__(
        self, rows: Sequence[Texts], merges: Sequence[Merge], known: Collection[str]
    ) -> None:
        self._rows = rows
        self._merges = merges
        self._known = known

    def over(self, upper: int, at_least: int) -> Header | None:
        """The header of this row and the next; None where they don't belong together.

        Merged cells prove it. Blanks alone don't: then no fewer than ``at_least`` columns must be known.
        """
        if not 0 <= upper < len(self._rows) - 1:
            return None
        width = max(len(self._rows[upper]), len(self._rows[upper + 1]))
        above = [*self._rows[upper], *[""] * width][:width]
        below = [*self._rows[upper + 1], *[""] * width][:width]
        merged = self._merged_groups(upper, width)
        groups = merged or _groups_by_blanks(above, below)
        if not groups or not _is_apart_from_data(above, below, groups):
            return None
        header = _header(upper, upper + 1, _pairs(above, below, groups), self._known)
        return header if header.known >= (1 if merged else at_least) else None

    def _merged_groups(self, upper: int, width: int) -> list[range]:
        """Cells that are merged to the side in the upper row, a title over everything excepted."""
        groups = [
            range(first[1], min(last[1] + 1, width))
            for first, last in self._merges
            if first[0] == last[0] == upper and last[1] > first[1] and first[1] < width
        ]
        filled = sum(1 for text in self._rows[upper] if text)
        return groups if filled > 1 else []


def _groups_by_blanks(above: Texts, below: Texts) -> list[range]:
    """Groups as CSV has them: a name with blanks to its right, and parts below all of these."""
    starts = [index for index, text in enumerate(above) if text]
    groups = []
    for start, end in pairwise([*starts, len(above)]):
        while end - 1 > start and not below[end - 1]:
            end -= 1
        if end - start > 1 and all(below[start + 1 : end]):
            groups.append(range(start, end))
    grouped = sum(map(len, groups))
    return groups if grouped < sum(1 for text in below if text) or len(starts) > 1 else []


def _is_apart_from_data(above: Texts, below: Texts, groups: Sequence[range]) -> bool:
    """Whether the lower row can be names: no numbers, and nothing below a header without parts."""
    in_groups = {column for group in groups for column in group}
    if any(above[c] and below[c] for c in range(len(above)) if c not in in_groups):
        return False
    return bool(any(below)) and not any(map(_is_number, below))


def _pairs(above: Texts, below: Texts, groups: Sequence[range]) -> list[tuple[str, str]]:
    pairs = list(zip(above, below, strict=True))
    for group in groups:
        for column in group:
            if below[column]:
                pairs[column] = (above[group.start], below[column])
    return pairs


def _is_number(text: str) -> bool:
    """Years may be the parts of a group."""
    return text.replace(".", "", 1).isdigit() and not (len(text) == 4 and text[:2] in ("19", "20"))
