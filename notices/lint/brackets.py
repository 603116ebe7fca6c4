"""Brackets and quotation marks without their other half, and the wrong ones in a document's number."""

import re
from collections import Counter
from collections.abc import Iterator

from notices.lint.findings import Finding, Repair, Severity
from notices.lint.texts import Kind, Passage, Text

_PAIRS = {
    "（": "）",
    "(": ")",
    "〔": "〕",
    "[": "]",
    "【": "】",
    "《": "》",
    "〈": "〉",
    "“": "”",
    "「": "」",
}
_CLOSING = {close: opened for opened, close in _PAIRS.items()}
#: The other width closes as well: （…) is untidy, not open.
_SAME = {"（": "("}
#: 1) 2) a) 一）: numbers of points.
_POINT = re.compile(r"(?:^|(?<=[。；：，、\s]))[0-9０-９a-zA-Z一二三四五六七八九十①-⑳]{1,3}$")
_NUMBER = re.compile(
    r"(?P<sign>[\u4e00-\u9fff]{2,12})(?P<open>[\[［【（(﹝])(?P<year>(?:19|20)\d{2})(?P<close>[\]］】）)﹞])(?P<rest>第?0*)(?P<n>[1-9]\d{0,4})号"
)
_ADDED = re.compile(
    r"(?P<sign>[\u4e00-\u9fff]{2,12})〔(?P<year>(?:19|20)\d{2})〕(?P<rest>第0*|0+)(?P<n>[1-9]\d{0,4})号"
)


def unbalanced(text: Text) -> Iterator[Finding]:
    for index, passage in enumerate(text.passages):
        following = text.passages[index + 1].text if index + 1 < len(text.passages) else ""
        for place, sign in _unmatched(passage.text):
            if sign == "“" and following.lstrip().startswith("“"):
                # A quotation over several paragraphs opens each, and closes the last.
                continue
            other = _PAIRS.get(sign) or _CLOSING[sign]
            yield Finding(
                "unbalanced",
                Severity.WARNING,
                passage,
                place,
                place + 1,
                f"“{sign}”缺少与之配对的“{other}”" if sign not in "“”" else f"引号{sign}没有配对",
            )


def _unmatched(text: str) -> list[tuple[int, str]]:
    opened: list[tuple[int, str]] = []
    kinds: Counter[str] = Counter()
    alone: list[tuple[int, str]] = []
    for place, sign in enumerate(text):
        if sign in _PAIRS:
            opened.append((place, sign))
            kinds[_kind(sign)] += 1
        elif sign in _CLOSING:
            wanted = _kind(_CLOSING[sign])
            if kinds[wanted]:
                alone += _close(opened, kinds, wanted)
            elif not (sign in "）)" and _POINT.search(text[max(0, place - 4) : place])):
                alone.append((place, sign))
    return sorted([*alone, *opened])


def _close(
    opened: list[tuple[int, str]], kinds: Counter[str], wanted: str
) -> list[tuple[int, str]]:
    """Takes the last one of the kind off; what was opened inside it and not closed is alone."""
    alone: list[tuple[int, str]] = []
    while True:
        place, sign = opened.pop()
        kinds[_kind(sign)] -= 1
        if _kind(sign) == wanted:
            return alone
        alone.append((place, sign))


def _kind(sign: str) -> str:
    return _SAME.get(sign, sign)


def wrong_number_brackets(text: Text) -> Iterator[Finding]:
    """GB/T 9704: the year of a document's number stands in 〔〕, its number without 第 and without zeros before it."""
    for passage in text.passages:
        for pattern in (_NUMBER, _ADDED):
            for found in pattern.finditer(passage.digits):
                yield _wrong_number(passage, found)


def _wrong_number(passage: Passage, found: re.Match[str]) -> Finding:
    start = found.end("sign")
    words = f"〔{found['year']}〕{found['n']}号"
    written = passage.text[start : found.end()]
    return Finding(
        "document-number",
        Severity.WARNING,
        passage,
        start,
        found.end(),
        f"文号“{written}”应写作“{words}”",
        [Repair(words, "发文字号的年份用六角括号“〔〕”，序号不加“第”字、不编虚位。")],
    )


def mixed_brackets(text: Text) -> Iterator[Finding]:
    """（…) opened in one width and closed in the other."""
    for passage in text.passages:
        if passage.kind == Kind.ATTACHMENT:
            continue
        for found in re.finditer(r"（[^（）()]*\)|\([^（）()]*）", passage.text):
            words = f"（{found[0][1:-1]}）"
            yield Finding(
                "mixed-brackets",
                Severity.HINT,
                passage,
                *found.span(),
                f"“{found[0]}”的括号一半全角、一半半角",
                [Repair(words, "括号统一为全角。")],
            )
