"""Where a question stands in a text as it was written: the piece around it, with the words marked.

Texts match folded (``xcms.search.words``): 第3批 is found in 第三批, bim in ＢＩＭ, 通知 in 通　知. So each folded
character remembers from where in the original it comes.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString

from xcms.markup import escaped, safe
from xcms.search.words import Term, folded, is_han, runs
from xcms.text import fold_ordinals

#: Characters of an excerpt, and how many of them stand before the first match.
LENGTH = 120
_BEFORE = 30
#: Folding is slow: of a long text only the pieces are folded that may hold something.
_PIECE = 4000
_OVERLAP = 220

_START, _END = '<mark class="xcms-search__mark">', "</mark>"


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of the folded text; ``places`` are the original's beginning and end of each character."""

    text: str
    places: Sequence[tuple[int, int]]


def highlighted(text: str, terms: Iterable[Term]) -> SafeString:
    """The whole text with every match marked: safe HTML."""
    return _marked(text, 0, len(text), spans(text, list(terms)))


def excerpt(text: str, terms: Iterable[Term], *, length: int = LENGTH) -> SafeString:
    """The piece of the text that has most of the terms, as safe HTML; its beginning where it has none."""
    found = _spans_of_long(text, list(terms))
    start, end = _window(text, found, length)
    return _marked(text, start, end, [one[:2] for one in found])


def plain_excerpt(text: str, terms: Iterable[Term], *, length: int = LENGTH) -> str:
    """The same without marks."""
    start, end = _window(text, _spans_of_long(text, list(terms)), length)
    return "".join(_with_dots(text, start, end, " ".join(text[start:end].split())))


