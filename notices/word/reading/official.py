"""What the text says of itself: title, number, addressee, signature and date. Proposed, never invented.

A proposal takes its paragraphs out of the body, because the page prints these data itself; where the editor does
not want it, the paragraphs stay where they stood.
"""

import re
from dataclasses import dataclass
from datetime import date

from notices.word.reading.model import Block, Paragraph
from notices.word.reading.remarks import Remarks

_NUMBER = re.compile(
    r"(?P<text>[\u4e00-\u9fff（）()]{1,20}\s*[〔\[［(（【]\s*(?:19|20)\d{2}\s*[〕\]］)）】]\s*第?\s*\d{1,5}\s*号)"
    r"(?:\s+签发人[:：].*)?"
)
_LETTERHEAD = re.compile(r".{2,40}(?:文件|通知|公告|函)")
_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_CHINESE_DATE = re.compile(
    r"([〇○Ｏ零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": 0, "○": 0, "Ｏ": 0}
_ATTACHMENTS = re.compile(r"附\s*件")
_ENDS_SENTENCE = "。；：，、！？;:,.!?"
_TITLE_STYLES = frozenset({"title", "标题", "公文标题", "文件标题", "大标题"})
_HEADING_NUMBER = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+[章条]"
)
_LONGEST = {"title": 255, "document_number": 60, "addressed_to": 300, "issuing_body": 100}
#: How far from the top title and number stand.
_HEAD = 12


@dataclass(frozen=True, slots=True)
class Proposal:
    """``is_sure``: ticked from the beginning."""

    field: str
    value: str
    is_sure: bool = True


def propose(blocks: list[Block], remarks: Remarks) -> list[Proposal]:
    """Marks the paragraphs with their ``role``."""
    found: list[Proposal] = []
    head = _head(blocks)
    number, match = next(
        ((one, match) for one in head if (match := _NUMBER.fullmatch(_text(one)))), (None, None)
    )
    if number is not None and match is not None:
        number.role = "document_number"
        rest = match[0][len(match["text"]) :].strip()
        found.append(Proposal("document_number", _squeezed(match["text"]), is_sure=not rest))
    title = _title(head, number)
    if title:
        found.append(Proposal("title", _joined(title), is_sure=True))
        for one in title:
            one.role = "title"
    addressee = _addressee(blocks, title)
    if addressee is not None:
        addressee.role = "addressed_to"
        found.append(Proposal("addressed_to", _text(addressee).rstrip("：:").strip()))
    found += _signature(blocks, remarks)
    return [one for one in found if len(one.value) <= _LONGEST.get(one.field, 10_000)]


def _head(blocks: list[Block]) -> list[Paragraph]:
    """The paragraphs before the text proper."""
    head: list[Paragraph] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            if head:
                break
            continue
        if not _text(block):
            continue
        if _text(block)[-1] in "：:" or len(head) == _HEAD or len(_text(block)) > 120:
            break
        head.append(block)
    return head


def _title(head: list[Paragraph], number: Paragraph | None) -> list[Paragraph]:
    """Paragraphs in the title's style; else the first centred lines that are not the letterhead."""
    styled = [one for one in head if one.style.lower() in _TITLE_STYLES]
    if styled:
        return _together(head, styled)
    lines = [one for one in head if one.align == "center" and one is not number and not one.number]
    after = head.index(number) + 1 if number in head else 0
    if number is not None:
        lines = [one for one in lines if head.index(one) >= after] or [
            one for one in lines if not _LETTERHEAD.fullmatch(_text(one))
        ]
    lines = [one for one in lines if not _is_date(_text(one)) and _text(one)[-1] not in "。；，"]
    return _together(head, lines)


def _together(head: list[Paragraph], lines: list[Paragraph]) -> list[Paragraph]:
    """The first of them and those that follow without another paragraph between."""
    together = lines[:1]
    for one in lines[1:]:
        is_next = head.index(one) == head.index(together[-1]) + 1
        if not is_next or _HEADING_NUMBER.match(_text(one)) or _text(one).startswith("（"):
            break
        together.append(one)
    return together


