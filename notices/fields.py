"""Fields and choices that migrations see by name alone."""

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.fields import StreamField


def theme_pages() -> Q:
    """What may be chosen as a theme: pages of the pack's kind and of the host's."""
    kinds = ContentType.objects.get_for_models(
        *(model for model in apps.get_models() if getattr(model, "is_theme", False)),
        for_concrete_models=False,
    )
    return Q(content_type__in=[kind.pk for kind in kinds.values()], alias_of__isnull=True)


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
