"""The proof that nothing is lost: every visible text of the document stands in a block or in a remark."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from notices.word.reading.inline import Shared
from notices.word.reading.model import Remark
from notices.word.reading.symbols import is_private
from notices.word.reading.xml import Element

_TEXTS = frozenset({"w:t", "m:t"})


def lost(shared: Shared, blocks: Sequence[dict[str, Any]], remarks: Iterable[Remark]) -> list[str]:
    """The texts that are neither here nor there, paragraph by paragraph."""
    haystack = "".join(_bare(text) for text in (*_of_blocks(blocks), *_of_remarks(remarks)))
    found = []
    for text in _paragraphs(shared.package.document):
        if (bare := _bare(text)) and bare not in haystack:
            found.append(text)
    return [
        text for text in found if any(_bare(piece) not in haystack for piece in text.split("\0"))
    ]


def _of_blocks(blocks: Sequence[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        yield from (str(block.get(key, "")) for key in ("text", "caption", "cells"))


def _of_remarks(remarks: Iterable[Remark]) -> Iterator[str]:
    for remark in remarks:
        yield f"\1{remark.text}\1"


def _paragraphs(root: Element) -> Iterator[str]:
    """The runs of each paragraph, apart by NUL; a paragraph in a text box is one of its own."""
    for element in root.iter("w:p"):
        text = "\0".join(_own(element))
        if text:
            yield text


def _own(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _TEXTS:
            yield child.text or ""
        elif child.tag not in ("w:p", "mc:Fallback"):
            yield from _own(child)


def _bare(text: str) -> str:
    return "".join(
        one for one in text if not one.isspace() and one not in "\0⏎'_" and not is_private(one)
    )
