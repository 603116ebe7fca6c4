"""What reaches an admin view: query strings without NULs, keys that a table can hold."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, QueryDict

NUL = "\x00"


def without_nul(data: QueryDict) -> QueryDict:
    """A copy without NUL characters, which PostgreSQL refuses in any string; the same object if it has none."""
    if not any(NUL in text for key, values in data.lists() for text in (key, *values)):
        return data
    pairs = [
        (key.replace(NUL, ""), value.replace(NUL, ""))
        for key, values in data.lists()
        for value in values
    ]
    return QueryDict(urlencode(pairs))


def only_known(data: QueryDict, names: Collection[str]) -> QueryDict:
    """A copy with the known names alone."""
    pairs = [(name, value) for name, values in data.lists() if name in names for value in values]
    return QueryDict(urlencode(pairs))


def key_or_404(model: type[models.Model], text: Any) -> Any:
    """The primary key that an address names. Http404 for text that can't be one."""
    if NUL in str(text):
        raise Http404
    try:
        return model._meta.pk.to_python(text)
    except ValidationError as error:
        raise Http404 from error


def clean_request(request: HttpRequest) -> None:
    """Take NULs out of the request's query string and form."""
    request.GET = without_nul(request.GET)  # type: ignore[assignment]
    if request.method == "POST":
        request.POST = without_nul(request.POST)  # type: ignore[assignment]
