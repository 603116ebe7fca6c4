"""What is not as in Word, collected while reading."""

from dataclasses import dataclass, field, replace

from notices.word.reading.model import Remark
from notices.word.reading.refusals import too_long

_MOST = 3000
_LONGEST_PLACE = 24


@dataclass(slots=True)
class Remarks:
    found: list[Remark] = field(default_factory=list)
    #: The beginning of the paragraph that is being read.
    place: str = ""

    def add(self, kind: str, text: str = "", *, is_kept: bool = False) -> None:
        """A piece of what the last remark said of the same place is one remark with it."""
        text = text.strip()
        last = self.found[-1] if self.found else None
        if last and text and (last.kind, last.place, last.is_kept) == (kind, self.place, is_kept):
            self.found[-1] = replace(last, text=f"{last.text}{text}")
            return
        if len(self.found) >= _MOST:
            raise too_long()
        self.found.append(Remark(kind, text, self.place, is_kept))

    def at(self, text: str) -> None:
        text = " ".join(text.split())
        self.place = text if len(text) <= _LONGEST_PLACE else f"{text[:_LONGEST_PLACE]}…"
