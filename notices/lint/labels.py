"""联系人：, 电话：, 邮编：, 邮箱： with nothing behind them, or with something of another kind."""

import re
from collections.abc import Iterator

from notices.lint.findings import Finding, Repair, Severity
from notices.lint.texts import Kind, Passage, Text

_NAMES = {
    "联系人": "person",
    "联系电话": "phone",
    "咨询电话": "phone",
    "办公电话": "phone",
    "电话": "phone",
    "传真": "phone",
    "手机": "phone",
    "邮编": "postal_code",
    "邮政编码": "postal_code",
    "邮箱": "email",
    "电子邮箱": "email",
    "电子信箱": "email",
    "备案邮箱": "email",
    "地址": "address",
    "联系地址": "address",
    "通讯地址": "address",
    "通信地址": "address",
    "邮寄地址": "address",
    "QQ群": "group",
    "QQ群号": "group",
}


def _spaced(label: str) -> str:
    """Names are spread to one width: 联 系 人, 邮　　编."""
    return r"[ \u3000]*".join(label)


_LABEL = re.compile(
    r"(?<![\u4e00-\u9fffA-Za-z])(?:"
    + "|".join(map(_spaced, sorted(_NAMES, key=len, reverse=True)))
    + r")(?:及电话|和电话|、电话)?[ \u3000]*[：:]"
    + r"|(?<=[\u4e00-\u9fff])(?:联系人|联系电话|邮编|邮政编码|电子邮箱)[ \u3000]*[：:]"
)
_FILLED_IN = re.compile("[_＿]{2,}|[ \u3000]{4,}")
_ENDS = re.compile(r"[，。；、,;\n]|[ \u3000]{1,}")
_PUNCTUATION = "，。；、,;）) \u3000\n"
_POSTAL_CODE = re.compile(r"[0-8]\d{5}")
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]*@(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}")
_LIKE_EMAIL = re.compile(
    r"[A-Za-z0-9._%+\-]{0,64}[ ]?[@＠][ ]?(?:[A-Za-z0-9.．\-]|。(?=com|cn|net|org|edu|gov))*"
)
_PHONE = re.compile(r"(?:0\d{2,3}[-—－– ]?)?\d{7,8}|1[3-9]\d{9}|\d{5}(?!\d)|[48]00[-—－– ]?\d")
#: Endings that no mail goes to, as they are mistyped.
_MISTYPED_ENDINGS = {".con": ".com", ".cmo": ".com", ".ocm": ".com", ".comm": ".com", ".cn.": ".cn"}


def cut_labels(text: Text) -> Iterator[Finding]:
    for index, passage in enumerate(text.passages):
        if passage.kind in (Kind.TITLE, Kind.ATTACHMENT):
            continue
        labels = list(_LABEL.finditer(passage.digits))
        for place, found in enumerate(labels):
            until = labels[place + 1].start() if place + 1 < len(labels) else len(passage.text)
            rest = passage.digits[found.end() : until]
            following = text.passages[index + 1] if index + 1 < len(text.passages) else None
            if finding := _judge(
                passage, found, rest, following if place + 1 == len(labels) else None
            ):
                yield finding


def _judge(
    passage: Passage, found: re.Match[str], rest: str, following: Passage | None
) -> Finding | None:
    label = re.sub(r"[：: \u3000]", "", found[0])
    kind = _NAMES.get(re.split("及|和|、", label)[0], "person")
    if _FILLED_IN.match(rest):
        return None
    value = rest.strip(_PUNCTUATION)
    if not value:
        if following is not None and _goes_on(passage, following):
            return None
        return _finding(
            "empty-label", passage, found.start(), found.end(), f"“{label}”后面没有内容"
        )
    offset = found.end() + rest.index(value)
    word = _ENDS.split(value)[0]
    if kind == "postal_code":
        return _judge_postal_code(passage, offset, word)
    if kind == "email" and "@" not in value and "＠" not in value:
        if re.search("见|另行|同上|无", value):
            return None
        return _wrong(passage, offset, word, label, "电子邮箱地址")
    if kind == "person" and re.match(r"[\d@]|[A-Za-z0-9._]+@", word):
        return _wrong(passage, offset, word, label, "人员姓名或者处室")
    if kind == "phone" and (_EMAIL.match(word) or re.fullmatch(r"\d{6}", word)):
        return _wrong(passage, offset, word, label, "电话号码")
    if kind == "address" and (_EMAIL.fullmatch(word) or re.fullmatch(r"[\d\-]{5,}", word)):
        return _wrong(passage, offset, word, label, "地址")
    return None


