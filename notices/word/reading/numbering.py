"""The numbers that Word puts before paragraphs: not in the text, but what a reader sees and others cite."""

import re
from dataclasses import dataclass, field

from notices.word.reading.model import Number
from notices.word.reading.package import WordPackage
from notices.word.reading.xml import Element, is_on, number, value

_MOST_LEVELS = 9
_PLAIN = re.compile(r"%\d[.．]")
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


@dataclass(slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    is_legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class _List:
    """A list of the document; several of them may go on with the same counters."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)
    has_begun: bool = False


class Numbering:
    """Counts as it is asked, in the order of the text."""

    def __init__(self, package: WordPackage) -> None:
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        #: Paragraph style → (list, level): a level may name the style that it numbers.
        self.by_style: dict[str, tuple[str, int]] = {}
        for part in package.related("numbering") or ["word/numbering.xml"]:
            if (root := package.xml(part)) is not None:
                self._read(root)

    def number(self, list_key: str, level: int) -> Number | None:
        """The next number; None where there is no such list, or it shows nothing."""
        found = self._lists.get(list_key)
        level = max(0, min(level, _MOST_LEVELS - 1))
        if found is None or (shape := found.levels.get(level)) is None:
            return None
        if shape.kind == "bullet":
            return Number("• ", True, True, 0, list_key, level)
        counts = self._count(found, level)
        if shape.kind == "none" and "%" not in shape.text:
            return Number(shape.text, False, False, 0, list_key, level) if shape.text else None

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = found.levels.get(at, _Level())
            kind = "decimal" if shape.is_legal else other.kind
            return formatted(counts.get(at, other.start), kind)

        text = re.sub(r"%([1-9])", shown, shape.text)
        if not text:
            return None
        is_plain = shape.kind == "decimal" and bool(_PLAIN.fullmatch(shape.text.strip()))
        if text[-1].isascii() and not text[-1].isspace():
            text = f"{text} "
        return Number(text, False, is_plain, counts[level], list_key, level)

    def _count(self, found: _List, level: int) -> dict[int, int]:
        counts = self._counts.setdefault(found.abstract, {})
        if not found.has_begun:
            found.has_begun = True
            for at in found.starts:
                counts.pop(at, None)
        for at in [at for at in counts if at > level]:
            if found.levels.get(at, _Level()).restart != 0:
                del counts[at]
        for at in range(level):
            counts.setdefault(at, self._start(found, at))
        counts[level] = counts[level] + 1 if level in counts else self._start(found, level)
        return counts

    @staticmethod
    def _start(found: _List, level: int) -> int:
        return found.starts.get(level, found.levels.get(level, _Level()).start)

    def _read(self, root: Element) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        links: dict[str, str] = {}
        styled: dict[str, list[tuple[str, int]]] = {}
        for one in root.findall("w:abstractNum"):
            key = one.get("w:abstractNumId", "")
            abstract[key] = {}
            if link := value(one.find("w:numStyleLink")):
                links[key] = link
            if link := value(one.find("w:styleLink")):
                links[f"style:{link}"] = key
            for at, element in enumerate(one.findall("w:lvl")):
                level = number(element.get("w:ilvl", ""), at)
                abstract[key][level] = _level(element)
                if style := value(element.find("w:pStyle")):
                    styled.setdefault(key, []).append((style, level))
        for one in root.findall("w:num"):
            own = value(one.find("w:abstractNumId"))
            # A list by style: its levels stand with the list that defines the style.
            source = links.get(f"style:{links[own]}", own) if own in links else own
            made = _List(source, dict(abstract.get(source, {})))
            for override in one.findall("w:lvlOverride"):
                level = number(override.get("w:ilvl", ""), 0)
                if (shape := override.find("w:lvl")) is not None:
                    made.levels[level] = _level(shape)
                if (start := override.find("w:startOverride")) is not None:
                    made.starts[level] = number(value(start), 1)
            key = one.get("w:numId", "")
            self._lists[key] = made
            for style, level in styled.get(source, ()):
                self.by_style.setdefault(style, (key, level))


def _level(element: Element) -> _Level:
    restart = element.find("w:lvlRestart")
    return _Level(
        start=number(value(element.find("w:start")), 1),
        kind=value(element.find("w:numFmt")) or "decimal",
        text=value(element.find("w:lvlText")),
        is_legal=bool(is_on(element.find("w:isLgl"))),
        restart=None if restart is None else number(value(restart), 1),
    )


def formatted(count: int, kind: str) -> str:
    """A count in Word's number format; formats that no Chinese office uses come out in digits."""
    if not 0 <= count < 10_000:
        return str(count)
    match kind:
        case (
            "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCounting"
        ):
            return _counted(count, _DIGITS, "十百千")
        case "taiwaneseCountingThousand" | "japaneseDigitalTenThousand" | "koreanCounting":
            return _counted(count, _DIGITS, "十百千")
        case "ideographDigital" | "taiwaneseDigital" | "koreanDigital":
            return "".join(_DIGITS[int(digit)] for digit in str(count))
        case "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal":
            return _counted(count, _LEGAL, "拾佰仟", is_short=False)
        case "ideographTraditional":
            return _STEMS[(count - 1) % 10] if count else "0"
        case "ideographZodiac":
            return _BRANCHES[(count - 1) % 12] if count else "0"
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return _enclosed(count, 0x2460)
        case "decimalEnclosedParen":
            return _enclosed(count, 0x2474)
        case "decimalEnclosedFullstop":
            return _enclosed(count, 0x2488)
        case "ideographEnclosedCircle":
            return chr(0x3280 + count - 1) if 1 <= count <= 10 else str(count)
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(0xFF10 + int(digit)) for digit in str(count))
        case "decimalZero":
            return f"{count:02d}"
        case "upperLetter" | "lowerLetter" if count:
            text = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
            return text if kind == "upperLetter" else text.lower()
        case "upperRoman" | "lowerRoman" if count:
            text = _roman(count)
            return text if kind == "upperRoman" else text.lower()
    return str(count)


def _enclosed(count: int, first: int) -> str:
    return chr(first + count - 1) if 1 <= count <= 20 else str(count)


def _roman(count: int) -> str:
    text = ""
    for amount, letters in _ROMAN:
        text += letters * (count // amount)
        count %= amount
    return text


def _counted(count: int, digits: str, places: str, *, is_short: bool = True) -> str:
    """一百零五; 十二 and not 一十二 where that is usual."""
    if count == 0:
        return "零"
    text, is_gap = "", False
    for power in (3, 2, 1, 0):
        digit = count // 10**power % 10
        if not digit:
            is_gap = bool(text)
            continue
        text += "零" if is_gap and text else ""
        is_gap = False
        text += digits[digit] + (places[power - 1] if power else "")
    if is_short and 10 <= count < 20:
        return text[1:]
    return text
