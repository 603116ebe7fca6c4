"""Days that there are not, that fall on another weekday, run backwards or lie before the document."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from notices.lint.days import Mention, chinese_day, is_day, mentions
from notices.lint.findings import Finding, Repair, Severity
from notices.lint.numerals import CHINESE, chinese_number
from notices.lint.texts import Deadline, Kind, Passage, Text

_WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile(
    r"[ ]?[（(，,]?[ ]?(?P<word>星期|周|礼拜)(?P<day>[一二三四五六日天])(?![一二三四五六至到—期年])[ ]?[）)]?"
)
_BARE_MONTH = re.compile(
    r"(?<=年)(?P<m>\d{1,2})月(?!\d)|(?<![\d.])(?P<n>\d{1,2})月(?=份|底|初|上旬|中旬|下旬)"
)
_CLOCK = re.compile(r"(?<=[日午）) ])(?P<h>\d{1,2})[:：时点](?P<m>\d{1,2})?(?P<u>分)?(?![\d:：])")
_RANGE = re.compile(
    r"[ ]?(?:[上下中]午)?(?:\d{1,2}[:：时点]\d{0,2}分?)?[ ]?(?:起|开始)?[ ]?(?:至|到|—|－|–|-|~|～|——)[ ]?"
)
_DAY_RANGE = re.compile(r"(?P<a>\d{1,2})日?[ ]?(?:至|—|－|–|-|~|～|——)[ ]?(?P<b>\d{1,2})日")
_WANTED = re.compile(
    "(?:前|之前|以前)[^，。；]{0,12}(?:报送|提交|完成|发送|发至|上报|报至|寄送|寄至|填报|登录|送达|反馈|报名|申报|备案|缴)"
)
_ENDS_ON = re.compile(
    "(?:截止|截至)(?:时间|日期|日)?[为是：:于到至]?[ ]?$|(?:截止时间|截止日期|报送时限|申报时限)[为是：:]?[ ]?$"
)
_ORDERS = re.compile("请|应|须|务必|需|要|于")
_ROUND = re.compile(f"第(?P<n>{CHINESE}|\\d{{1,2}})(?P<what>[轮批阶次])段?")


def impossible_days(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        for mention in mentions(text, passage):
            if not mention.exists:
                yield _at(
                    mention, "impossible-date", f"“{mention.words}”这一天不存在", _nearest(mention)
                )
        for found in _BARE_MONTH.finditer(passage.digits):
            if not 1 <= int(found["m"] or found["n"]) <= 12 and not passage.text.startswith(
                ("龄", "薪", "大"), found.end()
            ):
                yield Finding(
                    "impossible-date",
                    Severity.ERROR,
                    passage,
                    *found.span(),
                    f"没有“{found[0]}”",
                )
        for found in _CLOCK.finditer(passage.digits):
            if not _is_clock(found):
                yield Finding(
                    "impossible-time",
                    Severity.ERROR,
                    passage,
                    *found.span(),
                    f"没有“{found[0]}”这个时刻",
                )


def _is_clock(found: re.Match[str]) -> bool:
    hour, minute = int(found["h"]), int(found["m"] or 0)
    return (hour <= 23 and minute <= 59) or (hour, minute) == (24, 0)


def _nearest(mention: Mention) -> list[Repair]:
    """The last day of the month, where one or two days too many are written."""
    if not 1 <= mention.month <= 12 or mention.year is None:
        return []
    last = next(day for day in (31, 30, 29, 28) if is_day(mention.year, mention.month, day))
    if not 0 < mention.day_of_month - last <= 3:
        return []
    day = date(mention.year, mention.month, last)
    words = chinese_day(day, with_year=mention.written_year is not None)
    if "月" not in mention.words:
        words = day.isoformat()
    return [
        Repair(words, f"{mention.month}月只有{last}天，原文“{mention.words}”按月末读作“{words}”。")
    ]


def wrong_weekdays(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        for mention in mentions(text, passage):
            found = _WEEKDAY.match(passage.text, mention.end)
            if found is None or mention.day is None:
                continue
            written = _WEEKDAYS.index("日" if found["day"] == "天" else found["day"])
            if written == mention.day.weekday():
                continue
            yield _wrong_weekday(mention, mention.day, found, written, text.year)


def _in_year(mention: Mention, year: int | None, weekday: int) -> date | None:
    """The same day of another year, where it falls on the weekday."""
    if (
        year is None
        or year == mention.written_year
        or not is_day(year, mention.month, mention.day_of_month)
    ):
        return None
    day = date(year, mention.month, mention.day_of_month)
    return day if day.weekday() == weekday else None


def _wrong_weekday(
    mention: Mention, day: date, found: re.Match[str], written: int, year: int | None
) -> Finding:
    passage, right = mention.passage, _WEEKDAYS[day.weekday()]
    start, end = mention.start, found.end()
    whole = passage.text[start:end]
    repairs = []
    if mention.written_year and (other := _in_year(mention, year, written)):
        words = mention.words.replace(str(mention.written_year), str(year), 1)
        reason = f"{chinese_day(other, with_year=True)}是{found['word']}{found['day']}，年份按成文年份读。"
        repairs.append(Repair(words + passage.text[found.start() : end], reason))
    repairs.append(
        Repair(
            whole[: found.start("day") - start] + right + whole[found.end("day") - start :],
            f"{chinese_day(day, with_year=True)}是{found['word']}{right}。",
        )
    )
    near = [day + timedelta(away) for away in (-1, 1, -2, 2, -3, 3)]
    other = next((one for one in near if one.weekday() == written and one.month == day.month), None)
    if other and "月" in mention.words:
        words = chinese_day(other, with_year=mention.written_year is not None)
        repairs.append(
            Repair(
                words + passage.text[found.start() : end],
                f"{chinese_day(other, with_year=True)}是{found['word']}{found['day']}，日期按此读。",
            )
        )
    return Finding(
        "wrong-weekday",
        Severity.ERROR,
        passage,
        start,
        end,
        f"{chinese_day(day, with_year=True)}是{found['word']}{right}，不是{found['word']}{found['day']}",
        repairs,
    )


def backward_ranges(text: Text) -> Iterator[Finding]:
    """From a later to an earlier day. December to January runs over the year's end."""
    for passage in text.passages:
        for first, second in pairwise(mentions(text, passage)):
            between = passage.text[first.end : second.start]
            if _RANGE.fullmatch(between) and _runs_back(first, second):
                yield Finding(
                    "backward-range",
                    Severity.ERROR,
                    passage,
                    first.start,
                    second.end,
                    f"“{passage.text[first.start : second.end]}”的终止日期早于起始日期",
                )
        for found in _DAY_RANGE.finditer(passage.digits):
            if passage.text[: found.start()].endswith("月") and int(found["a"]) > int(found["b"]):
                yield Finding(
                    "backward-range",
                    Severity.ERROR,
                    passage,
                    *found.span(),
                    f"“{found[0]}”的终止日期早于起始日期",
                )