def _goes_on(passage: Passage, following: Passage) -> bool:
    """The value stands in the next line or cell."""
    if following.home != passage.home and following.kind != passage.kind:
        return False
    return bool(following.text.strip()) and not _LABEL.match(following.text)


def _judge_postal_code(passage: Passage, offset: int, word: str) -> Finding | None:
    figures = re.match(r"\d+", word)
    if figures is None:
        return _wrong(passage, offset, word, "邮编", "邮政编码（6位数字）")
    if _POSTAL_CODE.fullmatch(figures[0]):
        return None
    end = offset + figures.end()
    return _finding(
        "postal-code",
        passage,
        offset,
        end,
        f"邮政编码“{figures[0]}”应为6位数字，现为{len(figures[0])}位"
        if len(figures[0]) != 6
        else f"没有“{figures[0]}”开头的邮政编码",
    )


def malformed_emails(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        for found in _LIKE_EMAIL.finditer(passage.digits):
            written = found[0].rstrip(".。 ")
            if written.startswith(("@", "＠")) and "." not in written:
                # "@所有人" calls people.
                continue
            if _EMAIL.fullmatch(written) and not any(
                map(written.lower().endswith, _MISTYPED_ENDINGS)
            ):
                continue
            end = found.start() + len(written)
            yield _finding(
                "email",
                passage,
                found.start(),
                end,
                f"“{written}”不是完整的电子邮箱地址",
                _mended(written),
            )


def _mended(written: str) -> list[Repair]:
    mended = written.replace("＠", "@").replace("．", ".").replace("。", ".").replace(" ", "")
    for wrong, right in _MISTYPED_ENDINGS.items():
        if mended.lower().endswith(wrong):
            mended = mended[: -len(wrong)] + right
    if mended == written or not _EMAIL.fullmatch(mended):
        return []
    return [Repair(mended, f"原文邮箱地址“{written}”有误，按通用写法读作“{mended}”。")]


def wrong_lengths(text: Text) -> Iterator[Finding]:
    """Office numbers that have a figure too many or too few."""
    for passage in text.passages:
        for found in re.finditer(
            r"(?<![\d\-])(0(?:10|2\d|[3-9]\d{2}))[-—－–](\d{4,12})(?![\d])", passage.digits
        ):
            number = found[2]
            if len(number) in _lengths(found[1]) or (len(number) == 5 and number[0] == "1"):
                continue
            if len(number) > 10 and passage.digits.startswith("-", found.end()):
                # Two numbers that have run together.
                continue
            yield Finding(
                "phone-length",
                Severity.WARNING,
                passage,
                *found.span(),
                f"电话号码“{found[0]}”应为{'位或者'.join(map(str, _lengths(found[1])))}位，现为{len(number)}位",
            )


def _lengths(area: str) -> tuple[int, ...]:
    """Of the numbers in an area. Changsha, Zhuzhou and Xiangtan and the largest cities have eight figures."""
    return (8,) if len(area) == 3 or area == "0731" else (7, 8)


def _wrong(passage: Passage, offset: int, word: str, label: str, wanted: str) -> Finding:
    end = offset + len(word)
    return _finding("wrong-kind", passage, offset, end, f"“{label}”后面应为{wanted}，现为“{word}”")


def _finding(
    code: str,
    passage: Passage,
    start: int,
    end: int,
    message: str,
    repairs: list[Repair] | None = None,
) -> Finding:
    return Finding(code, Severity.ERROR, passage, start, end, message, repairs or ())
