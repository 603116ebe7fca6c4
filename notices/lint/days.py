"""Days as official texts write them, and where each stands."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from notices.lint.texts import Passage, Text

_WRITTEN = re.compile(
    r"(?<![\d.])(?:(?P<y>(?:19|20)\d{2})[ ]?年[ ]?)?(?P<m>\d{1,2})[ ]?月[ ]?(?P<d>\d{1,3})[ ]?[日号](?!线)"
)
_DASHED = re.compile(
    r"(?<![\d./\-])(?P<y>(?:19|20)\d{2})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d./\-])"
)
_SENTENCE_END = re.compile(r"[。！？\n]")


@dataclass(frozen=True)
class Mention:
    """``day`` is None for a day that there isn't, or whose year is not known."""

    passage: Passage
    start: int
    end: int
    written_year: int | None
    year: int | None
    month: int
    day_of_month: int

    @property
    def day(self) -> date | None:
        if self.year is None or not self.exists:
            return None
        return date(self.year, self.month, self.day_of_month)

    @property
    def exists(self) -> bool:
        """29 February counts where the year is not known."""
        return is_day(self.year or 2000, self.month, self.day_of_month)

    @property
    def words(self) -> str:
        return self.passage.text[self.start : self.end]


def is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def mentions(text: Text, passage: Passage) -> Iterator[Mention]:
    """In order. A day without a year takes that of the sentence so far, else the document's."""
    found_all = [*_WRITTEN.finditer(passage.digits), *_DASHED.finditer(passage.digits)]
    last_end, sentence_year = 0, None
    for found in sorted(found_all, key=lambda found: found.start()):
        if _SENTENCE_END.search(passage.text, last_end, found.start()):
            sentence_year = None
        written = int(found["y"]) if found["y"] else None
        sentence_year = written or sentence_year
        last_end = found.end()
        yield Mention(
            passage,
            found.start(),
            found.end(),
            written,
            sentence_year or text.year,
            int(found["m"]),
            int(found["d"]),
        )


def chinese_day(day: date, *, with_year: bool = False) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if with_year else f"{day.month}月{day.day}日"
