"""How header cells compare: brackets, spaces, line breaks and widths don't matter."""

import re

from xcms.text import clean_text, name_key

#: Templates mark what must be filled in.
_MARKS = re.compile(r"[*＊※★]")
_BRACKETED = re.compile(r"[(（\[【〔].*?[)）\]】〕]", re.DOTALL)


def header_text(cell: str) -> str:
    """The header as messages name it: on one line."""
    return clean_text(cell)


def header_keys(cell: str) -> tuple[str, ...]:
    """The keys that a header cell may go by, the exact one first.

    "学校名称（全称）" is also "学校名称"; a remark in brackets must not hide a column.
    """
    return _distinct(_key(cell), _without_remark(cell))


def joined_header_keys(group: str, leaf: str) -> tuple[str, ...]:
    """The keys of a column whose header stands over two rows; ``group`` is "" where it has none.

    The joined name comes first, then the lower cell alone, then both without remarks. A group speaks for a
    column of its own only where nothing stands below it.
    """
    if not (group and leaf):
        return header_keys(group or leaf)
    return _distinct(
        _key(f"{group} {leaf}"),
        _key(leaf),
        _key(f"{_BRACKETED.sub('', group)} {_BRACKETED.sub('', leaf)}"),
        _without_remark(leaf),
    )


def _without_remark(cell: str) -> str:
    return _key(_BRACKETED.sub("", cell))


def _key(cell: str) -> str:
    return name_key(_MARKS.sub("", cell))


def _distinct(*keys: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key))
