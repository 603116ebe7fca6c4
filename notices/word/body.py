"""From what a Word file says to the StreamField of a notice."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import uuid4

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from notices.blocks import PARAGRAPH_FEATURES
from notices.word.reader import WordReading


def shown_blocks(reading: WordReading, taken: Collection[str]) -> list[dict[str, Any]]:
    """Blocks as the page will have them. ``taken``: the proposals whose paragraphs leave the text.

    Paragraphs that follow each other are one block, which is how an editor writes. Their HTML has gone through
    what the editor itself can keep.
    """
    joined: list[dict[str, Any]] = []
    for block in reading.blocks:
        if block["type"] != "paragraph":
            joined.append(dict(block))
        elif block["role"] in taken and block["role"]:
            continue
        elif joined and joined[-1]["type"] == "paragraph":
            joined[-1]["html"] += block["html"]
        else:
            joined.append({"type": "paragraph", "html": block["html"]})
    converter = ContentstateConverter(features=PARAGRAPH_FEATURES)
    for block in joined:
        if block["type"] == "paragraph":
            block["html"] = _kept(converter, block["html"])
    return joined


def _kept(converter: ContentstateConverter, html: str) -> str:
    """Without the keys that the editor gives to each paragraph."""
    text: str = converter.to_database_format(converter.from_database_format(html))
    return text


def stream(
    blocks: Collection[Mapping[str, Any]], images: Mapping[int, Any]
) -> list[dict[str, Any]]:
    """As a StreamField stores it. ``images``: the picture's number → the image that it became."""
    return [
        {"type": kind, "value": value, "id": str(uuid4())}
        for block in blocks
        for kind, value in _stored(block, images)
    ]


def _stored(block: Mapping[str, Any], images: Mapping[int, Any]) -> Iterator[tuple[str, Any]]:
    match block["type"]:
        case "paragraph":
            yield "paragraph", block["html"]
        case "table":
            yield (
                "table",
                {name: block[name] for name in ("caption", "cells", "header_rows")},
            )
        case "image":
            if (image := images.get(block["picture"])) is not None:
                yield "image", {"image": image.pk, "alt": block["alt"], "caption": ""}
        case kind:
            yield kind, block["text"]
