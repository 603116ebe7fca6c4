"""What a downloaded file is called: register, filter and day, in words that every system can store."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

#: A file name may have 255 bytes; programs put "(1)" and their own ends behind it.
_MOST_BYTES = 120
_LONGEST_WORD = 16
_MOST_WORDS = 3
_ALLOWED = frozenset("-+·()（）")


def file_name(label: str, words: Sequence[str], day: date, extension: str) -> str:
    """``试点资格_长沙市_Web前端开发_2026-11-25.csv``; "等" stands for the words that had no room."""
    kept = [word for word in map(_plain, words) if word]
    rest = kept[_MOST_WORDS:]
    kept = kept[:_MOST_WORDS]
    while True:
        parts = [_plain(label), *kept, *(["等"] if rest else []), f"{day:%Y-%m-%d}"]
        name = f"{'_'.join(parts)}.{extension}"
        if len(name.encode()) <= _MOST_BYTES or not kept:
            return name
        rest = [kept.pop()]


def _plain(text: str) -> str:
    """Letters and digits of any script: no separators, dots, marks that reverse the text, or quotes."""
    letters = (
        letter
        for letter in unicodedata.normalize("NFC", text)
        if letter.isalnum() or letter in _ALLOWED
    )
    return "".join(letters).strip("-")[:_LONGEST_WORD]


def attachment(name: str, fallback: str) -> str:
    """Content-Disposition (RFC 6266): the name for those who read UTF-8, the ASCII fallback for the others."""
    return f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(name, safe='')}"
