"""The API's page for people: the OpenAPI document as HTML, in the site's own look, without a script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from xcms.conf import setting
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.public import PublicView

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter or field: its name, its type in words, fixed values, and what it means."""

    name: str
    type: str
    values: list[tuple[str, str]]
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """An endpoint as the page shows it."""

    name: str
    label: str
    description: str
    address: str
    record_address: str
    key_help: str
    examples: list[tuple[str, str]]
    filters: list[Line]
    fields: list[Line]


class DocsView(PublicView):
    """``api`` is the RegisterApi whose page this is."""

    api: Any = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        document = self.api.document()
        sections = list(_sections(self.api, document))
        title = _("Open data API")
        context = {
            "title": title,
            "meta_description": document["info"]["description"],
            "info": document["info"],
            "breadcrumbs": breadcrumbs(Crumb(title)),
            "sections": sections,
            "notes": self.api.notes,
            "paging": [
                _line(parameter["name"], parameter, document)
                for parameter in _paging(document, sections[0])
            ],
            "base": request.build_absolute_uri(self.api.address),
            "openapi_url": reverse(f"{self.api.namespace}:openapi"),
            "rate": _rate_in_words(),
            "version": self.version,
            "day": self.today.isoformat(),
            "page_size": setting("API_PAGE_SIZE"),
            "most": setting("API_MAX_PAGE_SIZE"),
        }
        return render(request, "xcms/api/docs.html", context)


def _rate_in_words() -> str:
    number, _slash, unit = (setting("API_RATE") or "").partition("/")
    words = {
        "s": _("%(number)s requests a second"),
        "m": _("%(number)s requests a minute"),
        "h": _("%(number)s requests an hour"),
        "d": _("%(number)s requests a day"),
    }
    return words[unit] % {"number": number} if unit in words else ""


def _sections(api: Any, document: Schema) -> Iterator[Section]:
    paging = {"changed_since", "page_size", "cursor"}
    for name, endpoint in api.endpoints.items():
        address = f"{api.address}{name}/"
        listed = document["paths"][address]["get"]
        examples = [
            (str(label), f"{address}?{query}&page_size=5") for label, query in endpoint.examples
        ]
        yield Section(
            name=name,
            label=str(endpoint.register.label),
            description=str(endpoint.description),
            address=address,
            record_address=f"{address}{{{endpoint.lookup.removeprefix('public_')}}}/",
            key_help=str(endpoint.lookup_help),
            examples=[(_("The first five"), f"{address}?page_size=5"), *examples],
            filters=[
                _line(parameter["name"], parameter, document)
                for parameter in listed["parameters"]
                if parameter["name"] not in paging
            ],
            fields=[
                _line(
                    field,
                    {
                        "schema": schema,
                        "description": schema.get("description", ""),
                    },
                    document,
                )
                for field, schema in document["components"]["schemas"][endpoint.record.__name__][
                    "properties"
                ].items()
            ],
        )


def _paging(document: Schema, section: Section) -> list[Schema]:
    parameters: list[Schema] = document["paths"][section.address]["get"]["parameters"]
    return parameters[-3:]


def _line(name: str, described: Schema, document: Schema) -> Line:
    schema = described["schema"]
    return Line(
        name=name,
        type=type_in_words(schema, document),
        values=list(_values(schema, document)),
        text=described.get("description", ""),
    )


def type_in_words(schema: Schema, document: Schema) -> str:
    """ "text", "day (YYYY-MM-DD)", "list of codes", "whole number or null"."""
    schema = _resolved(schema, document)
    if branches := schema.get("anyOf"):
        words = [type_in_words(branch, document) for branch in branches]
        return _(" or ").join(dict.fromkeys(words))
    if "enum" in schema or "const" in schema:
        return _("code")
    match schema.get("type"):
        case "array":
            return _("list of: %(items)s") % {"items": type_in_words(schema["items"], document)}
        case "string" if schema.get("format") == "date":
            return _("day (YYYY-MM-DD)")
        case "string":
            return _("plain text")
        case "integer":
            return _("whole number")
        case "boolean":
            return _("true or false")
        case "null":
            return "null"
    return ""


def _values(schema: Schema, document: Schema) -> Iterator[tuple[str, str]]:
    """Each fixed value with its label, as far as it has one."""
    schema = _resolved(schema, document)
    for branch in schema.get("anyOf", ()):
        yield from _values(branch, document)
    if "items" in schema:
        yield from _values(schema["items"], document)
    labels = schema.get("x-enum-labels", ())
    for index, value in enumerate(schema.get("enum", ())):
        yield str(value), labels[index] if index < len(labels) else ""


def _resolved(schema: Schema, document: Schema) -> Schema:
    reference: str = schema.get("$ref", "")
    if not reference:
        return schema
    found: Schema = document["components"]["schemas"][reference.rpartition("/")[2]]
    return found
