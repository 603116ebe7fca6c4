"""The texts and links that a page holds, read from any StreamField and rich text without knowing its blocks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Literal

from django.db import models
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.models import AbstractPage

Kind = Literal["page", "document", "address", "anchor"]


@dataclass(frozen=True, slots=True)
class Link:
    """``target`` is a key (pages, documents), an address, or an anchor without its #."""

    kind: Kind
    target: str
    text: str = ""


class _Anchors(HTMLParser):
    """Links and plain text of rich text as Wagtail stores it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[Link] = []
        self.words: list[str] = []
        self._open: tuple[Kind, str] | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._close()
            self._open, self._text = _target(dict(attrs)), ""
        elif tag in _BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._close()

    def close(self) -> None:
        super().close()
        self._close()

    def _close(self) -> None:
        if self._open:
            self.links.append(Link(*self._open, self._text.strip()))
        self._open = None


_BREAKS = frozenset({"p", "br", "li", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th"})


def _target(attrs: Mapping[str, str | None]) -> tuple[Kind, str] | None:
    kind, key, href = attrs.get("linktype"), attrs.get("id"), attrs.get("href")
    if kind in ("page", "document"):
        return ("page" if kind == "page" else "document", key or "")
    return _address(href or "")


def _address(href: str) -> tuple[Kind, str] | None:
    href = href.strip()
    if href.startswith("#"):
        return ("anchor", href[1:])
    if href.lower().startswith(("http://", "https://", "//", "/")):
        return ("address", href)
    return None


def read_html(html: str) -> tuple[list[Link], str]:
    parser = _Anchors()
    parser.feed(html)
    parser.close()
    return parser.links, "".join(parser.words)


# -- Pages -----------------------------------------------------------------------------------------


def links_of(page: Any) -> list[Link]:
    """In the order of the page; a place that is linked twice comes twice."""
    return [part for part in _leaves(page) if isinstance(part, Link)]


def text_of(page: Any) -> str:
    """The words of StreamFields and rich text, a line for each; not titles and other plain fields."""
    return "\n".join(part for part in _leaves(page) if isinstance(part, str))


def _leaves(page: Any) -> Iterator[Link | str]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value = field.value_from_object(page)
            yield from _stream(value.stream_block, value.raw_data)
        elif isinstance(field, RichTextField):
            yield from _rich(field.value_from_object(page))
        elif isinstance(field, models.URLField):
            yield from _plain_address(field.value_from_object(page))


def _rich(html: Any) -> Iterator[Link | str]:
    if isinstance(html, str) and html:
        links, text = read_html(html)
        yield from links
        yield text


def _plain_address(value: Any) -> Iterator[Link]:
    if isinstance(value, str) and (found := _address(value)):
        yield Link(*found)


# -- Blocks, with their values as they are stored --------------------------------------------------


def _stream(block: Any, raw: Any) -> Iterator[Link | str]:
    for item in raw or ():
        if isinstance(item, Mapping) and (child := block.child_blocks.get(item.get("type"))):
            yield from _block(child, item.get("value"))


def _block(block: Any, value: Any) -> Iterator[Link | str]:
    match block:
        case blocks.BaseStreamBlock():
            yield from _stream(block, value)
        case blocks.BaseStructBlock():
            for name, child in block.child_blocks.items():
                yield from _block(child, value.get(name) if isinstance(value, Mapping) else None)
        case blocks.ListBlock():
            for item in value if isinstance(value, Sequence) and not isinstance(value, str) else ():
                yield from _block(block.child_block, _item(item))
        case blocks.RichTextBlock():
            yield from _rich(value)
        case blocks.URLBlock():
            yield from _plain_address(value)
        case blocks.ChooserBlock():
            yield from _chosen(block, value)
        case blocks.CharBlock() | blocks.TextBlock():
            if isinstance(value, str):
                yield value


def _item(item: Any) -> Any:
    """Lists of old were stored without ids."""
    return item["value"] if isinstance(item, Mapping) and item.get("type") == "item" else item


def _chosen(block: Any, value: Any) -> Iterator[Link]:
    if value in (None, ""):
        return
    model = block.model_class
    if issubclass(model, AbstractPage):
        yield Link("page", str(value))
    elif issubclass(model, get_document_model()):
        yield Link("document", str(value))
