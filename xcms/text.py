"""How text compares: one meaning of "the same" for imports, constraints, filters and search."""

import re
import unicodedata

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "〔": "[", "〕": "]", "【": "[", "】": "]"}
)
_NOT_IN_KEYS = re.compile(r"[\s\-_·•・,，.。、;；:：'\"()\[\]<>《》〈〉/\\|]+")
_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]"
)
_SPACES = re.compile(r"\s+")
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ORDINAL = re.compile("第([零〇一二两三四五六七八九十百千]{1,7})")
_YEAR = re.compile("[零〇一二三四五六七八九]{4}(?=年)")


def clean_text(text: str) -> str:
    """What a person meant to type: no invisible characters, single spaces, no spaces at the ends.

    Keeps width, case and punctuation: this is what gets stored.
    """
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def fold(text: str) -> str:
    """Text for comparing in order: NFKC, lower case, one kind of dash, quote and bracket, single spaces.

    "（中级）Ｗeb—前端" → "(中级)web-前端".
    """
    text = unicodedata.normalize("NFKC", clean_text(text)).translate(_DASHES).translate(_QUOTES)
    # Lower case may leave what NFKC composes once more.
    return clean_text(unicodedata.normalize("NFKC", text.casefold()))


def fold_ordinals(text: str) -> str:
    """Chinese numerals of ordinals and years in digits: 第三批 → 第3批, 第二十三条 → 第23条, 二〇二〇年 → 2020年."""
    text = _ORDINAL.sub(lambda found: f"第{_number(found.group(1))}", text)
    return _YEAR.sub(lambda found: "".join(str(_DIGITS[sign]) for sign in found.group()), text)


def number_of(numerals: str) -> int:
    """A number in Chinese numerals or in digits."""
    return int(numerals) if numerals.isdecimal() else _number(numerals)


def _number(numerals: str) -> int:
    """Up to 9999: 二十三 → 23, 一百零五 → 105, 二三 → 23."""
    if not set(numerals) & set(_UNITS):
        return int("".join(str(_DIGITS[sign]) for sign in numerals))
    total, digit = 0, 0
    for sign in numerals:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def name_key(name: str) -> str:
    """The key under which two spellings are one name: folded, without spaces, brackets and punctuation.

    "建筑信息模型（BIM）" and "建筑信息模型 (bim)" share "建筑信息模型bim".
    """
    return unicodedata.normalize("NFKC", _NOT_IN_KEYS.sub("", fold(name)))


def pinyin_syllables(text: str) -> list[str]:
    """Pinyin without tones, a piece for each Han character and for whatever stands between: 长沙 → chang, sha."""
    from pypinyin import (
        Style,
        lazy_pinyin,
    )  # a seventh of a second that the importers' reader saves

    return lazy_pinyin(fold(text), style=Style.NORMAL)


def pinyin(text: str) -> str:
    """Full pinyin without tones or spaces, for sorting and typing: "长沙" → "changsha".

    Wrong readings of a place name are possible; wherever this is stored, editors can correct it.
    """
    return "".join(pinyin_syllables(text)).replace(" ", "")


def pinyin_initials(text: str) -> str:
    """First letters: "长沙职院" → "cszy"."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(fold(text), style=Style.FIRST_LETTER)).replace(" ", "")
