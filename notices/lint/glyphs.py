"""Glyphs, numbers and nouns that a text has lost on its way."""

import re
from collections.abc import Iterator

from notices.lint.findings import Finding, Repair, Severity
from notices.lint.texts import Passage, Text

_HAN = "\u4e00-\u9fff"
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff]+|[锛銆鈥][\u4e00-\u9fff€]?|锟斤拷|烫烫烫|\\?{3,}")
_BOX = re.compile("[□▯]+")
#: What stands behind a box that is there to be ticked.
_TICKED = re.compile(
    "(?:是|否|有|无|男|女|同意|不同意|已|未|合格|不合格|初级|中级|高级|其他|其它|公办|民办)"
)
_INNER = re.compile(f"[{_HAN}0-9%％（）(),，、“”]")

#: (where a noun is gone, what is said, what it may have been).
_LOST_NOUNS = (
    (
        re.compile("(?<=[本该全])[校院][ ]*的?[ ]*总数"),
        "“总数”前面缺少所指的内容（如“专业”“在校生”）",
        ("校专业总数", "校在校生总数"),
    ),
    (
        re.compile("的数(?=不超过|不得超过|不大于|不高于|不少于|不低于|占)"),
        "“数”前面缺少所指的内容（如“证书”“专业”）",
        ("的证书数", "的专业数"),
    ),
    (
        re.compile("的[ \u3000]+(?=不超过|不得超过|不大于|不高于|不少于|不低于)"),
        "限定词前面缺少所指的内容（如“证书数”“人数”）",
        ("的证书数", "的人数"),
    ),
)
_LOST_NUMBERS = (
    (
        re.compile(
            "(?:不超过|不得超过|不大于|不高于|不少于|不低于|不足|占)[^，。；、：]{0,16}"
            "(?:总数|总量|总额|总人数)的[ ]*(?=[，。；、）)%％]|$)"
        ),
        "“的”后面缺少比例或数值",
    ),
    (
        re.compile(
            "(?:不超过|不得超过|不大于|不高于|不少于|不低于|达到|达|超过|低于)"
            r"[ \u3000]*(?:%|％|以上|以下|(?=[，。；）)]|的(?:院校|学校|单位|专业)"
            "|(?:个|人|所|名|项|天|学时|课时|万元|元|份|次)(?:[，。；、）]|$|以)))"
            "|(?:不足|未达到|高于)[ \u3000]+(?=的)"
        ),
        "限定词后面缺少数值",
    ),
    (
        re.compile(r"〔(?:19|20)\d{2}〕[ ]*(?=号)"),
        "文号缺少序号",
    ),
    (
        re.compile(r"第[ \u3000]*[条章款](?![\u4e00-\u9fff])|第[ \u3000]+[条章款项批轮届期次号]"),
        "“第”后面缺少序号",
    ),
    (re.compile(r"(?<=\d年)[ \u3000]*月[ \u3000]*日|(?<=\d月)[ \u3000]*日"), "日期中缺少数字"),
)
#: What may be left unsaid after these: 目标已达到，、未超过。
_COMPLETE_WITHOUT = re.compile("(?:已|未|已经|尚未|没有|应|可|能|必须|无法|难以)(?:达到|超过|达)$")
_MEASURE = "完成率|通过率|合格率|就业率|取证率|到课率|占比"
_BARE_MEASURE = re.compile(
    f"(?:{_MEASURE})[ ]*(?:的[ ]*(?=院校|学校|单位|专业|培训评价组织)|(?:在|为)?[ ]*以[上下内](?=的))"
)
_SAYS_HOW_MUCH = re.compile(
    r"[\d%％一二三四五六七八九十]成|[\d%％]|达|低|高|超|不足|未|符合|满足|规定|要求|落后|靠后|靠前|领先|排名|较|最"
)
_CLAUSE_ENDS = re.compile("[，。；：、]")
_NUMBER_OF_WHOLE = re.compile(
    r"(?:总数|总量|总额|总人数)的[ ]?(\d{1,3}(?:\.\d+)?)(?=[，。；、）)]|$)"
)
_MISSING_DAY_SIGN = re.compile(
    r"(?<![\d.])(?:1[0-2]|0?[1-9])月(?:[12]\d|3[01]|0?[1-9])(?=[ ]?前|之前|以前|截止|，|。|；|（|$)"
)
_PLACEHOLDER = re.compile(
    "(?:[×xX]{1,4}年)?[×xX]{1,2}月[×xX]{1,2}日|20[×xX]{2}年|[×xX]{2,}(?:学校|学院|单位|公司)"
)
_EMPTY_PAIR = re.compile(
    r"（[ \u3000]*）|\([ \u3000]*\)|〔[ \u3000]*〕|【[ \u3000]*】|《[ \u3000]*》|“[ \u3000]*”"
)


