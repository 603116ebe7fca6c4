"""A page as its words: what the checks read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    TITLE = "title"
    FIELD = "field"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CELL = "cell"
    CLAUSE = "clause"
    ATTACHMENT = "attachment"


#: Where sentences are counted, numbered and read on from one passage to the next.
RUNNING = frozenset({Kind.HEADING, Kind.PARAGRAPH})

_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_ENDS = re.compile(r"[。！？；\n]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_NUMBERED_YEAR = re.compile(r"[〔\[［【]((?:19|20)\d{2})[〕\]］】]")


@dataclass(frozen=True)
class Passage:
    """A paragraph, a list item, a heading, a cell or a field.

    ``home`` names what it stands in, such as a block of the body, and stays when that is moved. ``where`` is the
    place in words. A passage that ``is_fixed`` is read but can't be repaired here. Cells know their row and column.
    """

    home: str
    where: str
    text: str
    kind: Kind = Kind.PARAGRAPH
    is_fixed: bool = False
    row: int = 0
    column: int = 0

    @cached_property
    def digits(self) -> str:
        """The text with half-width digits, glyph for glyph: offsets hold in both."""
        return self.text.translate(_HALF_WIDTH)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The bounds of the sentence around a span, without the sign that ends it."""
        begins = 0
        for found in _ENDS.finditer(self.text, 0, start):
            begins = found.end()
        found_end = _ENDS.search(self.text, end)
        return begins, found_end.start() if found_end else len(self.text)


@dataclass(frozen=True)
class Deadline:
    """A day that the page states as data, not in words."""

    where: str
    label: str
    day: date


@dataclass(frozen=True)
class Text:
    """``attachments`` is None where the kind of page has none; ``promised`` are the sentences on record."""

    passages: Sequence[Passage]
    dated: date | None = None
    document_number: str = ""
    attachments: Sequence[str] | None = None
    deadlines: Sequence[Deadline] = ()
    promised: Sequence[str] = ()

    @cached_property
    def year(self) -> int | None:
        """The year that a date without one is read in: of the document, its number, else its title."""
        if self.dated:
            return self.dated.year
        if found := _NUMBERED_YEAR.search(self.document_number):
            return int(found[1])
        titles = (passage.digits for passage in self.passages if passage.kind == Kind.TITLE)
        years = {int(found[1]) for title in titles for found in _YEAR.finditer(title)}
        return years.pop() if len(years) == 1 else None
