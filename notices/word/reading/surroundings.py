"""What stands around the text: notes, comments, headers and footers."""

import re
from collections.abc import Iterator

from notices.word.reading.body import BodyReader
from notices.word.reading.inline import Shared
from notices.word.reading.model import Block, Paragraph, Run
from notices.word.reading.numbering import Numbering
from notices.word.reading.xml import Element, all_text

#: "- 3 -", "第3页 共5页", "3/5", "—1—"
_PAGE_NUMBER = re.compile(r"[\s\d\-–—－·/第页共第,，、]*")


def notes(shared: Shared, numbering: Numbering) -> Iterator[Block]:
    """The notes that the text refers to, in its order, then those that nothing refers to."""
    parts = {
        (kind, note.get("w:id", "")): (part, note)
        for kind in ("footnote", "endnote")
        for part in shared.package.related(f"{kind}s")
        for note in _children(shared, part)
        if note.get("w:type") not in ("separator", "continuationSeparator", "continuationNotice")
    }
    shared.is_in_note = True
    # A note may refer to another: the list grows while it is read.
    at = 0
    while at < len(shared.notes):
        key = shared.notes[at]
        at += 1
        mark = f"〔注{at}〕"
        shared.remarks.at(mark)
        if key not in parts:
            shared.remarks.add("note_missing", mark)
            continue
        part, note = parts.pop(key)
        yield from _marked(BodyReader(shared, numbering, part).blocks(note), mark)
        shared.remarks.at(mark)
        shared.remarks.add(key[0], all_text(note), is_kept=True)
    for (kind, _key), (_part, note) in parts.items():
        shared.remarks.at("")
        shared.remarks.add(f"{kind}_unused", all_text(note))


def _children(shared: Shared, part: str) -> list[Element]:
    root = shared.package.xml(part)
    return [] if root is None else [one for one in root if one.tag in ("w:footnote", "w:endnote")]


def _marked(blocks: list[Block], mark: str) -> list[Block]:
    first = next((one for one in blocks if isinstance(one, Paragraph)), None)
    if first is None:
        first = Paragraph()
        blocks = [first, *blocks]
    text = first.runs[0].text.lstrip() if first.runs else ""
    if first.runs:
        first.runs[0] = Run(text, first.runs[0].is_bold, first.runs[0].is_italic)
    first.runs.insert(0, Run(mark))
    for block in blocks:
        if isinstance(block, Paragraph):
            block.is_note = True
            block.outline = 0
    return blocks


def comments(shared: Shared) -> None:
    for part in shared.package.related("comments"):
        root = shared.package.xml(part)
        for comment in [] if root is None else root.findall("w:comment"):
            shared.remarks.at(shared.comment_places.get(comment.get("w:id", ""), ""))
            author = (comment.get("w:author") or "").strip()
            text = all_text(comment)
            shared.remarks.add("comment", f"{author}：{text}" if author else text)


def headers_and_footers(shared: Shared) -> None:
    """Of paper, so not of a page; each text once."""
    seen: set[str] = set()
    for kind in ("header", "footer"):
        for part in shared.package.related(kind):
            root = shared.package.xml(part)
            if root is None:
                continue
            shared.remarks.at("")
            text = " ".join(all_text(root).split())
            if text not in seen and not _PAGE_NUMBER.fullmatch(text):
                seen.add(text)
                shared.remarks.add(f"{kind}_text", text)
            for drawing in _drawings(root):
                found = shared.drawings.read(drawing, part)
                for picture in found.pictures:
                    shared.remarks.add(f"{kind}_picture", picture.alt)


def _drawings(root: Element) -> Iterator[Element]:
    for element in root.iter():
        if element.tag in ("w:drawing", "w:pict"):
            yield element
