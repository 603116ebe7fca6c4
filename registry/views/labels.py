"""A choice in words, as every row of a list says it: translated once per language, not once per row."""

from functools import lru_cache
from typing import Any

from django.db.models import Choices
from django.utils.translation import get_language


def label(choices: type[Choices], value: Any) -> str:
    """ "" for a value that is none of the choices."""
    return _labels(choices, get_language()).get(value, "")


@lru_cache(maxsize=64)
def _labels(choices: type[Choices], _language: str | None) -> dict[Any, str]:
    return {value: str(text) for value, text in choices.choices}
