"""What a page has in the index beside its title, as a person reads it.

Streams are read as they are stored: to make values of them asks the database for every record that a block shows,
page by page, and none of these is searched.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from wagtail.blocks import ChooserBlock, ListBlock, StreamBlock, StreamValue, StructBlock

#: An excerpt is taken from what is before.
LONGEST_TEXT = 60_000


def searchable_text(page: Any, *, without: Iterable[str] = ()) -> str:
    """Of a specific page: its search fields in their order, line by line."""
    left_out = {"title", *without}
    texts = (
        _value_texts(page, field)
        for field in page.get_searchable_search_fields()
        if field.field_name not in left_out
    )
    return "\n".join(text for text in chain.from_iterable(texts) if text)[:LONGEST_TEXT]


def _value_texts(page: Any, field: Any) -> Iterable[str]:
    value = getattr(page, field.field_name, None)
    if isinstance(value, StreamValue):
        return _of_block(value.stream_block, value.raw_data)
    return _flat(field.get_value(page))


def _of_block(block: Any, raw: Any) -> Iterator[str]:
    if raw is None or isinstance(block, ChooserBlock) or not getattr(block, "search_index", True):
        return
    if not _is_walked(block):
        # A text, or a host's own block that says what is searched of it.
        yield from _flat(block.get_searchable_content(block.to_python(raw)))
    elif isinstance(block, StreamBlock):
        for item in raw:
            if (child := block.child_blocks.get(item["type"])) is not None:
                yield from _of_block(child, item["value"])
    elif isinstance(block, ListBlock):
        for item in raw:
            # Older streams keep the bare values.
            is_item = isinstance(item, dict) and item.get("type") == "item" and "value" in item
            yield from _of_block(block.child_block, item["value"] if is_item else item)
    else:
        for name, child in block.child_blocks.items():
            yield from _of_block(child, raw.get(name))


def _is_walked(block: Any) -> bool:
    """It is made of other blocks and searched as these are."""
    own = type(block).get_searchable_content
    return any(
        isinstance(block, kind) and own is kind.get_searchable_content
        for kind in (StreamBlock, StructBlock, ListBlock)
    )


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(_flat, value.values()))
    elif isinstance(value, list | tuple | set):
        yield from chain.from_iterable(map(_flat, value))
    elif value is not None:
        yield str(value)
