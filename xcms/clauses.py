"""Clauses of official texts: 一、（一）1.（1）and 第一条, as addresses within a page.

One meaning for both ends: what numbers a heading, and what a decision names as the clause it rests on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from xcms.text import number_of

_HAN = "零〇一二两三四五六七八九十百"
#: The kinds of numbering from the outermost in; the steps of an address are counted in them.
_PART, _BRACKET, _DIGIT, _BRACKET_DIGIT = range(4)
_MARKER = re.compile(
    rf"""\s*(?:
      第(?P<article>[{_HAN}]{{1,7}}|\d{{1,4}})条
    | 第(?P<chapter>[{_HAN}]{{1,7}}|\d{{1,4}})章
    | 第(?P<section>[{_HAN}]{{1,7}}|\d{{1,4}})节
    | 第(?P<part>[{_HAN}]{{1,7}}|\d{{1,4}})部分
    | 第?[（(](?P<bracket>[{_HAN}]{{1,7}})[）)]项?
    | 第?[（(](?P<bracket_digit>\d{{1,4}})[）)](?:目|项)?
    | (?P<han>[{_HAN}]{{1,7}})(?:[、.．]|(?=[（(])|$)
    | (?P<digit>\d{{1,4}})(?:[.．](?!\d)|、)
    )""",
    re.VERBOSE,
)
#: Where in a sentence a clause may begin: after the text's name, its number, or a word that leads up to it.
_BEFORE_CLAUSE = re.compile(
    r"^|[\s》”」』）)\]〕】，,；;：:]|通知|文件|办法|规定|方案|意见|细则|号"
)
_STEPS = {
    "part": _PART,
    "han": _PART,
    "bracket": _BRACKET,
    "digit": _DIGIT,
    "bracket_digit": _BRACKET_DIGIT,
}
_PREFIXES = {"chapter": "chapter", "section": "section", "article": "article"}


@dataclass(slots=True)
class _Place:
    """Where in a text one is: below which chapter, section or article, and how deep in the numbering."""

    heads: dict[str, int] = field(default_factory=dict)
    steps: list[int] = field(default_factory=list)

    def go(self, kind: str, number: int) -> None:
        if kind in _PREFIXES:
            order = list(_PREFIXES)
            self.heads = {
                name: value
                for name, value in self.heads.items()
                if order.index(name) < order.index(kind)
            }
            self.heads[kind] = number
            self.steps = []
            return
        step = _STEPS[kind]
        if step == _PART:
            # 一、stands beside articles, not below them.
            self.heads.pop("article", None)
        self.steps = [*self.steps[:step], *[0] * (step - len(self.steps)), number]

    @property
    def anchor(self) -> str:
        """Articles are numbered through a whole text, so that their chapter is no part of the address."""
        if "article" in self.heads:
            base, steps = f"article-{self.heads['article']}", self.steps[_BRACKET:]
        elif self.steps:
            base, steps = "clause", self.steps
        else:
            base, steps = "", []
            if "chapter" in self.heads:
                base = f"chapter-{self.heads['chapter']}"
            if "section" in self.heads:
                base = f"{base}-section-{self.heads['section']}".lstrip("-")
        return "-".join([base, *map(str, steps)])


def clause_anchor(text: str) -> str:
    """Where a named clause stands in its page: “二、（三）” → "clause-2-3", “第三条第（二）项” → "article-3-2".

    The text may lead up to it (“通知第三条”) and go on after it. "" where no clause is named. A paragraph
    (第二款) has no number of its own in the text: the address is its article's.
    """
    for start in _BEFORE_CLAUSE.finditer(text):
        markers = list(_markers(text, start.end()))
        if markers:
            return _anchor_of(markers)
    # A numbered article needs no word before it.
    article = re.search(rf"第([{_HAN}]{{1,7}}|\d{{1,4}})(?:条|章|节|部分)", text)
    return _anchor_of(list(_markers(text, article.start()))) if article else ""


def _anchor_of(markers: list[tuple[str, int]]) -> str:
    place = _Place()
    for kind, number in markers:
        place.go(kind, number)
    return place.anchor


def _markers(text: str, position: int) -> Iterator[tuple[str, int]]:
    """The markers that follow one another from here, each deeper than the one before."""
    depth = -1
    while (found := _MARKER.match(text, position)) and found.end() > position:
        kind = found.lastgroup or ""
        own = _depth(kind)
        if own <= depth:
            return
        yield kind, number_of(found[kind])
        depth, position = own, found.end()


def _depth(kind: str) -> int:
    return list(_PREFIXES).index(kind) if kind in _PREFIXES else len(_PREFIXES) + _STEPS[kind]


class ClauseCounter:
    """Goes through a text from above and gives each numbered line its address, unique within the page.

    The same number twice gets "clause-2", "clause-2--2": a page's addresses stay as long as its numbering.
    """

    def __init__(self) -> None:
        self._place = _Place()
        self._given: dict[str, int] = {}

    def anchor(self, line: str, *, otherwise: str = "") -> str:
        """The address of a heading or a numbered line; ``otherwise`` for a line without a number."""
        markers = list(_markers(line, 0))
        if not markers or _is_no_heading(line, markers):
            return self._unique(otherwise) if otherwise else ""
        for kind, number in markers:
            self._place.go(kind, number)
        return self._unique(self._place.anchor)

    def quoted(self, anchor: str) -> str:
        """A place that is named rather than reached: made unique, and the numbering goes on as before."""
        return self._unique(anchor) if anchor else ""

    def _unique(self, anchor: str) -> str:
        count = self._given.get(anchor, 0) + 1
        self._given[anchor] = count
        return anchor if count == 1 else self._unique(f"{anchor}--{count}")


def _is_no_heading(line: str, markers: list[tuple[str, int]]) -> bool:
    """“二、三年级学生” begins with a number that numbers nothing."""
    return (
        len(markers) == 1
        and markers[0][0] == "han"
        and bool(re.match(rf"\s*[{_HAN}]+、[{_HAN}]+(?![、.．（(])", line))
    )
