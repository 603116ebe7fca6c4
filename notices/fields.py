"""A StreamField whose block definitions stay out of migrations."""

from typing import Any

from wagtail.fields import StreamField


class BodyField(StreamField):
    """A StreamField that migrations see without its blocks.

    Blocks change with every editorial wish and never change the column, so a migration for each would say
    nothing. The price: a data migration over this field must name the blocks it needs itself.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(list(block_types), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
