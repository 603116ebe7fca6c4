"""What the API offers of a register; the domain declares one Endpoint for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from pydantic import BaseModel

from xcms.exports.columns import ExportColumn
from xcms.exports.formats import json_row
from xcms.filters import RegisterFilterSet
from xcms.registers import Register


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of what has changed: rows that meet ``condition``, in the order of ``order`` and primary key.

    ``order`` names an integer column with an index of its own; "pk" suits registers of some thousand rows.
    """

    condition: Q
    order: str = "pk"


def by_own_version(since: int) -> list[Leg]:
    return [Leg(Q(recorded_version__gt=since))]


@dataclass(frozen=True, slots=True)
class Changes:
    """When a record counts as changed after a version.

    ``legs`` gives conditions that together catch every row whose content or visibility may have changed;
    too many are harmless, one missed is a bug. Changed rows that are not public are told as removed where
    ``once_public`` holds; None: only if a Withdrawal tells so. ``withdrawn`` gives the public ids of
    records that live on and were hidden after the version, by (key, public id) beyond a key.
    """

    legs: Callable[[int], Sequence[Leg]] = by_own_version
    once_public: Q | None = None
    withdrawn: Callable[[int], QuerySet[Any]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A register in the API: ``/<register>/`` and ``/<register>/<lookup>/``.

    ``record`` is the schema of ``columns``; a test holds them together. ``lookup`` is the model field in a
    record's own address, which ``lookup_help`` describes.
    """

    register: Register
    record: type[BaseModel]
    columns: Sequence[ExportColumn]
    description: str | Promise
    filterset: type[RegisterFilterSet] | None = None
    lookup: str = "public_id"
    lookup_help: str | Promise = ""
    lookup_pattern: str = "^[0-9bcdfghjkmnpqrstvwxyz]{10}$"
    changes: Changes = Changes()
    #: Queries to try, by what they show.
    examples: Sequence[tuple[str | Promise, str]] = ()

    @property
    def name(self) -> str:
        return self.register.name

    def public(self) -> QuerySet[Any]:
        return self.register.public_queryset()

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return self.register.prepare(rows)

    def rows(self, prepared: Sequence[Any]) -> list[dict[str, Any]]:
        self.register.complete(prepared)
        return [json_row(self.columns, record) for record in prepared]