def spans(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the terms stand in the original text, in order; what overlaps is one."""
    return [one[:2] for one in _joined(_spans(text, terms))]


def _spans(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int, int]]:
    """Beginning and end in the original, and the number of the term."""
    found = list(_runs(text))
    for number, term in enumerate(terms):
        for first in range(len(found) - len(term.runs) + 1):
            yield from (
                (start, end, number)
                for start, end in _stands(found[first : first + len(term.runs)], term.runs)
            )


def _stands(found: Sequence[_Run], wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The term's runs in as many runs of the text, by the rules of ``Term.needle``."""
    first, last = found[0], found[-1]
    if len(wanted) == 1:
        yield from _inside(first, wanted[0])
        return
    if any(own.text != run for own, run in zip(found[1:-1], wanted[1:-1], strict=True)):
        return
    begins = first.text.endswith(wanted[0]) if is_han(wanted[0]) else first.text == wanted[0]
    ends = last.text.startswith(wanted[-1]) if is_han(wanted[-1]) else last.text == wanted[-1]
    if begins and ends:
        start = first.places[len(first.text) - len(wanted[0])][0]
        yield start, last.places[len(wanted[-1]) - 1][1]


def _inside(run: _Run, wanted: str) -> Iterator[tuple[int, int]]:
    if not is_han(wanted):
        if run.text == wanted:
            yield run.places[0][0], run.places[-1][1]
        return
    at = run.text.find(wanted)
    while at >= 0:
        yield run.places[at][0], run.places[at + len(wanted) - 1][1]
        at = run.text.find(wanted, at + len(wanted))


# Folding with memory


def _runs(text: str) -> Iterator[_Run]:
    """The runs of the folded text with the places that they come from.

    Character by character, unlike ``folded()``: what composes only in company is not marked, no more.
    """
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    for at, sign in enumerate(text):
        for one in _folded_sign(sign):
            if one == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(one)
            places.append((at, at + 1))
    plain = "".join(characters)
    whole = _with_ordinals(plain, places)
    yield from _found_runs(*whole)


@lru_cache(maxsize=8192)
def _folded_sign(sign: str) -> str:
    if sign.isspace():
        return " "
    if sign.isascii():
        return sign.lower() if sign.isprintable() else ""
    return folded(unicodedata.normalize("NFKC", sign))


def _with_ordinals(text: str, places: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """Ordinals and years in digits. Each such number comes from all the numerals that it stands for."""
    out: list[str] = []
    out_places: list[tuple[int, int]] = []
    at = 0
    for found in _NUMBERS.finditer(text):
        old, new = found.group(), fold_ordinals(found.group())
        if old == new:
            continue
        same = _same_length(old, new)
        rest = _same_length(old[:same:-1], new[:same:-1])
        start, end = found.start() + same, found.end() - rest
        out += [text[at:start], new[same : len(new) - rest]]
        out_places += places[at:start]
        out_places += [(places[start][0], places[end - 1][1])] * (len(new) - rest - same)
        at = end
    return "".join([*out, text[at:]]), [*out_places, *places[at:]]


def _same_length(one: str, other: str) -> int:
    """How far both are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


#: Whatever ``fold_ordinals()`` may change.
_NUMBERS = re.compile("第?[零〇一二两三四五六七八九十百千]+年?")


def _found_runs(text: str, places: Sequence[tuple[int, int]]) -> Iterator[_Run]:
    at = 0
    found: list[_Run] = []
    ends: list[int] = []
    for run in runs(text):
        at = text.index(run, at)
        found.append(_Run(run, places[at : at + len(run)]))
        at += len(run)
        ends.append(at)
    yield from _closed_up(text, found, ends)


def _closed_up(text: str, found: Sequence[_Run], ends: Sequence[int]) -> Iterator[_Run]:
    """“通 知” is one run, as in ``folded()``: single Han characters with nothing but spaces between them."""
    number = 0
    while number < len(found):
        run = found[number]
        end = ends[number]
        number += 1
        if _is_single(run):
            letters, places = [run.text], list(run.places)
            while number < len(found) and _is_single(found[number]):
                if text[end : ends[number] - 1].strip():
                    break
                letters.append(found[number].text)
                places += found[number].places
                end = ends[number]
                number += 1
            run = _Run("".join(letters), places)
        yield run


def _is_single(run: _Run) -> bool:
    return len(run.text) == 1 and is_han(run.text)


# The piece that is shown


def _spans_of_long(text: str, terms: list[Term]) -> list[tuple[int, int, int]]:
    if len(text) <= _PIECE:
        return _joined(_spans(text, terms))
    found: list[tuple[int, int, int]] = []
    for start in range(0, len(text), _PIECE):
        piece = text[start : start + _PIECE + _OVERLAP]
        found += [(a + start, b + start, number) for a, b, number in _spans(piece, terms)]
        if len({number for *_place, number in found}) == len(terms):
            # Every term has been met: what comes later would not be shown.
            break
    return _joined(found)


def _joined(found: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    joined: list[tuple[int, int, int]] = []
    for start, end, number in sorted(found):
        if joined and start < joined[-1][1]:
            before = joined[-1]
            joined[-1] = (before[0], max(before[1], end), before[2])
        else:
            joined.append((start, end, number))
    return joined


def _window(text: str, found: Sequence[tuple[int, int, int]], length: int) -> tuple[int, int]:
    """Beginning and end of the piece with most of the terms, the first such."""
    best, most = 0, 0
    for start, _end, _number in found:
        inside = {n for a, b, n in found if a >= start and b <= start + length - _BEFORE}
        if len(inside) > most:
            best, most = max(0, start - _BEFORE), len(inside)
    if best + length >= len(text):
        best = max(0, len(text) - length)
    return best, min(len(text), best + length)


def _marked(text: str, start: int, end: int, found: Iterable[tuple[int, int]]) -> SafeString:
    parts: list[str] = []
    at = start
    for left, right in found:
        left, right = max(left, at), min(right, end)
        if left >= right:
            continue
        parts += [escaped(text[at:left]), _START, escaped(text[left:right]), _END]
        at = right
    parts.append(escaped(text[at:end]))
    return safe(_with_dots(text, start, end, "".join(parts)))


def _with_dots(text: str, start: int, end: int, piece: str) -> tuple[str, str, str]:
    return ("…" if start else "", piece, "…" if end < len(text) else "")
