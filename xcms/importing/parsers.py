"""One cell's text to one value. Blank cells never get here.

Each maker returns a parser; a parser raises CellError with what is needed and what it read.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from xcms.importing.errors import CellError
from xcms.importing.vocabulary import Vocabulary
from xcms.text import clean_text, fold

Parser = Callable[[str], Any]

_WHOLE = re.compile(
    r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?(?:[(\[]?(?:人次?|个|名|门|年|年版|版)[)\]]?)?"
)
#: What a PositiveIntegerField holds on every database.
_LARGEST = 2_147_483_647
#: A time of day may follow: platforms export moments where a day is meant.
_DATE = re.compile(
    r"(\d{4})\s*[-/.、年]\s*(\d{1,2})\s*[-/.、月]\s*(\d{1,2})\s*[日号.]?"
    r"(?:[\st]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT_DATE = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SERIAL_DATE = re.compile(r"([2-6]\d{4})(?:\.\d+)?")
_WRITTEN_DATE = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]"
)
_CHINESE_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {
    "零": "0"
}
_SERIAL_EPOCH = date(1899, 12, 30)
_SEPARATORS = re.compile(r"[、,，/;；|＋+和及]+|\n+")


def shown(text: str) -> str:
    """The cell as a message quotes it."""
    return text if len(text) <= 60 else f"{text[:60]}…"


def one_line(max_length: int) -> Parser:
    def parse(text: str) -> str:
        return _fitting(clean_text(text), max_length)

    return parse


def lines(max_length: int = 30_000) -> Parser:
    """Text that may run over several lines; they stay."""

    def parse(text: str) -> str:
        return _fitting(text, max_length)

    return parse


def _fitting(text: str, max_length: int) -> str:
    if len(text) > max_length:
        raise CellError(
            _("at most %(limit)s characters fit, this has %(count)s.")
            % {"limit": max_length, "count": len(text)}
        )
    return text


def whole_number(text: str) -> int:
    """60 from "60", "60人", "６０", "60.0", "1,200"; years from "2015年版"."""
    found = _WHOLE.fullmatch(fold(text).replace(" ", ""))
    if found is None:
        raise CellError(
            _("a whole number of 0 or more is needed, not “%(text)s”.") % {"text": shown(text)}
        )
    digits = found[1].replace(",", "")
    if len(digits) > 10 or int(digits) > _LARGEST:
        raise CellError(_("“%(text)s” is too large a number.") % {"text": shown(text)})
    return int(digits)


def day(text: str) -> date:
    """2020-06-12, 2020.6.12, 2020/6/12, 2020年6月12日, 二〇二〇年六月十二日, 20200612, and Excel's serial 43994."""
    folded = fold(text)
    found = _DATE.fullmatch(folded) or _COMPACT_DATE.fullmatch(folded)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
        if serial := _SERIAL_DATE.fullmatch(folded):
            return _SERIAL_EPOCH + timedelta(days=int(serial[1]))
        if written := _WRITTEN_DATE.fullmatch(folded.replace(" ", "")):
            year = int("".join(_CHINESE_DIGITS[digit] for digit in written[1]))
            return date(year, _chinese_number(written[2]), _chinese_number(written[3]))
    except ValueError:
        pass
    raise CellError(
        _("a date such as 2020-06-12 is needed, not “%(text)s”.") % {"text": shown(text)}
    )


def _chinese_number(text: str) -> int:
    """Up to 99: 六, 十, 十二, 二十, 三十一."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(_CHINESE_DIGITS[digit] for digit in ones))
    # ValueError for what is no number, such as 十十.
    return int(_CHINESE_DIGITS.get(tens or "一", "")) * 10 + int(
        _CHINESE_DIGITS.get(ones, ones or "0")
    )


def digits(count: int) -> Parser:
    """A code of exactly so many digits; spaces and widths folded."""

    def parse(text: str) -> str:
        code = fold(text).replace(" ", "")
        if not (len(code) == count and code.isascii() and code.isdigit()):
            raise CellError(
                _("exactly %(count)s digits are needed, not “%(text)s”.")
                % {"count": count, "text": shown(text)}
            )
        return code

    return parse


def code(max_length: int) -> Parser:
    """A code or number as typed, folded and without spaces."""

    def parse(text: str) -> str:
        return _fitting(fold(text).replace(" ", "").upper(), max_length)

    return parse


def choice(vocabulary: Vocabulary) -> Parser:
    def parse(text: str) -> Any:
        try:
            return vocabulary.value(text)
        except KeyError:
            raise _not_a_choice(vocabulary, text) from None

    return _allowing(vocabulary, parse)


def choices(vocabulary: Vocabulary) -> Parser:
    """Several of a list: "初级、中级/高级", also apart by spaces. A tuple in the order given."""

    def parse(text: str) -> tuple[Any, ...]:
        found: dict[Any, None] = {}
        for piece in _SEPARATORS.split(text):
            for word in _words(vocabulary, piece):
                try:
                    found[vocabulary.value(word)] = None
                except KeyError:
                    raise _not_a_choice(vocabulary, word) from None
        if not found:
            raise _not_a_choice(vocabulary, text)
        return tuple(found)

    return _allowing(vocabulary, parse)


def _allowing(vocabulary: Vocabulary, parse: Parser) -> Parser:
    parse.allowed = vocabulary.all_labels()  # type: ignore[attr-defined]
    return parse


def allowed_values(parse: Parser | None) -> str:
    """The labels that a parser of a closed list takes; "" for any other."""
    return getattr(parse, "allowed", "")


def _words(vocabulary: Vocabulary, piece: str) -> list[str]:
    """ "中 级" is one word, "中级 高级" two."""
    if not piece.strip():
        return []
    try:
        vocabulary.value(piece)
    except KeyError:
        return piece.split()
    return [piece]


def _not_a_choice(vocabulary: Vocabulary, text: str) -> CellError:
    return CellError(
        _("one of %(choices)s is needed, not “%(text)s”.")
        % {"choices": vocabulary.all_labels(), "text": shown(text)}
    )


def names(max_length: int) -> Parser:
    """Several names in a cell, apart by 、 or line breaks (commas and slashes occur in names)."""

    def parse(text: str) -> tuple[str, ...]:
        found = (clean_text(piece) for piece in re.split(r"[、;；\n]+", text))
        return tuple(dict.fromkeys(_fitting(name, max_length) for name in found if name))

    return parse


def mentions(*texts: str) -> Parser:
    """Whether the cell has one of the texts in it: a mark among remarks."""
    return lambda text: any(wanted in text for wanted in texts)
