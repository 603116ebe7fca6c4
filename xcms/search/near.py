"""“您是不是要找”: what was meant where nothing has the question. By sound first (民正 → 民政), then by looks.

Only names and titles that everybody may see are offered. They are kept in memory for a version of what visitors
see, with their pinyin, and read when a question has found nothing or little.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from rapidfuzz import fuzz, process

from xcms.search.question import Question
from xcms.search.ranking import compact
from xcms.search.sources import Visit, search_sources
from xcms.search.words import Term, folded, is_han, parse, runs
from xcms.text import pinyin_syllables
from xcms.versions import Versions, versions_being_read

_MARK = "'"
#: How alike a name must look, of 100: two schools of a province have 湖南…职业技术学院 in common.
_ALIKE = 82
#: How long what is compared must be.
_SHORTEST = 3
#: More names than these are not compared.
_MOST_NAMES = 20_000


@dataclass(frozen=True)
class Lexicon:
    """``names`` are whole names as written, ``texts`` what has words in it."""

    names: Sequence[str]
    texts: Sequence[str]

    @cached_property
    def compact_names(self) -> list[str]:
        return [compact(name) for name in self.names]

    @cached_property
    def han_runs(self) -> list[str]:
        """Each run of Han characters of all names and texts, once; names come first."""
        found = (
            run
            for text in chain(self.names, self.texts)
            for run in runs(folded(text))
            if is_han(run) and len(run) > 1
        )
        return list(dict.fromkeys(found))

    @cached_property
    def spoken_runs(self) -> list[str]:
        return [_spoken(run) for run in self.han_runs]

    def knows(self, run: str) -> bool:
        return any(run in known for known in self.han_runs)


def near(question: Question, visit: Visit, *, by_looks: bool = True) -> str:
    """What might have been meant; "" where there is no good guess. Reads nothing if the version is known.

    Not ``by_looks``: only where a word is known to nobody.
    """
    lexicon = _lexicon(visit)
    changed = False
    words = []
    for term in question.terms:
        guess = _sounds_like(term, lexicon)
        changed |= bool(guess)
        words.append(guess or term.text)
    if changed:
        return " ".join(words)
    return _looks_like(question, lexicon) if by_looks else ""


def _sounds_like(term: Term, lexicon: Lexicon) -> str:
    """The term with a run that nobody knows in other characters of the same sound; "" if there are none."""
    for place, run in enumerate(term.runs):
        if not is_han(run) or len(run) < 2 or lexicon.knows(run):
            continue
        if found := _same_sound(run, lexicon) or _pair_by_pair(run, lexicon):
            return Term((*term.runs[:place], found, *term.runs[place + 1 :])).text
    return ""


def _pair_by_pair(run: str, lexicon: Lexicon) -> str:
    """申保通知 where no title has 申报通知 in one piece; "" if every pair is known, or none by sound."""
    changed = run
    for start in range(len(run) - 1):
        pair = changed[start : start + 2]
        if not lexicon.knows(pair) and (found := _same_sound(pair, lexicon)):
            changed = changed[:start] + found + changed[start + 2 :]
    return changed if changed != run else ""


def _same_sound(run: str, lexicon: Lexicon) -> str:
    wanted = _spoken(run)
    for known, spoken in zip(lexicon.han_runs, lexicon.spoken_runs, strict=True):
        at = spoken.find(wanted)
        if at >= 0:
            start = spoken.count(_MARK, 0, at)
            return known[start : start + len(run)]
    return ""


def _looks_like(question: Question, lexicon: Lexicon) -> str:
    asked = compact(question.text)
    if len(asked) < _SHORTEST or not lexicon.names:
        return ""
    found = process.extractOne(
        asked,
        lexicon.compact_names[:_MOST_NAMES],
        scorer=_likeness,
        score_cutoff=_ALIKE,
    )
    if found is None:
        return ""
    name = lexicon.names[found[2]]
    return name if set(parse(name)) != set(question.terms) else ""


def _likeness(asked: str, name: str, *, score_cutoff: float | None = None) -> float:
    """Part of the name may be left out, but not most of it; and a part of the question only if it is short."""
    if len(name) * 2 < len(asked):
        return 0.0
    return fuzz.partial_ratio(asked, name, score_cutoff=score_cutoff)


@lru_cache(maxsize=32_768)
def _spoken(run: str) -> str:
    """With a mark before each syllable and at the end: as many marks as characters come before a place."""
    return _MARK + _MARK.join(pinyin_syllables(run)) + _MARK


# Of each site, kept for one version. Threads read and replace both together.
_kept: tuple[Versions | None, dict[Any, Lexicon]] = (None, {})


def _lexicon(visit: Visit) -> Lexicon:
    global _kept
    versions = versions_being_read()
    if versions is None:
        # Somebody else's transaction may hold what is not committed.
        return _read(visit)
    kept_of, kept = _kept
    if kept_of != versions:
        kept = {}
        _kept = (versions, kept)
    site = visit.site.pk if visit.site else None
    if site not in kept:
        kept[site] = _read(visit)
    return kept[site]


def forget() -> None:
    """For a database that has been replaced under the process."""
    global _kept
    _kept = (None, {})


def _read(visit: Visit) -> Lexicon:
    known = [source.known_names(visit) for source in search_sources()]
    return Lexicon(
        names=list(dict.fromkeys(chain.from_iterable(one.names for one in known))),
        texts=list(dict.fromkeys(chain.from_iterable(one.texts for one in known))),
    )
