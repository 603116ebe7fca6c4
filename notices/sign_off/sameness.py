"""Whether a form brings other words, or only the marks that the editor's scripts put into the same ones."""

import re
from typing import Any

from wagtail.blocks import StreamValue

_BLOCK_KEY = re.compile(r'\sdata-block-key="[^"]*"')


def is_same(one: Any, other: Any) -> bool:
    return bool(_bare(one) == _bare(other))


def _bare(value: Any) -> Any:
    """Without keys of blocks and paragraphs, with one kind of line end; nothing is the empty text."""
    match value:
        case StreamValue():
            return _bare(value.get_prep_value())
        case str():
            return _BLOCK_KEY.sub("", value).replace("\r\n", "\n")
        case int() if not isinstance(value, bool):
            # A form brings numbers as text.
            return str(value)
        case dict():
            return {key: _bare(part) for key, part in value.items() if key != "id"}
        case list() | tuple():
            return [_bare(part) for part in value]
    return "" if value is None else value