def _runs_back(first: Mention, second: Mention) -> bool:
    if first.day is None or second.day is None or second.day >= first.day:
        return False
    return not (second.written_year is None and first.month >= 9 and second.month <= 3)


def past_deadlines(text: Text) -> Iterator[Finding]:
    """What is asked for by a day before the document; with another year only, where that would fit."""
    if text.dated is None:
        return
    for deadline in text.deadlines:
        if deadline.day < text.dated:
            passage = Passage(
                "deadlines",
                deadline.where,
                f"{deadline.label} {deadline.day.isoformat()}",
                is_fixed=True,
            )
            message = f"“{deadline.label}”的截止日期{chinese_day(deadline.day, with_year=True)}早于成文日期"
            yield Finding("past-deadline", Severity.ERROR, passage, 0, len(passage.text), message)
    for passage in text.passages:
        for mention in mentions(text, passage):
            if mention.day and mention.day < text.dated and _is_deadline(mention):
                yield from _past(mention, mention.day, text.dated)


def _is_deadline(mention: Mention) -> bool:
    passage = mention.passage
    begins, ends = passage.sentence(mention.start, mention.end)
    before, after = passage.text[begins : mention.start], passage.text[mention.end : ends]
    clause = re.split("[，；]", before)[-1]
    if _ENDS_ON.search(clause):
        # "截至2020年4月30日，全省共有…" counts what has been.
        return "截至" not in clause[-4:] or not after.startswith("，")
    after = re.sub(r"^[ ]?[（(][^）)]{0,8}[）)]", "", after)
    after = re.sub(r"^(?:[上下]午)?\d{0,2}(?:[:：时点]\d{0,2})?分?", "", after)
    return bool(_WANTED.match(after) and _ORDERS.search(clause))


def _past(mention: Mention, day: date, dated: date) -> Iterator[Finding]:
    if mention.written_year is None and dated.month >= 10 and mention.month <= 3:
        return
    repairs = []
    if mention.written_year is not None and mention.written_year != dated.year:
        fits = is_day(dated.year, mention.month, mention.day_of_month)
        if fits and date(dated.year, mention.month, mention.day_of_month) >= dated:
            words = mention.words.replace(str(mention.written_year), str(dated.year), 1)
            reason = f"原文年份早于成文日期，按成文年份读作“{words}”。"
            repairs.append(Repair(words, reason))
    said = "年份有误，" if repairs else ""
    yield Finding(
        "wrong-year" if repairs else "past-deadline",
        Severity.ERROR,
        mention.passage,
        mention.start,
        mention.end,
        f"{said}要求办理的期限“{mention.words}”早于成文日期{chinese_day(dated, with_year=True)}",
        repairs,
    )


