"""What a text is made of when it is searched: one meaning for the index, the lists and the excerpts.

A text is cut into runs of Han characters (and kana), runs of digits and runs of letters; everything else
only stands between them. A search term is a sequence of such runs, and a text has it when the runs stand
there one after the other. Of its first and last run, Han characters may be part of a longer run, letters
and digits may not: “证书” is in “证书名单”, “20” is not in “2020”.

Two engines ask this same question. A full-text index holds ``index_tokens()``, overlapping pairs of Han
characters; a column of names holds ``normal_form()``, of which a term's ``needle`` is a piece. A property
test holds them equal.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add

from xcms.text import fold, fold_ordinals

#: Scripts that are written without spaces.
_HAN = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"[{_HAN}]+|\d+|[^\W\d_{_HAN}]+")
_HAN_RUN = re.compile(rf"[{_HAN}]")
#: “通 知” in a heading is one word; “湖南省 教育厅” are two.
_SPACED = re.compile(rf"(?<!\w)([{_HAN}])(?: +([{_HAN}])(?!\w))+")
#: So long a line of text goes on in the next one, where no punctuation ends it.
_WRAPPED = re.compile(rf"(?<=[^\n]{{12}})(?<=[{_HAN}])[ \t]*\r?\n[ \t]*(?=[{_HAN}])")
_QUOTED = re.compile(r'"([^"]*)"|「([^」]*)」|『([^』]*)』')
#: Where a person's words end: at spaces, and at punctuation between Han characters.
_BREAKS = re.compile(rf"\s+|(?<=[{_HAN}])[^\w\s]+(?=[{_HAN}])")
#: 1 X is written for 1+X.
_SINGLE = re.compile(rf"(?<![^\W{_HAN}])(\d) (?=[a-z](?![a-z\d]))")

#: More words than any honest question has; the rest is left out.
MOST_TERMS = 12
#: The longest question that is looked at.
LONGEST_QUERY = 200


def folded(text: str) -> str:
    """The text as both sides compare it: ``fold()``, ordinals in digits, letter-spaced headings closed up, and lines
    that were broken in the middle of a sentence, as in a PDF, put together."""
    text = _WRAPPED.sub("", text)
    return _SPACED.sub(lambda found: found.group().replace(" ", ""), fold_ordinals(fold(text)))


def is_han(run: str) -> bool:
    return bool(_HAN_RUN.match(run))


def runs(text: str) -> list[str]:
    """Runs of Han characters, digits or letters of a folded text, in order."""
    return _RUNS.findall(text)


def _han_tokens(run: str) -> list[str]:
    """Each character begins one token: 试点申报 → 试点 点申 申报 报."""
    return [*map(add, run, run[1:]), run[-1]]


def index_tokens(text: str) -> list[str]:
    """What a full-text index holds of a text, one token for each position."""
    tokens: list[str] = []
    for run in runs(folded(text)):
        if is_han(run):
            tokens += _han_tokens(run)
        else:
            tokens.append(run)
    return tokens


def normal_form(text: str) -> str:
    """The runs with one space around each, in which ``needle`` of a term is looked for."""
    found = runs(folded(text))
    return f" {' '.join(found)} " if found else ""


@dataclass(frozen=True)
class Term:
    """One word or phrase of a question: never without runs."""

    runs: tuple[str, ...]
    is_quoted: bool = False

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Tokens that stand one after the other in the index; the last is a prefix if ``ends_open``."""
        tokens: list[str] = []
        for number, run in enumerate(self.runs):
            if not is_han(run):
                tokens.append(run)
            elif number < len(self.runs) - 1 or len(run) == 1:
                tokens += _han_tokens(run)
            else:
                # The text may go on after the last character.
                tokens += _han_tokens(run)[:-1]
        return tuple(tokens)

    @property
    def ends_open(self) -> bool:
        """A single Han character at the end begins any pair."""
        last = self.runs[-1]
        return is_han(last) and len(last) == 1

    @cached_property
    def needle(self) -> str:
        """The piece of a normal form that says that the text has this term."""
        before = "" if is_han(self.runs[0]) else " "
        after = "" if is_han(self.runs[-1]) else " "
        return f"{before}{' '.join(self.runs)}{after}"

    @property
    def text(self) -> str:
        return "".join(
            f" {run}" if number and not is_han(run) and not is_han(self.runs[number - 1]) else run
            for number, run in enumerate(self.runs)
        )

    def is_in(self, normal: str) -> bool:
        return self.needle in normal


def parse(question: str) -> list[Term]:
    """The terms of a question, all of which a text must have: phrases in quotes, words between spaces.

    Each term once, at most ``MOST_TERMS``; of the text at most ``LONGEST_QUERY`` characters are looked at.
    A question of punctuation alone has no terms.
    """
    text = _SINGLE.sub(r"\1", folded(question[: LONGEST_QUERY * 2])[:LONGEST_QUERY])
    found: dict[Term, None] = {}
    place = 0
    for quoted in _QUOTED.finditer(text):
        found.update(dict.fromkeys(_words(text[place : quoted.start()])))
        found.update(dict.fromkeys(_terms([next(filter(None, quoted.groups()), "")], quoted=True)))
        place = quoted.end()
    found.update(dict.fromkeys(_words(text[place:])))
    return list(found)[:MOST_TERMS]


def _words(text: str) -> list[Term]:
    return _terms(_BREAKS.split(text))


def _terms(pieces: Iterable[str], *, quoted: bool = False) -> list[Term]:
    return [Term(tuple(found), quoted) for piece in pieces if (found := runs(piece))]


def all_in(terms: Sequence[Term], normal: str) -> bool:
    return all(term.is_in(normal) for term in terms)
