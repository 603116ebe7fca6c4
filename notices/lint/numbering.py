"""一、二、四、: numbers that skip or repeat."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from notices.lint.findings import Finding, Repair, Severity
from notices.lint.numerals import CHINESE, chinese_number, chinese_numeral
from notices.lint.texts import RUNNING, Passage, Text


@dataclass(frozen=True)
class _Style:
    """``rank`` says which numbers begin anew behind which: (一) begins anew behind 一、."""

    rank: int
    at_start: re.Pattern[str]
    inside: re.Pattern[str]
    written: Callable[[int], str]
    parsed: Callable[[str], int | None]


_BEHIND = r"(?<=[。；：:;，\s])[ ]?"
_STYLES = (
    _Style(
        1,
        re.compile(f"({CHINESE})、"),
        re.compile(f"{_BEHIND}({CHINESE})、"),
        chinese_numeral,
        chinese_number,
    ),
    _Style(
        2,
        re.compile(f"[（(]({CHINESE})[）)]"),
        re.compile(f"{_BEHIND}[（(]({CHINESE})[）)]"),
        chinese_numeral,
        chinese_number,
    ),
    _Style(
        3,
        re.compile(r"(\d{1,2})[.．、](?!\d)"),
        re.compile(rf"{_BEHIND}(\d{{1,2}})[.．、](?!\d)"),
        str,
        int,
    ),
    _Style(
        4,
        re.compile(r"[（(](\d{1,2})[）)]"),
        re.compile(rf"{_BEHIND}[（(](\d{{1,2}})[）)]"),
        str,
        int,
    ),
)
_POINTS = re.compile(f"(?:^|(?<=[。；：，:;]))({CHINESE})是(?=[\u4e00-\u9fff])")
_POINT = _Style(5, _POINTS, _POINTS, chinese_numeral, chinese_number)


@dataclass(frozen=True)
class _Number:
    passage: Passage
    start: int
    end: int
    value: int


def skipped_numbers(text: Text) -> Iterator[Finding]:
    """Of headings and paragraphs over the whole text, and of the points within a paragraph."""
    yield from _over_the_text([one for one in text.passages if one.kind in RUNNING])
    for passage in text.passages:
        for style in (*_STYLES, _POINT):
            yield from _within(passage, style)


def _over_the_text(passages: list[Passage]) -> Iterator[Finding]:
    runs: dict[int, list[_Number]] = {style.rank: [] for style in _STYLES}
    done: list[tuple[_Style, list[_Number]]] = []
    for passage in passages:
        for style in _STYLES:
            found = style.at_start.match(passage.digits)
            if found and (value := style.parsed(found[1])):
                _next(runs, done, style, _Number(passage, *found.span(1), value))
                break
    done += [(style, runs[style.rank]) for style in _STYLES]
    for style, run in done:
        yield from _skips(style, run)


def _next(
    runs: dict[int, list[_Number]],
    done: list[tuple[_Style, list[_Number]]],
    style: _Style,
    number: _Number,
) -> None:
    for deeper in _STYLES[style.rank :]:
        done.append((deeper, runs[deeper.rank]))
        runs[deeper.rank] = []
    if number.value == 1:
        done.append((style, runs[style.rank]))
        runs[style.rank] = []
    runs[style.rank].append(number)


def _within(passage: Passage, style: _Style) -> Iterator[Finding]:
    found_all = [found for found in (style.at_start.match(passage.digits),) if found]
    found_all += [one for one in style.inside.finditer(passage.digits) if one.start() > 0]
    run: list[_Number] = []
    for found in found_all:
        value = style.parsed(found[1])
        if value is None:
            continue
        if value == 1:
            yield from _skips(style, run)
            run = []
        run.append(_Number(passage, *found.span(1), value))
    # What begins inside with another number than one is a reference, not a point.
    if run and run[0].value == 1:
        yield from _skips(style, run)


def _skips(style: _Style, run: list[_Number]) -> Iterator[Finding]:
    expected = None
    for place, number in enumerate(run):
        if expected is not None and number.value != expected:
            after = run[place + 1].value if place + 1 < len(run) else None
            yield _skip(style, number, expected, after)
        expected = number.value + 1


def _skip(style: _Style, number: _Number, expected: int, after: int | None) -> Finding:
    written, wanted = style.written(number.value), style.written(expected)
    repeats = number.value < expected
    # The one number is wrong where what follows goes on from the right one; else something is missing.
    repairs = []
    if after is None or after == expected + 1:
        repairs = [Repair(wanted, f"原文序号不连续，按顺序读作“{wanted}”。")]
    return Finding(
        "numbering",
        Severity.WARNING,
        number.passage,
        number.start,
        number.end,
        f"序号“{written}”{'重复' if repeats else '跳号'}，前面是“{style.written(expected - 1)}”",
        repairs,
    )
