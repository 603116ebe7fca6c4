"""Rows that stand among the data and are none: totals, notes, signatures, headers once more."""

import re
from collections.abc import Sequence

from xcms.text import name_key

_TOTALS = frozenset({"合计", "总计", "小计", "共计", "累计"})
_LONGEST_TOTAL = 30
_TOTAL_AND_AMOUNT = re.compile(r"(合计|总计|小计|共计|累计)[\d.]+[\u4e00-\u9fff]{0,2}")
#: Of a city, a page, so many schools: a total only where nothing but amounts stands beside it.
_SOME_TOTAL = re.compile(
    r"(全省|全市|本页|以上|[\u4e00-\u9fff]{1,8}[市州县区])?(合计|总计|小计|共计|累计)"
    r"(人数?|[\d.]+[\u4e00-\u9fff]{0,4})?"
)
#: A total's label stands in one of the first so many columns.
_LABEL_WITHIN = 4
_NOTE = re.compile(
    r"[（(]?\s*(注|备\s*注|附\s*注|说\s*明|填[表报写]说明|编制说明)\s*[\d一二三四五]*\s*[)）]?\s*[:：]|（注）|[(]注[)]"
)
#: Our own samples' rows begin so: filled in, and no data.
_EXAMPLE = re.compile(r"注\s*[:：]\s*示例")
_SIGNATURE = re.compile(
    r"(填\s*表\s*人|填\s*报\s*人|制\s*表\s*人|审\s*核\s*人|复\s*核\s*人|经\s*办\s*人|单位负责人|负责人签[字名]"
    r"|填[表报]单位|填[表报]日期|填[表报]时间|制表单位|制表日期)\s*([(（][^)）]*[)）])?\s*([:：]|$)"
)


def is_aside_text(text: str) -> bool:
    """Whether a row with this text may be an aside; ``is_aside`` decides by the whole row."""
    return _is_remark(text) or bool(_SOME_TOTAL.fullmatch(name_key(text)))


def is_aside(cells: Sequence[str]) -> bool:
    """``cells`` are the row's own, before merged ones are filled.

    A note stands nearly alone; a filled row whose first column happens to be a remark is data. A total has
    only amounts beside its label. A row with a serial number in front is data whatever follows.
    """
    filled = [(index, cell) for index, cell in enumerate(cells) if cell]
    if not filled:
        return True
    first = filled[0][1]
    if _EXAMPLE.match(first):
        return True
    if _is_remark(first):
        return len(filled) <= 2 or any(_SIGNATURE.match(cell) for _index, cell in filled[1:])
    if _is_total(first):
        return True
    if _is_amount(first):
        return False
    if _SOME_TOTAL.fullmatch(name_key(first)):
        return all(_is_amount(cell) for _index, cell in filled[1:])
    label = next((item for item in filled if _is_total(item[1])), None)
    if label is None or label[0] >= _LABEL_WITHIN:
        return False
    return all(_is_amount(cell) for index, cell in filled if index > label[0])


def _is_remark(text: str) -> bool:
    return bool(_NOTE.match(text) or _SIGNATURE.match(text))


def _is_total(text: str) -> bool:
    if "计" not in text or len(text) > _LONGEST_TOTAL:
        return False
    key = name_key(text)
    return key in _TOTALS or bool(_TOTAL_AND_AMOUNT.fullmatch(key))


def _is_amount(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,，、%％\s]+[\u4e00-\u9fff]{0,2}|[-—/]+", text))
