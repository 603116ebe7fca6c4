"""Where in a text a repair is found again, after others have edited it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from notices.proofreading.places import Place

#: So many glyphs on each side are remembered.
CONTEXT = 12
#: So many may have been put in between.
_ROOM = 4
#: Elsewhere than in its own block a repair is only looked for with this much around it.
_ENOUGH_ELSEWHERE = 6


@dataclass(frozen=True)
class Anchor:
    """The repaired words stand at [start, end) of the place's text."""

    place: Place
    start: int
    end: int


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def anchors(places: Sequence[Place], repairs: Iterable[Any]) -> list[tuple[Any, Anchor]]:
    """The repairs (rows) whose words still stand where they were repaired. Each place is one repair's."""
    found: list[tuple[Any, Anchor]] = []
    taken: set[tuple[Any, ...]] = set()
    for repair in repairs:
        anchor = _anchor(places, repair, taken)
        if anchor is not None:
            taken.add((anchor.place.key, anchor.start))
            found.append((repair, anchor))
    return found


def _anchor(places: Sequence[Place], repair: Any, taken: set[tuple[Any, ...]]) -> Anchor | None:
    if not repair.repaired:
        return None
    at_home = [place for place in places if place.passage.home == repair.home]
    whole = len(repair.before) + len(repair.after)
    anchor = _best(at_home, repair, taken, least=(whole + 1) // 2)
    if anchor is None and whole >= _ENOUGH_ELSEWHERE:
        # The block was split, pasted anew or imported again.
        elsewhere = [place for place in places if place.passage.home != repair.home]
        anchor = _best(elsewhere, repair, taken, least=whole - whole // 5)
    return anchor


def _best(
    places: Sequence[Place], repair: Any, taken: set[tuple[Any, ...]], *, least: int
) -> Anchor | None:
    """The likeliest; of equally likely ones that which was counted when it was repaired."""
    scored = [
        (fit, anchor)
        for place in places
        for anchor, fit in _occurrences(place, repair)
        if fit[0] >= least and (place.key, anchor.start) not in taken
    ]
    if not scored:
        return None
    most = max(fit for fit, _one in scored)
    likeliest = [anchor for fit, anchor in scored if fit == most]
    return likeliest[min(repair.ordinal, len(likeliest)) - 1]


def _occurrences(place: Place, repair: Any) -> Iterator[tuple[Anchor, tuple[int, int]]]:
    text, words = place.passage.text, repair.repaired
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if repair.before or repair.after or text == words:
            yield Anchor(place, start, end), fit(text, start, end, repair.before, repair.after)
        start = text.find(words, start + 1)


def fit(text: str, start: int, end: int, before: str, after: str) -> tuple[int, int]:
    """How many of the glyphs that stood on both sides still do, in their order; and how many right beside the words.

    So words are found again when a few others were put in between.
    """
    standing_before = text[max(0, start - len(before) - _ROOM) : start]
    standing_after = text[end : end + len(after) + _ROOM]
    in_order = _kept(before, standing_before) + _kept(after, standing_after)
    beside = _alike(standing_before[::-1], before[::-1]) + _alike(standing_after, after)
    return in_order, beside


def _kept(words: str, standing: str) -> int:
    matcher = SequenceMatcher(None, words, standing, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def _alike(text: str, other: str) -> int:
    """So many glyphs are the same from the start."""
    pairs = enumerate(zip(text, other, strict=False))
    shorter = min(len(text), len(other))
    return next((place for place, (one, two) in pairs if one != two), shorter)


def ordinal(places: Sequence[Place], wanted: Anchor) -> int:
    """Counts the same words between the same words, from the top of their block."""
    words = wanted.place.passage.text[wanted.start : wanted.end]
    before, after = surroundings(wanted.place.passage.text, wanted.start, wanted.end)
    number = 1
    for place in places:
        text = place.passage.text
        if place.passage.home != wanted.place.passage.home:
            continue
        start = text.find(words)
        while start >= 0:
            if (place.key, start) == (wanted.place.key, wanted.start):
                return number
            if surroundings(text, start, start + len(words)) == (before, after):
                number += 1
            start = text.find(words, start + 1)
    return number
