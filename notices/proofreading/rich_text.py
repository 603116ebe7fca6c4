"""The words of a rich text as it is stored, and where each stands in its source."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_TOKEN = re.compile(
    r"""(?P<tag><(?:[^<>"']|"[^"]*"|'[^']*')*>)|(?P<entity>&(?:\#\d+|\#[xX][0-9a-fA-F]+|\w+);)|(?P<glyph>.)""",
    re.DOTALL,
)
_NAME = re.compile(r"</?\s*([a-zA-Z0-9]+)")
#: What ends a paragraph. Everything else stands inside one.
_PARAGRAPHS = frozenset(
    re.findall(
        r"\w+",
        "p h1 h2 h3 h4 h5 h6 ul ol li blockquote div hr embed figure figcaption pre table tbody thead tr td th",
    )
)
_OPEN_LINK = re.compile(r"<a[\s>]")


@dataclass
class Words:
    """A paragraph's text, and for each glyph the (start, end) of its source."""

    text: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, start: int, end: int) -> None:
        for place, glyph in enumerate(text):
            self.text += glyph
            # An entity of two glyphs is the first one's.
            self.spans.append((start, end) if place == 0 else (end, end))


def paragraphs(source: str) -> Iterator[Words]:
    """The paragraphs, list items and headings that have words."""
    words = Words()
    for found in _TOKEN.finditer(source):
        if found["tag"]:
            name = _NAME.match(found["tag"])
            tag = name[1].lower() if name else ""
            if tag == "br":
                words.add("\n", *found.span())
            elif tag in _PARAGRAPHS:
                if words.text.strip():
                    yield words
                words = Words()
        else:
            words.add(html.unescape(found[0]), *found.span())
    if words.text.strip():
        yield words


def replaced(source: str, spans: Sequence[tuple[int, int]], words: str) -> str:
    """The source with other words (as HTML) instead of these glyphs; tags between them stay."""
    between = "".join(source[end:start] for (_, end), (start, _) in pairwise(spans))
    return source[: spans[0][0]] + words + between + source[spans[-1][1] :]


def outside_links(source: str, position: int) -> int:
    """The position, or behind the link that it stands in: a link can't hold another."""
    opened = [found.start() for found in _OPEN_LINK.finditer(source, 0, position)]
    if not opened or "</a>" in source[opened[-1] : position]:
        return position
    end = source.find("</a>", position)
    return end + len("</a>") if end >= 0 else position
