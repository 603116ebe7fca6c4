"""What a check says of a place in a text."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from notices.lint.texts import Passage

_CONTEXT = 18


class Severity(StrEnum):
    """An error keeps a text from being published until it is repaired or its words are acknowledged."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Repair:
    """Words that may stand instead, and the reason that readers will see beside them."""

    words: str
    reason: str


@dataclass(frozen=True)
class Finding:
    """``promise`` is what the sentence promises to publish, where it does."""

    code: str
    severity: Severity
    passage: Passage
    start: int
    end: int
    message: str
    repairs: Sequence[Repair] = ()
    promise: str = ""
    #: Counts the same words with the same fault in one home.
    ordinal: int = 1

    @property
    def original(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def sentence(self) -> str:
        """The whole sentence in which it stands."""
        begins, ends = self.passage.sentence(self.start, self.end)
        return self.passage.text[begins:ends].strip()

    @property
    def before(self) -> str:
        cut = max(0, self.start - _CONTEXT)
        return ("…" if cut else "") + self.passage.text[cut : self.start]

    @property
    def after(self) -> str:
        cut = self.end + _CONTEXT
        return self.passage.text[self.end : cut] + ("…" if cut < len(self.passage.text) else "")

    @property
    def excerpt(self) -> str:
        return f"{self.before}{self.original}{self.after}"

    @property
    def told(self) -> str:
        """Where and what, in a sentence."""
        return f"{self.passage.where}：{self.message}"

    @cached_property
    def fingerprint(self) -> str:
        """The same as long as the sentence stays as it is, wherever its block moves."""
        begins, _ends = self.passage.sentence(self.start, self.end)
        said = (
            self.code,
            self.passage.home,
            self.sentence,
            str(self.start - begins),
            str(self.ordinal),
        )
        return hashlib.sha256("\0".join(said).encode(errors="surrogatepass")).hexdigest()[:20]
