"""Private numbers of persons (design rule 9)."""

import re
from collections.abc import Iterator

from notices.lint.days import is_day
from notices.lint.findings import Finding, Repair, Severity
from notices.lint.texts import Passage, Text

_MOBILE = re.compile(
    r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d(?:[ -]?\d{4}){2}"
    r"(?![\d.]|[ ]?(?:元|万|亿|平方|立方|吨|公里|人次|个|株|千瓦))"
)
#: What stands before a number that only looks like a mobile one: an area code.
_AREA = re.compile(r"(?<!\d)0\d{2,3}-$")
_OFFICE_PHONE = re.compile(r"(?<!\d)0\d{2,3}[-—－– ]?\d{7,8}(?!\d)")
_QQ = re.compile("(?:QQ|qq|群号|工作群|微信)[^，。；]{0,6}$")
_JOIN = re.compile("[，、,；;/ （(]+$")
_ID = re.compile(
    r"(?<![\dA-Za-z])[1-8]\d{5}(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})\d{3}[\dXx](?![\dA-Za-z])"
)
#: At the end of a run of digits, also where it is glued to another number.
_PRIVATE = re.compile(
    r"1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])|(?<![0-9])[1-8][0-9]{16}[0-9Xx](?![0-9A-Za-z])"
)
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_THIS_CENTURY, _YOUNGEST = 2020, 6
_NAMED = re.compile(
    r"联系人[ \u3000]*[：:][ \u3000]*(?P<name>[\u4e00-\u9fff][ \u3000]?[\u4e00-\u9fff]{1,3})"
    r"(?=$|[（(，、；。,\d \u3000联电手])"
)
_OFFICES = re.compile("[处科室所部办院局厅校中心组]$|老师$|主任$|同志$|办公|教育")


def personal_mobiles(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        for found in _MOBILE.finditer(passage.digits):
            before = passage.digits[: found.start()]
            if _QQ.search(before) or _AREA.search(before):
                continue
            yield Finding(
                "personal-mobile",
                Severity.ERROR,
                passage,
                *_with_its_joint(passage, found),
                "有个人手机号，公开前应改为办公电话",
                _left_out(passage, found),
            )


def _with_its_joint(passage: Passage, found: re.Match[str]) -> tuple[int, int]:
    """The number, and the sign that joins it to an office's: what goes when the number goes."""
    if not _left_out(passage, found):
        return found.span()
    joint = _JOIN.search(passage.text[: found.start()])
    return (joint.start() if joint else found.start()), found.end()


def _left_out(passage: Passage, found: re.Match[str]) -> list[Repair]:
    """Only where an office's number stands right before it, and stays."""
    before = passage.digits[: found.start()]
    joint = _JOIN.search(before)
    if joint is None or joint[0].strip().endswith(("（", "(")):
        return []
    offices = list(_OFFICE_PHONE.finditer(before))
    if not offices or offices[-1].end() != joint.start():
        return []
    return [Repair("", "个人手机号不公开，保留办公电话。")]


def without_private_numbers(words: str) -> str:
    """With stars for all but the first three figures of mobile and identity numbers: what readers see of originals."""
    shown = list(words)
    for found in _PRIVATE.finditer(words.translate(_WIDE_DIGITS)):
        for position in range(found.start() + 3, found.end()):
            shown[position] = "*"
    return "".join(shown)


def identity_numbers(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        for found in _ID.finditer(passage.digits):
            # A number that a case or a file got this year may begin like one.
            is_birthday = is_day(int(found["y"]), int(found["m"]), int(found["d"]))
            if is_birthday and int(found["y"]) <= (text.year or _THIS_CENTURY) - _YOUNGEST:
                yield Finding(
                    "identity-number",
                    Severity.ERROR,
                    passage,
                    *found.span(),
                    "有居民身份证号码，不得公开",
                )


def named_persons(text: Text) -> Iterator[Finding]:
    """A person's name beside a mobile number: an office would do."""
    for passage in text.passages:
        for found in _NAMED.finditer(passage.text):
            near = passage.digits[found.end() : found.end() + 40]
            if _MOBILE.search(near) and not _OFFICES.search(found["name"]):
                yield Finding(
                    "named-person",
                    Severity.WARNING,
                    passage,
                    *found.span("name"),
                    f"公开了联系人姓名“{found['name']}”和手机号，建议以处室名义公开",
                )
