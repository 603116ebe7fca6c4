"""The parameters of a list as OpenAPI tells them, read off the FilterSet that parses them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from xcms.api.endpoints import Endpoint
from xcms.conf import setting
from xcms.filter_kinds import ValuesFilter
from xcms.filters import RegisterFilterSet, labelled

Parameter = dict[str, Any]


def list_parameters(endpoint: Endpoint, help_on: Mapping[str, Any]) -> list[Parameter]:
    """In the language of the moment; ``help_on`` tells what a filter takes.

    Choices are told where they are fixed; those in the database change.
    """
    found = list(filter_parameters(endpoint.filterset, help_on)) if endpoint.filterset else []
    return [*found, *_paging_parameters()]


def filter_parameters(
    filterset: type[RegisterFilterSet], help_on: Mapping[str, Any]
) -> Iterator[Parameter]:
    for name, filter_ in filterset.base_filters.items():
        label = str(filter_.label or name)
        if name in help_on:
            label = labelled(label, help_on[name])
        if getattr(filter_, "is_repeated", False):
            description = _("%(label)s; repeat the key for several values.") % {"label": label}
            schema: dict[str, Any] = {"type": "array", "items": _item(filter_)}
            yield _query(name, description, schema, style="form", explode=True)
        elif issubclass(filter_.field_class, forms.DateField):
            yield _query(name, label, {"type": "string", "format": "date"})
        else:
            longest = filter_.extra.get("max_length")
            yield _query(
                name, label, {"type": "string", **({"maxLength": longest} if longest else {})}
            )


def _item(filter_: Any) -> dict[str, Any]:
    choices = filter_.fixed_choices if isinstance(filter_, ValuesFilter) else None
    if choices is None:
        return {"type": "string"}
    values = [value for value, _label in choices]
    kind = "integer" if all(isinstance(value, int) for value in values) else "string"
    return {
        "type": kind,
        "enum": [int(value) if kind == "integer" else str(value) for value in values],
        "x-enum-labels": [str(label) for _value, label in choices],
    }


def _paging_parameters() -> list[Parameter]:
    most, default = setting("API_MAX_PAGE_SIZE"), setting("API_PAGE_SIZE")
    return [
        _query(
            "changed_since",
            _(
                "Only what changed after this register version, with “removed”. "
                "0 begins a copy. Not together with filters."
            ),
            {"type": "integer", "minimum": 0},
        ),
        _query(
            "page_size",
            _("Records on a page, at most %(most)d.") % {"most": most},
            {"type": "integer", "minimum": 1, "maximum": most, "default": default},
        ),
        _query("cursor", _("Where to go on; part of “next”."), {"type": "string"}),
    ]


def _query(name: str, description: str, schema: dict[str, Any], **more: Any) -> Parameter:
    return {
        "in": "query",
        "name": name,
        "required": False,
        "description": description,
        "schema": schema,
        **more,
    }
