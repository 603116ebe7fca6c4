"""附件 that the text names and the page lacks."""

import re
from collections.abc import Iterator

from notices.lint.findings import Finding, Severity
from notices.lint.numerals import CHINESE, chinese_number
from notices.lint.texts import Kind, Passage, Text

_NAMED = re.compile(
    f"附件[ ]?(?:(?P<number>\\d{{1,2}}(?![\\d年月])|{CHINESE}(?![并式起同致览切般旦定样分份个项共一二三]))|(?P<bare>))"
)
#: "附件1-3", "附件1至附件3", "附件1、2、4": what follows goes on counting.
_GOES_ON = re.compile(
    r"[ ]?(?:[-—－~～至到、和及,，])[ ]?(?:附件)?[ ]?(\d{1,2})(?![\d年月.．%％人个份])"
)
_BARE = re.compile("(?:见|详见|填写|填报|参照|按照|按)[ ]?(?:本通知)?$")
_BARE_LIST = re.compile("[ ]?[：:]")
#: Another text's: 《…》附件2, 〔2020〕1号附件.
_ANOTHERS = re.compile("(?:》|号|号）|文件|邮件|该方案|上述方案)(?:的)?[（(]?$")
#: About attaching as such: 以附件形式, 附件大小.
_NOT_ONE = re.compile("(?:形式|方式|大小|格式|名称|命名|下载|上传|材料齐全|不超过)")


def missing_attachments(text: Text) -> Iterator[Finding]:
    if text.attachments is None:
        return
    have = len(text.attachments)
    told: set[int] = set()
    is_named = False
    for passage in text.passages:
        if passage.kind == Kind.ATTACHMENT:
            continue
        for start, end, number in _mentions(passage):
            is_named = True
            if number > have and number not in told:
                told.add(number)
                yield Finding(
                    "missing-attachment",
                    Severity.ERROR,
                    passage,
                    start,
                    end,
                    f"提到“{passage.text[start:end]}”，页面{_has(have)}",
                )
    if have and not is_named and not any("附件" in passage.text for passage in text.passages):
        passage = Passage(
            "attachments", "附件", text.attachments[0], Kind.ATTACHMENT, is_fixed=True
        )
        message = f"页面有{have}个附件，正文没有提到“附件”"
        yield Finding("unnamed-attachment", Severity.HINT, passage, 0, len(passage.text), message)


def _has(have: int) -> str:
    return f"只有{have}个附件" if have else "还没有附件"


def _mentions(passage: Passage) -> Iterator[tuple[int, int, int]]:
    """Each attachment that the passage names: its span and number; 1 for one without a number."""
    digits = passage.digits
    for found in _NAMED.finditer(digits):
        before, after = digits[: found.start()], digits[found.end() :]
        if _ANOTHERS.search(before) or _NOT_ONE.match(after):
            continue
        if found["number"]:
            number = found["number"]
            yield (
                *found.span(),
                int(number) if number.isdecimal() else chinese_number(number) or 1,
            )
            yield from _counting_on(digits, found.end())
        elif _BARE_LIST.match(after):
            yield (*found.span(), _length_of_list(after) or 1)
        elif _BARE.search(before) or (
            before.endswith(("（", "(")) and after.startswith(("）", ")"))
        ):
            yield (*found.span(), 1)


def _counting_on(digits: str, end: int) -> Iterator[tuple[int, int, int]]:
    while more := _GOES_ON.match(digits, end):
        yield (*more.span(1), int(more[1]))
        end = more.end()


def _length_of_list(after: str) -> int:
    """附件：1.申报表 2.汇总表 names two."""
    numbers = [int(found) for found in re.findall(r"(?<!\d)(\d{1,2})[.．、](?!\d)", after)]
    return len(numbers) if numbers and numbers == list(range(1, len(numbers) + 1)) else 0
