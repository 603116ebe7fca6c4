"""What a visitor asks for, and how it is asked more loosely when nothing has it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Self

from xcms.search.words import Term, is_han, parse

#: So many Han characters make a word where the question as a whole is nowhere.
_PAIR = 2


@dataclass(frozen=True)
class Question:
    """``text`` is what a list's ``q`` takes. A text must have every term, or with ``is_any`` one of them.

    ``others`` are texts that say the same as a term: the full name of a school for its alias.
    """

    text: str
    terms: tuple[Term, ...]
    others: Mapping[Term, tuple[str, ...]] = field(default_factory=dict, hash=False)
    is_any: bool = False

    @classmethod
    def of(cls, text: str) -> Self:
        return cls(text, tuple(parse(text)))

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def highlighted(self) -> list[Term]:
        """What an excerpt marks."""
        return [*self.terms, *chain.from_iterable(parse(text) for text in self.other_texts)]

    @property
    def other_texts(self) -> list[str]:
        return list(dict.fromkeys(chain.from_iterable(self.others.values())))

    def looser(self) -> "Iterator[Question]":
        """The nearer first: its characters two by two in any order (试点申报 → 试点 申报), then any of its terms.

        Pairs that overlap (点申) are left out: texts that have them all but not the term itself are rare.
        """
        pieces = Question.of(" ".join(chain.from_iterable(map(_pieces, self.terms))))
        if pieces and set(pieces.terms) != set(self.terms):
            yield pieces
        if len(self.terms) > 1:
            yield replace(self, is_any=True)


def _pieces(term: Term) -> Iterator[str]:
    for run in term.runs:
        if not is_han(run) or len(run) <= _PAIR:
            yield run
            continue
        yield from (run[start : start + _PAIR] for start in range(0, len(run) - 1, _PAIR))
        if len(run) % _PAIR:
            # An odd one is left over: its pair overlaps the last.
            yield run[-_PAIR:]
