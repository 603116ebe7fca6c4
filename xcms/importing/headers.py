"""How header cells compare: brackets, spaces, line breaks and widths don't matter."""

import re

from xcms.text import clean_text, name_key

_BRACKETED = re.compile(r"[(（\[【〔].*?[)）\]】〕]", re.DOTALL)


def header_text(cell: str) -> str:
    """The header as messages name it: on one line."""
    return clean_text(cell)


def header_keys(cell: str) -> tuple[str, ...]:
    """The keys that a header cell may go by, the exact one first.

    "学校名称（全称）" is also "学校名称"; a remark in brackets must not hide a column.
    """
    exact = name_key(cell)
    without_remark = name_key(_BRACKETED.sub("", cell))
    return tuple(dict.fromkeys(key for key in (exact, without_remark) if key))
