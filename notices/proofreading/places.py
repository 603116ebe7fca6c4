"""Every passage of a page's draft, with the way back to the string that holds it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.blocks.stream_block import StreamValue

from notices.blocks import ClauseBlock, HeadingBlock, TableBlock
from notices.lint.texts import Kind, Passage
from notices.proofreading.rich_text import paragraphs

#: Fields in the order of the page, with their names on it.
_FIELDS = {
    "title": "标题",
    "document_number": "文号",
    "issuing_body": "发布机构",
    "addressed_to": "主送机关",
    "summary": "摘要",
    "intro": "导语",
}
BODY = "body"

Step = int | str
Path = tuple[Step, ...]


@dataclass(frozen=True)
class Place:
    """``path`` leads to a string of the stream (empty: the field itself), ``number`` counts its passages."""

    passage: Passage
    field: str
    path: Path
    number: int
    spans: Sequence[tuple[int, int]]
    is_rich: bool = False
    is_clause: bool = False

    @property
    def key(self) -> tuple[str, Path, int]:
        return self.field, self.path, self.number


def places(page: Any) -> Iterator[Place]:
    """Of the fields, then of the body. Reads nothing from the database."""
    for name, where in _FIELDS.items():
        text = getattr(page, name, None)
        if isinstance(text, str) and text.strip():
            kind = Kind.TITLE if name == "title" else Kind.FIELD
            yield from _lines(text, name, (), name, where, kind)
    stream = getattr(page, BODY, None)
    if isinstance(stream, StreamValue):
        yield from body_places(stream.stream_block, list(stream.raw_data))


def body_places(stream_block: Any, raw: Sequence[Any]) -> Iterator[Place]:
    counter = count(1)
    for index, item in enumerate(raw):
        block = stream_block.child_blocks.get(item["type"])
        if block is not None:
            yield from _of_block(block, item["value"], (index, "value"), home_of(item), counter)


def home_of(item: Any) -> str:
    return f"{BODY}:{item.get('id') or ''}"


def _of_block(
    block: Any, raw: Any, path: Path, home: str, counter: Iterator[int]
) -> Iterator[Place]:
    if isinstance(block, TableBlock):
        yield from _of_table(raw, path, home)
    elif isinstance(block, ClauseBlock):
        yield from _of_clause(raw, path, home)
    elif isinstance(block, RichTextBlock):
        for number, words in enumerate(paragraphs(str(raw or ""))):
            passage = Passage(home, f"正文第{next(counter)}段", words.text)
            yield Place(passage, BODY, path, number, words.spans, is_rich=True)
    elif isinstance(block, CharBlock) and (isinstance(block, HeadingBlock) or len(path) == 2):
        # A line of its own between paragraphs.
        text = str(raw or "")
        yield from _lines(text, home, path, BODY, f"小标题“{_short(text)}”", Kind.HEADING)
    elif isinstance(block, CharBlock | TextBlock):
        where = str(block.label or "正文")
        yield from _lines(str(raw or ""), home, path, BODY, where, Kind.FIELD)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _of_block(child, (raw or {}).get(name), (*path, name), home, counter)
    elif isinstance(block, StreamBlock):
        for index, item in enumerate(raw or []):
            child = block.child_blocks.get(item["type"])
            if child is not None:
                yield from _of_block(child, item["value"], (*path, index, "value"), home, counter)
    elif isinstance(block, ListBlock):
        for index, item in enumerate(raw or []):
            # Older streams keep the bare values.
            is_item = isinstance(item, dict) and item.get("type") == "item" and "value" in item
            steps: Path = (*path, index, "value") if is_item else (*path, index)
            value = item["value"] if is_item else item
            yield from _of_block(block.child_block, value, steps, home, counter)


def _lines(text: str, home: str, path: Path, field: str, where: str, kind: Kind) -> Iterator[Place]:
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        words = line.rstrip("\r\n")
        if words.strip():
            passage = Passage(home, where, words, kind)
            yield Place(passage, field, path, number, _plain(start, words))
        start += len(line)


def _plain(start: int, words: str) -> list[tuple[int, int]]:
    return [(start + place, start + place + 1) for place in range(len(words))]


def _of_table(raw: Any, path: Path, home: str) -> Iterator[Place]:
    caption, cells = str((raw or {}).get("caption") or ""), str((raw or {}).get("cells") or "")
    name = f"表“{_short(caption)}”" if caption.strip() else "表格"
    yield from _lines(caption, home, (*path, "caption"), BODY, f"{name}的表题", Kind.FIELD)
    separators = "\t" if "\t" in cells else "|｜"
    start, row, number = 0, 0, count()
    for line in cells.splitlines(keepends=True):
        row += 1 if line.strip() else 0
        for column, (offset, cell) in enumerate(_cells(line, separators), start=1):
            if cell.strip():
                passage = Passage(
                    home, f"{name}第{row}行第{column}列", cell, Kind.CELL, row=row, column=column
                )
                spans = _plain(start + offset, cell)
                yield Place(passage, BODY, (*path, "cells"), next(number), spans)
        start += len(line)


def _cells(line: str, separators: str) -> Iterator[tuple[int, str]]:
    start = 0
    words = line.rstrip("\r\n")
    for place, glyph in enumerate([*words, separators[0]]):
        if glyph in separators:
            yield start, words[start:place]
            start = place + 1


def _of_clause(raw: Any, path: Path, home: str) -> Iterator[Place]:
    """What the clause is read as, where it has been repaired: its original stays as it is."""
    raw = raw or {}
    clause = str(raw.get("clause") or "")
    where = f"条款“{_short(clause)}”" if clause.strip() else "引文"
    name = "repaired" if str(raw.get("repaired") or "").strip() else "text"
    found = _lines(str(raw.get(name) or ""), home, (*path, name), BODY, where, Kind.CLAUSE)
    for place in found:
        yield Place(
            place.passage, place.field, place.path, place.number, place.spans, is_clause=True
        )


def _short(text: str, length: int = 14) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[:length]}…"
