"""Numbers that have run together: 529日, 2020529日, 0731-8888000013900000000."""

import re
from collections.abc import Iterator
from datetime import date

from notices.lint.days import chinese_day, is_day, mentions
from notices.lint.findings import Finding, Repair, Severity
from notices.lint.texts import Passage, Text

_DAY = re.compile(r"(?<![\d.,:/第月])(?<!\d-)(?P<year>(?:19|20)\d{2}年?)?(?P<run>\d{2,4})[ ]?日")
_MONTH = re.compile(r"(?<![\d.,])(?P<year>20\d{2})(?P<month>0?[1-9]|1[0-2])月(?P<day>\d{1,2})日")
#: "65日内", "提前65日": a length of time.
_LASTS = re.compile("[ ]?(?:以?内|之内|以?后|之后|的|以上|以下|期满|龄|均|产|工)")
_LENGTH = re.compile(
    "(?:提前|至少|满|超过|不少于|不超过|不得少于|不得超过|不足|累计|共|共计|为期|连续|历时|达|近|约|每|逾)$"
)
#: Lengths that laws count back from a day: "45日前", "120日前".
_COUNTED_BACK = frozenset({45, 120})

_MOBILE = r"1[3-9]\d{9}"
_LANDLINE = r"0(?:10|2\d|[3-9]\d{2})[ ]?[-—－–]?[ ]?\d{7,8}"
_OFFICE_AND_MOBILE = re.compile(
    rf"(?<!\d)(?P<area>0(?:10|2\d|[3-9]\d{{2}}))(?P<dash>[ ]?[-—－–][ ]?|)"
    rf"(?P<rest>\d{{7,8}})(?P<mobile>{_MOBILE})(?!\d)"
)
_TWO_OFFICES = re.compile(
    rf"(?<!\d)(?P<first>{_LANDLINE})(?P<second>0(?:10|2\d|[3-9]\d{{2}})[-—－–]\d{{7,8}})(?!\d)"
)
_TWO_MOBILES = re.compile(rf"(?<!\d)(?P<first>{_MOBILE})(?P<second>{_MOBILE})(?!\d)")


def glued_days(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        known = [mention.day for mention in mentions(text, passage) if mention.day]
        for found in _DAY.finditer(passage.digits):
            if _is_glued(passage.digits, found):
                yield _glued_day(text, passage, found, known)
        for found in _MONTH.finditer(passage.digits):
            year, month, day = (int(found[name]) for name in ("year", "month", "day"))
            if is_day(year, month, day):
                words = f"{year}年{month}月{day}日"
                yield _finding(
                    "glued-date", passage, found, "年和月的数字粘连", [_read_day(found[0], words)]
                )


def _is_glued(digits: str, found: re.Match[str]) -> bool:
    if found["year"]:
        return True
    before, after = digits[: found.start()], digits[found.end() :]
    number = int(found["run"])
    if number <= 31 and len(found["run"]) == 2:
        return False
    if _LASTS.match(after) or _LENGTH.search(before):
        return False
    return not (number in _COUNTED_BACK and after.startswith(("前", "以前", "之前")))


def _glued_day(text: Text, passage: Passage, found: re.Match[str], known: list[date]) -> Finding:
    year_words, run = found["year"] or "", found["run"]
    year = int(year_words[:4]) if year_words else text.year
    days = [date(year or 2000, month, day) for month, day in _readings(run, year)]
    days.sort(key=lambda day: _distance(day, text.dated, known))
    written = f"{year_words[:4]}年" if year_words else ""
    repairs = [_read_day(found[0], f"{written}{chinese_day(day)}") for day in days]
    if not repairs and year_words and int(run) <= 31:
        message = f"“{found[0]}”缺少月份"
    elif not repairs:
        message = f"“{found[0]}”不是日期，月和日可能粘连，请对照原件"
    elif len(repairs) == 1:
        message = f"“{found[0]}”的月和日粘连，应读作“{repairs[0].words}”"
    else:
        message = f"“{found[0]}”的月和日粘连，有几种读法，请对照原件选择"
    return _finding("glued-date", passage, found, message, repairs)


def _readings(run: str, year: int | None) -> list[tuple[int, int]]:
    """Month and day in every way that makes a day of the year: 529 → 5月29日, 111 → 1月11日 and 11月1日."""
    splits = [(run[:cut], run[cut:]) for cut in (1, 2) if cut < len(run)]
    return [
        (int(month), int(day))
        for month, day in splits
        # "1205" splits after the month; a day is not written "05" behind a month of one figure.
        if not (day.startswith("0") and len(month) == 1 and len(run) < 4)
        and is_day(year or 2000, int(month), int(day))
    ]


def _distance(day: date, dated: date | None, known: list[date]) -> tuple[bool, int]:
    """Likely first: not before the document, near the days that stand beside it."""
    beside = known or ([dated] if dated else [])
    away = min((abs((day - other).days) for other in beside), default=0)
    return bool(dated and day < dated), away


def _read_day(original: str, words: str) -> Repair:
    return Repair(words, f"原文“{original}”数字粘连，按日期读作“{words}”。")


def glued_phones(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        taken: list[tuple[int, int]] = []
        for found in _OFFICE_AND_MOBILE.finditer(passage.digits):
            office = f"{found['area']}{found['dash'] or '-'}{found['rest']}"
            if not _is_office(found["area"], found["rest"]):
                continue
            taken.append(found.span())
            yield _finding(
                "glued-phone",
                passage,
                found,
                "办公电话与手机号粘连",
                [
                    Repair(
                        office,
                        "原文办公电话与一个手机号粘连，分开后只保留办公电话，个人手机号不公开。",
                    ),
                    Repair(f"{office}、{found['mobile']}", "原文办公电话与手机号粘连，分开。"),
                ],
            )
        for pattern, what in ((_TWO_OFFICES, "两个电话号码粘连"), (_TWO_MOBILES, "两个手机号粘连")):
            for found in pattern.finditer(passage.digits):
                if any(start < found.end() and found.start() < end for start, end in taken):
                    continue
                words = f"{found['first']}、{found['second']}"
                yield _finding(
                    "glued-phone", passage, found, what, [Repair(words, f"原文{what}，分开。")]
                )


def _is_office(area: str, rest: str) -> bool:
    """Numbers in the large cities' areas and in Changsha's have eight figures, and none begins with 0 or 1."""
    return rest[0] not in "01" and (len(area) > 3 or len(rest) == 8)


def _finding(
    code: str, passage: Passage, found: re.Match[str], message: str, repairs: list[Repair]
) -> Finding:
    return Finding(code, Severity.ERROR, passage, found.start(), found.end(), message, repairs)