def far_years(text: Text) -> Iterator[Finding]:
    """A deadline years ahead, and a document's number of another year than its date."""
    if text.dated is None:
        return
    for passage in text.passages:
        for mention in mentions(text, passage):
            year = mention.written_year
            if year and mention.day and _is_far(mention.day, text.dated) and _is_deadline(mention):
                words = mention.words.replace(str(year), str(text.dated.year), 1)
                is_sure = year - text.dated.year >= 2
                yield Finding(
                    "wrong-year",
                    Severity.WARNING if is_sure else Severity.HINT,
                    passage,
                    mention.start,
                    mention.end,
                    f"期限“{mention.words}”与成文年份{text.dated.year}年相差{year - text.dated.year}年",
                    [Repair(words, f"原文年份有误，按成文年份读作“{words}”。")],
                )
        if passage.home == "document_number":
            yield from _number_of_another_year(passage, text.dated)


def _number_of_another_year(passage: Passage, dated: date) -> Iterator[Finding]:
    found = re.search(r"[〔\[［]((?:19|20)\d{2})[〕\]］]", passage.digits)
    if found and int(found[1]) != dated.year:
        message = f"文号年份{found[1]}年与成文日期的{dated.year}年不一致"
        yield Finding("wrong-year", Severity.WARNING, passage, *found.span(), message)


def _is_far(day: date, dated: date) -> bool:
    """More than a year ahead, in a later year."""
    return day.year - dated.year >= 2 or (day - dated).days > 365


def rounds_out_of_order(text: Text) -> Iterator[Finding]:
    """第一轮 …6月12日, 第二轮 …6月5日."""
    for passage in text.passages:
        days = [mention for mention in mentions(text, passage) if mention.day]
        for sentence in re.finditer(r"[^。\n]+", passage.text):
            yield from _disorder(passage, _first_days(sentence, days))
    yield from _over_passages(text)
    yield from _deadlines_disordered(text.deadlines)


def _over_passages(text: Text) -> Iterator[Finding]:
    """Items of a list and rows of a table: each names one round, and the columns keep their order."""
    rows: dict[tuple[str, int], str] = {}
    last: dict[tuple[str, object], tuple[str, int, Mention]] = {}
    for passage in text.passages:
        days = [mention for mention in mentions(text, passage) if mention.day]
        if passage.kind == Kind.CELL:
            row = (passage.home, passage.row)
            said = rows[row] = rows.get(row, "") + passage.text
            key: object = passage.column
        else:
            said, key = passage.text, "items"
        named = list(_ROUND.finditer(said))
        if len(days) != 1 or len(named) != 1:
            continue
        number = _ordinal(named[0])
        one = (named[0]["what"], number, days[0])
        before = last.get((passage.home, key))
        if before and before[2].passage is not passage:
            yield from _disorder(passage, [before, one])
        last[passage.home, key] = one


def _ordinal(found: re.Match[str]) -> int:
    return int(found["n"]) if found["n"].isdecimal() else chinese_number(found["n"]) or 0


def _first_days(sentence: re.Match[str], days: Sequence[Mention]) -> list[tuple[str, int, Mention]]:
    """(kind, number, first day) of each round that the sentence names, where a day follows before the next."""
    named = list(_ROUND.finditer(sentence.string, *sentence.span()))
    found = []
    for index, one in enumerate(named):
        until = named[index + 1].start() if index + 1 < len(named) else sentence.end()
        number = _ordinal(one)
        day = next((day for day in days if one.end() <= day.start < until), None)
        if number and day:
            found.append((one["what"], number, day))
    return found


def _disorder(passage: Passage, found: list[tuple[str, int, Mention]]) -> Iterator[Finding]:
    for (kind, number, day), (other_kind, later, other) in pairwise(found):
        if (
            kind == other_kind
            and later == number + 1
            and day.day
            and other.day
            and other.day < day.day
        ):
            yield Finding(
                "deadline-order",
                Severity.WARNING,
                passage,
                other.start,
                other.end,
                f"后一{kind}的“{other.words}”早于前一{kind}的“{day.words}”",
            )


def _deadlines_disordered(deadlines: Sequence[Deadline]) -> Iterator[Finding]:
    last: dict[str, tuple[int, Deadline]] = {}
    for deadline in deadlines:
        found = _ROUND.search(deadline.label)
        if found is None:
            continue
        number = _ordinal(found)
        kind = deadline.label.replace(found[0], "")
        before = last.get(kind)
        if before and before[0] < number and deadline.day < before[1].day:
            passage = Passage(
                "deadlines",
                deadline.where,
                f"{deadline.label} {deadline.day.isoformat()}",
                is_fixed=True,
            )
            message = f"“{deadline.label}”早于“{before[1].label}”"
            yield Finding(
                "deadline-order", Severity.WARNING, passage, 0, len(passage.text), message
            )
        last[kind] = (number, deadline)


def _at(mention: Mention, code: str, message: str, repairs: list[Repair]) -> Finding:
    return Finding(
        code, Severity.ERROR, mention.passage, mention.start, mention.end, message, repairs
    )