def lost_glyphs(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        for found in _BROKEN.finditer(passage.text):
            yield _lost(passage, found, "有无法显示的字，可能是转换时丢失的")
        if _is_form(passage.text):
            continue
        for found in _BOX.finditer(passage.text):
            if _stands_for_a_glyph(passage.text, found):
                yield _lost(passage, found, "“□”可能是缺字，请对照原件补全")


def _is_form(text: str) -> bool:
    """Several boxes with a short choice behind each are there to be ticked."""
    choices = re.findall(f"[□▯] ?([{_HAN}A-Za-z0-9+]{{1,8}})(?=[□▯ \u3000，、；。）)]|$)", text)
    return len(choices) > 1


def _stands_for_a_glyph(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()], text[found.end() :]
    if not before or _TICKED.match(after):
        return False
    return bool(_INNER.match(before[-1])) and (
        not after or bool(_INNER.match(after[0]) or after[0] == "。")
    )


def lost_measures(text: Text) -> Iterator[Finding]:
    """Ratios without what they are a ratio of, thresholds without their number."""
    for passage in text.passages:
        yield from _lost_nouns(passage)
        for found_in, message in _LOST_NUMBERS:
            for found in found_in.finditer(passage.digits):
                if not _COMPLETE_WITHOUT.search(passage.text[: found.end()]):
                    yield _finding("lost-number", passage, found, message)
        for found in _BARE_MEASURE.finditer(passage.text):
            clause = _CLAUSE_ENDS.split(passage.text[: found.start()])[-1]
            if not _SAYS_HOW_MUCH.search(clause):
                yield _finding(
                    "lost-number",
                    passage,
                    found,
                    f"“{found[0].rstrip('的 ')}”没有写明达到或者低于多少，门槛可能缺失",
                )
        for found in _PLACEHOLDER.finditer(passage.text):
            yield _finding("placeholder", passage, found, f"“{found[0]}”没有填写")
        for found in _MISSING_DAY_SIGN.finditer(passage.digits):
            repair = Repair(f"{found[0]}日", f"原文“{found[0]}”缺“日”字，补上。")
            yield _finding("lost-unit", passage, found, f"“{found[0]}”后面缺少“日”", [repair])
        for found in _NUMBER_OF_WHOLE.finditer(passage.digits):
            repair = Repair(
                f"{passage.text[found.start() : found.end()]}%",
                "原文数字后缺百分号，按前文“总数的”补上。",
            )
            yield _finding("lost-unit", passage, found, f"“{found[1]}”后面可能缺少“%”", [repair])


def _lost_nouns(passage: Passage) -> Iterator[Finding]:
    for pattern, message, nouns in _LOST_NOUNS:
        for found in pattern.finditer(passage.text):
            repairs = [
                Repair(words, f"原文此处缺字，按前后文读作“{words}”，以原件为准。")
                for words in nouns
            ]
            yield _finding("lost-noun", passage, found, message, repairs)


def empty_brackets(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        for found in _EMPTY_PAIR.finditer(passage.text):
            is_blank = len(found[0]) > 2
            yield Finding(
                "empty-brackets",
                Severity.WARNING if is_blank else Severity.ERROR,
                passage,
                found.start(),
                found.end(),
                f"“{found[0]}”里面没有内容",
                () if is_blank else [Repair("", "括号内没有内容，删去空括号。")],
            )


def _lost(passage: Passage, found: re.Match[str], message: str) -> Finding:
    return _finding("lost-glyph", passage, found, message)


def _finding(
    code: str,
    passage: Passage,
    found: re.Match[str],
    message: str,
    repairs: list[Repair] | None = None,
) -> Finding:
    return Finding(
        code, Severity.ERROR, passage, found.start(), found.end(), message, repairs or ()
    )
