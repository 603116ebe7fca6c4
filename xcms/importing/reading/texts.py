"""Cells to text, column by column: each distinct value is cleaned once, however often it stands there."""

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from xcms.exports.cells import unsafe_cell
from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.refusals import Refusal, gettext_noop
from xcms.text import clean_text

#: Excel keeps 15 digits of a number.
_EXACT_BELOW = 10**15
#: How some systems keep Excel from making a number of a code in CSV.
_QUOTED = re.compile(r'="([^"]*)"')
_WHOLE_FLOAT = re.compile(r"\d{6,}\.0")
_YES_NO = {True: "是", False: "否"}


def cell_text(cell: Any) -> str:
    """Any value that a cell may hold, as the person typed it; dates in ISO, "" for blank."""
    if isinstance(cell, str):
        return clean_cell(cell) if cell else ""
    if isinstance(cell, bool):
        return _YES_NO[cell]
    if isinstance(cell, float):
        return _number_text(cell)
    if isinstance(cell, datetime):
        if cell.time() == time():
            return cell.date().isoformat()
        return (cell + timedelta(milliseconds=500)).isoformat(" ", "seconds")
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return "" if cell is None else str(cell)


def _number_text(number: float) -> str:
    """As Excel shows it: no exponent, at most 15 digits, no ".0"."""
    if number.is_integer():
        return str(int(number))
    if number != number:
        return ""
    text = f"{Decimal(f'{number:.15g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def clean_cell(text: str) -> str:
    """A text cell as everything after the reader sees it.

    Stripped, without invisible characters and without the apostrophe that exports put before formulas;
    line breaks inside the cell stay.
    """
    if not text.isprintable() or "  " in text:
        lines = [
            clean_text(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        ]
        text = "\n".join(lines)
    text = text.strip()
    if quoted := _QUOTED.fullmatch(text):
        text = quoted[1]
    text = unsafe_cell(text)
    return text[:-2] if _WHOLE_FLOAT.fullmatch(text) else text


def is_overlong(cell: Any) -> bool:
    return isinstance(cell, int | float) and abs(cell) >= _EXACT_BELOW


class _Codes(dict[Any, int]):
    """Gives each new value the next code."""

    def __missing__(self, value: Any) -> int:
        self[value] = code = len(self)
        return code


@dataclass(slots=True)
class CodedColumn:
    """``codes[i]`` is the position in ``texts`` of what stands in the i-th row."""

    texts: list[str]
    codes: "array[int]"
    overlong: list[int] = field(default_factory=list)

    def positions(self, wanted: Iterable[int]) -> list[int]:
        """The rows that hold one of these codes."""
        codes = frozenset(wanted)
        return [row for row, code in enumerate(self.codes) if code in codes] if codes else []

    def blank(self) -> int | None:
        """The code of blank cells; None where there are none."""
        return self.texts.index("") if "" in self.texts else None

    def code_of(self, text: str) -> int:
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text)

    def without(self, rows: Iterable[int]) -> None:
        for row in sorted(rows, reverse=True):
            del self.codes[row]

    def drop_unused(self) -> None:
        used = sorted(set(self.codes))
        if len(used) == len(self.texts):
            return
        place = {code: position for position, code in enumerate(used)}
        self.codes = array("i", map(place.__getitem__, self.codes))
        self.texts = [self.texts[code] for code in used]
        self.overlong = [place[code] for code in self.overlong if code in place]


class Encoder:
    """Takes the values of one column, block by block."""

    def __init__(self) -> None:
        self._raw = _Codes()
        self._codes = array("i")

    def add(self, values: Sequence[Any]) -> None:
        if bool in set(map(type, values)):
            # To a dict True is 1.
            values = [
                _YES_NO[value] if value is True or value is False else value for value in values
            ]
        self._codes.extend(array("i", map(self._raw.__getitem__, values)))

    def __len__(self) -> int:
        return len(self._codes)

    def finish(self, bounds: Bounds, room: int) -> CodedColumn:
        """``room`` is how many characters the texts may have together."""
        position: dict[str, int] = {}
        place = []
        overlong = set()
        for value in self._raw:
            text = cell_text(value)
            room -= len(text)
            _check_size(text, bounds, room)
            place.append(position.setdefault(text, len(position)))
            if is_overlong(value):
                overlong.add(place[-1])
        codes = self._codes
        if len(position) < len(place):
            codes = array("i", map(place.__getitem__, codes))
        return CodedColumn(list(position), codes, sorted(overlong))


def _check_size(text: str, bounds: Bounds, room: int) -> None:
    if len(text) > bounds.cell_characters:
        raise Refusal(
            gettext_noop(
                "A cell holds %(count)s characters (“%(start)s…”); at most %(limit)s fit."
            ),
            count=len(text),
            start=text[:20],
            limit=bounds.cell_characters,
        )
    if room < 0:
        raise Refusal(gettext_noop("The sheet holds more text than can be read."))
