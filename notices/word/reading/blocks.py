"""From what was read to the blocks of a notice, as JSON takes them."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from notices.tables import written
from notices.word.reading.model import Block, Paragraph, Picture, Run, Table
from notices.word.reading.remarks import Remarks

_FIRST = re.compile(r"[一二三四五六七八九十百]+、\s*\S")
_SECOND = re.compile(r"[（(][一二三四五六七八九十百]+[）)]\s*\S")
_CAPTION = re.compile(r"(?:附?表|表格)\s*[\d一二三四五六七八九十]*(?:[-.－]\d+)?[\s:：.、]*\S*")
_LONGEST_HEADING = 60
_LONGEST_CAPTION = 120
_TAGS = {"superscript": "sup", "subscript": "sub"}


class BlockWriter:
    """``blocks()`` once. Headings come out as ("heading" | "subheading"), text paragraph by paragraph."""

    def __init__(self, remarks: Remarks) -> None:
        self._remarks = remarks
        self._has_heading = False
        self._deep: list[str] = []
        self._aligned = 0

    def blocks(self, found: Sequence[Block]) -> list[dict[str, Any]]:
        out: list[dict[str, Any]] = []
        at = 0
        while at < len(found):
            block = found[at]
            at += 1
            match block:
                case Picture():
                    out.append({"type": "image", "picture": block.index, "alt": block.alt})
                    if not block.alt:
                        self._remarks.at("")
                        self._remarks.add("alt_missing", str(block.index + 1), is_kept=True)
                case Table():
                    out.append(self._table(block, out))
                case Paragraph() if not block.text.strip():
                    continue
                case Paragraph() if block.role:
                    out.append(_paragraph([block], block.role))
                case Paragraph() if level := self._heading_level(block):
                    out.append(self._heading(block, level))
                case Paragraph() if block.number and _is_list(block):
                    items = [block]
                    while at < len(found) and _goes_on(found[at], items):
                        items.append(found[at])  # type: ignore[arg-type]
                        at += 1
                    out += _listed(items)
                case _:
                    self._aligned += bool(block.align)
                    out.append(_paragraph([block], ""))
        self._summarise()
        return out

    def _summarise(self) -> None:
        self._remarks.at("")
        if self._aligned:
            self._remarks.add("aligned", str(self._aligned), is_kept=True)
        if self._deep:
            self._remarks.add("heading_level", "、".join(self._deep), is_kept=True)

    def _heading_level(self, block: Paragraph) -> int:
        text = block.text.strip()
        if block.is_note or len(text) > _LONGEST_HEADING or "\n" in text:
            return 0
        if block.outline and not block.text.endswith(("。", "；")):
            return block.outline
        if text[-1] in "。；：，、;:,":
            return 0
        if "。" in text or any(run.href for run in block.runs):
            return 0
        return 1 if _FIRST.match(text) else 2 if _SECOND.match(text) else 0

    def _heading(self, block: Paragraph, level: int) -> dict[str, Any]:
        text = " ".join(block.text.split())
        if level > 2:
            self._deep.append(text)
        is_first = level == 1 or not self._has_heading
        self._has_heading = True
        return {"type": "heading" if is_first else "subheading", "text": text}

    def _table(self, table: Table, before: list[dict[str, Any]]) -> dict[str, Any]:
        caption = ""
        last = before[-1] if before else {}
        if last.get("type") == "paragraph" and not last["role"]:
            text = last["text"].strip()
            if len(text) <= _LONGEST_CAPTION and _is_caption(text):
                caption = text
                self._aligned -= bool(before.pop()["align"])
        if not caption:
            self._remarks.at(next((cell for row in table.rows for cell in row if cell), ""))
            self._remarks.add("caption_missing", is_kept=True)
        return {
            "type": "table",
            "caption": caption,
            "cells": written(table.rows),
            "header_rows": table.header_rows,
        }


def _is_caption(text: str) -> bool:
    return bool(_CAPTION.match(text)) and text[-1] not in "。；，" and "\n" not in text


def _is_list(block: Paragraph) -> bool:
    return block.number is not None and (block.number.is_bullet or block.number.is_plain)


def _goes_on(block: Block, items: Sequence[Paragraph]) -> bool:
    return (
        isinstance(block, Paragraph)
        and bool(block.text.strip())
        and not block.role
        and not block.is_note
        and _is_list(block)
    )


def _listed(items: Sequence[Paragraph]) -> list[dict[str, Any]]:
    """A list where HTML would show the same numbers; else paragraphs that begin with them."""
    if not _counts_as_html(items):
        return [_paragraph([one], "") for one in items]
    return [
        {
            "type": "paragraph",
            "html": _list_html(items),
            "text": "\n".join(one.own_text for one in items),
            "role": "",
            "align": "",
        }
    ]


def _counts_as_html(items: Sequence[Paragraph]) -> bool:
    counts: list[int] = []
    kinds: list[bool] = []
    for number in (one.number for one in items if one.number):
        if number.level > len(counts):
            return False
        if number.level == len(counts):
            counts.append(0)
            kinds.append(number.is_bullet)
        del counts[number.level + 1 :], kinds[number.level + 1 :]
        if kinds[number.level] != number.is_bullet:
            return False
        counts[number.level] += 1
        if not number.is_bullet and number.value != counts[number.level]:
            return False
    return True


def _list_html(items: Sequence[Paragraph]) -> str:
    html: list[str] = []
    open_tags: list[str] = []
    for one, number in ((one, one.number) for one in items if one.number):
        if number.level < len(open_tags):
            while len(open_tags) > number.level + 1:
                html.append(f"</li></{open_tags.pop()}>")
            html.append("</li>")
        else:
            open_tags.append("ul" if number.is_bullet else "ol")
            html.append(f"<{open_tags[-1]}>")
        html.append(f"<li>{_html(one.runs)}")
    while open_tags:
        html.append(f"</li></{open_tags.pop()}>")
    return "".join(html)


def _paragraph(items: Sequence[Paragraph], role: str) -> dict[str, Any]:
    runs = [
        run for one in items for run in (*([Run(one.number.text)] if one.number else []), *one.runs)
    ]
    text = "".join(run.text for run in runs)
    return {
        "type": "paragraph",
        "html": f"<p>{_html(runs)}</p>",
        "text": text,
        "role": role,
        "align": items[0].align,
    }


def _html(runs: Sequence[Run]) -> str:
    html = ""
    for run in _joined(runs):
        text = escape(run.text, quote=False).strip("\n").replace("\n", "<br/>")
        if not run.text.strip():
            html += text
            continue
        if run.raised:
            text = f"<{_TAGS[run.raised]}>{text}</{_TAGS[run.raised]}>"
        if run.is_italic:
            text = f"<i>{text}</i>"
        if run.is_bold:
            text = f"<b>{text}</b>"
        if run.href:
            text = f'<a href="{escape(run.href)}">{text}</a>'
        html += text
    return html.strip()


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Word cuts a text into runs for reasons of its own."""
    joined: list[Run] = []
    for run in runs:
        if joined and _look(joined[-1]) == _look(run):
            joined[-1] = Run(joined[-1].text + run.text, *_look(run))
        elif run.text:
            joined.append(run)
    return joined


def _look(run: Run) -> tuple[bool, bool, str, str]:
    return run.is_bold, run.is_italic, run.raised, run.href
