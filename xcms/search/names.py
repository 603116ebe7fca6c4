"""Names of records: what a column of search text holds, and what a word of a question looks for in it.

Names match as texts do (``xcms.search.words``), and besides: a code or a word of letters may be typed from
its beginning (4143 finds 4143010827), and Han characters by their pinyin or its first letters.
"""

from collections.abc import Iterable, Sequence

from xcms.search.pinyin import corrected_form, spoken_form
from xcms.search.pinyin import needles as pinyin_needles
from xcms.search.words import Term, folded, is_han, normal_form
from xcms.text import name_key

#: A single letter or digit begins too much.
_SHORTEST_BEGINNING = 2


def search_text(
    parts: Iterable[str], names: Iterable[str] = (), readings: Iterable[tuple[str, str]] = ()
) -> str:
    """What ``needles`` are looked for in: each part in its normal form, each of ``names`` also as it is typed.

    ``readings`` are pairs of a name and an editor's pinyin of it. Lines keep the parts apart, so that nothing
    matches across two of them.
    """
    lines: dict[str, None] = {}
    names = list(names)
    for part in [*names, *parts]:
        # Without punctuation too: 北京·中物联 is typed 北京中物联.
        for form in (normal_form(part), normal_form(name_key(part))):
            if form:
                lines[form] = None
    for name in names:
        lines.update(dict.fromkeys(spoken_form(folded(name))))
    for name, reading in readings:
        lines.update(dict.fromkeys(corrected_form(folded(name), reading)))
    return "\n".join(lines)


def needles(term: Term) -> tuple[str, ...]:
    """A record's search text has the term when it has any of these pieces."""
    last = term.runs[-1]
    open_end = not is_han(last) and len(last) >= _SHORTEST_BEGINNING and not term.is_quoted
    plain = term.needle.rstrip() if open_end else term.needle
    return (plain, *(pinyin_needles(last) if len(term.runs) == 1 and open_end else ()))


def is_named(text: str, terms: Sequence[Term]) -> bool:
    """Whether a search text has every term."""
    return all(any(needle in text for needle in needles(term)) for term in terms)