def _addressee(blocks: list[Block], title: list[Paragraph]) -> Paragraph | None:
    """The line after the head that ends with a colon, before any heading."""
    seen = 0
    is_after = not title
    for block in blocks:
        if not isinstance(block, Paragraph) or not _text(block):
            continue
        if title and block is title[-1]:
            is_after = True
            continue
        if block.role or not is_after:
            continue
        seen += 1
        text = _text(block)
        if text[-1] in "：:":
            inside = text[:-1]
            is_address = not re.search(r"[。；！？：:]", inside) and not _HEADING_NUMBER.match(text)
            return block if is_address and block.number is None else None
        if seen > 1 or block.outline or block.align == "":
            return None
    return None


def _signature(blocks: list[Block], remarks: Remarks) -> list[Proposal]:
    """The last line that is a date alone, and the line above it that is a name."""
    paragraphs = [
        one for one in blocks if isinstance(one, Paragraph) and _text(one) and not one.is_note
    ]
    dates = [one for one in paragraphs if _is_date(_text(one)) and not one.role]
    if not dates:
        return []
    if len(dates) > 1:
        remarks.at(_text(dates[-1]))
        remarks.add("dates_ambiguous", "、".join(_text(one) for one in dates), is_kept=True)
        return []
    dated, day = dates[0], _day(_text(dates[0]))
    if day is None:
        remarks.at(_text(dated))
        remarks.add("date_impossible", _text(dated), is_kept=True)
        return []
    at = paragraphs.index(dated)
    after = paragraphs[at + 1 :]
    tables_after = any(
        not isinstance(block, Paragraph) for block in blocks[blocks.index(dated) + 1 :]
    )
    # What follows would come before the signature on the page.
    is_last = not tables_after and all(_is_aside(_text(one)) for one in after)
    dated.role = "dated"
    found = [Proposal("dated", day.isoformat(), is_sure=is_last)]
    above = paragraphs[at - 1] if at else None
    if above is not None and not above.role and _is_name(above):
        above.role = "issuing_body"
        found.insert(0, Proposal("issuing_body", _squeezed(_text(above)), is_sure=is_last))
    return found


def _is_name(paragraph: Paragraph) -> bool:
    text = _squeezed(_text(paragraph))
    return (
        2 <= len(text) <= 40
        and not set(text) & set(_ENDS_SENTENCE)
        and not _HEADING_NUMBER.match(text)
        and not _ATTACHMENTS.match(text)
        and paragraph.number is None
        and not paragraph.outline
    )


def _is_aside(text: str) -> bool:
    return bool(_ATTACHMENTS.match(text)) or text[0] in "（("


def _text(paragraph: Paragraph) -> str:
    return " ".join(paragraph.text.split())


def _squeezed(text: str) -> str:
    """Spaces within Chinese are for the look of the line on paper."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text).strip()


def _joined(lines: list[Paragraph]) -> str:
    return _squeezed("".join(" ".join(one.text.split("\n")) for one in lines))


def _is_date(text: str) -> bool:
    squeezed = "".join(text.split())
    return bool(_DATE.fullmatch(squeezed) or _CHINESE_DATE.fullmatch(squeezed))


def _day(text: str) -> date | None:
    squeezed = "".join(text.split())
    if found := _DATE.fullmatch(squeezed):
        year, month, day = (int(part) for part in found.groups())
    elif found := _CHINESE_DATE.fullmatch(squeezed):
        year = int("".join(str(_DIGITS[sign]) for sign in found[1]))
        month, day = _counted(found[2]), _counted(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _counted(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS[text] if len(text) == 1 else 99
    return (_DIGITS.get(tens, 99) if tens else 1) * 10 + (_DIGITS.get(ones, 99) if ones else 0)
