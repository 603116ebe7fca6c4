"""Page types of the pack and of the host, by what they do."""

from typing import Any

from django.apps import apps


def page_types(mixin: type[Any]) -> list[type[Any]]:
    """The installed models that are made of the mixin."""
    return [model for model in apps.get_models() if issubclass(model, mixin)]
