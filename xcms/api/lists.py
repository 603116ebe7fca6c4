"""A page of a register: what the filters leave, in the order of primary keys."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from xcms.api.answers import RefusalError
from xcms.api.cursors import Position
from xcms.api.endpoints import Endpoint
from xcms.api.queries import ListQuery


@dataclass(frozen=True, slots=True)
class FoundPage:
    """``last`` is the last row's key where more follow; ``removed`` None where nobody asked."""

    records: list[Any]
    last: Position | None
    removed: list[str] | None = None


def filtered_page(
    endpoint: Endpoint, query: ListQuery, request: HttpRequest, *, day: date
) -> FoundPage:
    """One query, the FilterSet's own and the prefetches; the last page costs what the first does.

    Raises RefusalError with the form's messages.
    """
    rows = _filtered(endpoint, query, request, day).order_by("pk")
    if query.cursor:
        rows = rows.filter(pk__gt=query.cursor.position[-1])
    records = list(endpoint.prepared(rows)[: query.size + 1])
    more = len(records) > query.size
    records = records[: query.size]
    return FoundPage(records, (records[-1].pk,) if more else None)


def _filtered(
    endpoint: Endpoint, query: ListQuery, request: HttpRequest, day: date
) -> QuerySet[Any]:
    if endpoint.filterset is None:
        return endpoint.public()
    filterset = endpoint.filterset(
        query.filters, queryset=endpoint.public(), request=request, today=day
    )
    if not filterset.is_valid():
        raise RefusalError(filterset.messages())
    rows: QuerySet[Any] = filterset.qs
    return rows
