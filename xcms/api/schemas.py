"""Schemas of answers: pydantic models whose descriptions are translated when the document is written."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, create_model


@dataclass(frozen=True, slots=True)
class Says:
    """``Annotated[str, Says(_("…"))]``: the field's description, in the reader's language."""

    text: str | Promise

    def __get_pydantic_json_schema__(
        self, core_schema: Any, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(core_schema), "description": str(self.text)}


class Content(BaseModel):
    """Base of all: a field more than declared is as wrong as one less."""

    model_config = ConfigDict(extra="forbid")


class Errors(Content):
    errors: Annotated[list[str], Says(_("What is wrong, as sentences."))]


Version = Annotated[
    int, Says(_("The register version of this answer: all of it is from one snapshot."))
]
Day = Annotated[
    date, Says(_("The day that statuses speak of (Asia/Shanghai); a walk keeps its first page's."))
]


def page_schema(record: type[BaseModel]) -> type[BaseModel]:
    """The answer of a list of these records."""
    fields: dict[str, Any] = {
        "version": (Version, ...),
        "day": (Day, ...),
        "results": (list[record], ...),  # type: ignore[valid-type]
        "next": (
            Annotated[
                str | None,
                Says(_("The address of the next page; null on the last. Follow it as it is.")),
            ],
            ...,
        ),
        # Absent, not null, where nobody asked for changes.
        "removed": (
            Annotated[
                list[str],
                Says(
                    _(
                        "With changed_since: ids of what is no longer public. Delete them from a copy."
                    )
                ),
            ],
            [],
        ),
        "next_changed_since": (
            Annotated[
                int,
                Says(
                    _("With changed_since: what to give next time, once all pages have been read.")
                ),
            ],
            0,
        ),
    }
    return create_model(f"{record.__name__}Page", __base__=Content, **fields)


def answer_schema(record: type[BaseModel]) -> type[BaseModel]:
    """The answer of one record's address."""
    fields: dict[str, Any] = {
        "version": (Version, ...),
        "day": (Day, ...),
        "result": (record, ...),
    }
    return create_model(f"{record.__name__}Answer", __base__=Content, **fields)
