"""Lines of text to passages: pieces that a search index takes whole."""

import re
import time
from dataclasses import dataclass, field

from xcms.text import clean_text

#: PostgreSQL's tsvector holds 16,383 positions, and each Chinese character begins a token.
LONGEST = 8_000
#: A passage this long ends with its page, so that most pages stay whole.
_LONG_ENOUGH = 6_000
_MOST_BLANK_PAGES = 10
_SENTENCE_ENDS = re.compile(r"[。！？；!?;]")
#: Between pages of one passage.
PAGE_END = "\f"


class EnoughError(Exception):
    """No more text is wanted; what there is counts."""


@dataclass(slots=True)
class Passage:
    """``name`` is the sheet's, "" elsewhere; pages count from 1, and are 0 where the file has none.

    Pages inside a passage are apart by a form feed.
    """

    name: str
    first_page: int
    last_page: int
    text: str


@dataclass(slots=True)
class Writer:
    """Takes a file's lines in reading order. ``room`` is how many characters may come, ``ends_at`` when by
    ``time.monotonic()``; beyond either it raises EnoughError."""

    room: int
    ends_at: float
    passages: list[Passage] = field(default_factory=list)
    is_truncated: bool = False
    _name: str = ""
    _page: int = 0
    _open: Passage | None = None

    def begin(self, *, name: str = "", page: int = 0) -> None:
        """A sheet or page begins."""
        self._check_time()
        size = len(self._open.text) if self._open else 0
        if name != self._name or size > _LONG_ENOUGH:
            self._close()
        self._name, self._page = clean_text(name), page

    def line(self, text: str) -> None:
        """A paragraph, or a row with tabs between its cells."""
        self._check_time()
        cells = (clean_text(cell) for cell in text.split("\t"))
        text = "\t".join(cell for cell in cells if cell)
        if not text:
            return
        if len(text) > self.room:
            self._add(text[: self.room])
            self.is_truncated = True
            raise EnoughError
        self._add(text)

    def finish(self) -> list[Passage]:
        self._close()
        return self.passages

    def _add(self, text: str) -> None:
        self.room -= len(text)
        while text:
            piece = text if len(text) <= LONGEST else text[: _cut(text)]
            text = text[len(piece) :]
            self._append(piece)

    def _append(self, piece: str) -> None:
        if self._open and (
            len(self._open.text) + 1 + len(piece) > LONGEST
            or self._page - self._open.last_page > _MOST_BLANK_PAGES
        ):
            self._close()
        if self._open is None:
            self._open = Passage(self._name, self._page, self._page, piece)
            return
        # So that a passage's form feeds tell the page of each word.
        between = PAGE_END * (self._page - self._open.last_page) or "\n"
        self._open.text += between + piece
        self._open.last_page = self._page

    def _close(self) -> None:
        if self._open is not None and self._open.text:
            self.passages.append(self._open)
        self._open = None

    def _check_time(self) -> None:
        if time.monotonic() > self.ends_at:
            self.is_truncated = True
            raise EnoughError


def _cut(text: str) -> int:
    """Where to cut a paragraph that is too long: after a sentence, if one ends in its second half."""
    ends = [found.end() for found in _SENTENCE_ENDS.finditer(text, LONGEST // 2, LONGEST)]
    return ends[-1] if ends else LONGEST
