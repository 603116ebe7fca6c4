"""What changed after a version: records as they are now, and the ids of what is no longer public.

A walk goes through the endpoint's legs, then through what was deleted, then through what was hidden. Each is
read by key, so that no page costs more than another. A row that changes while a walk is under way has a version
beyond the walk's first page, which is where the reader's next question begins: nothing is lost.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from xcms.api.cursors import Position
from xcms.api.endpoints import Endpoint, Leg
from xcms.api.lists import FoundPage
from xcms.models import Tombstone

#: A key of what has been read: (leg, value of its order, primary key).
_BEGINNING = (0,)


def changed_page(
    endpoint: Endpoint, since: int, position: Position | None, *, size: int
) -> FoundPage:
    """``since`` 0 begins a copy: every public record, and nothing removed."""
    touched: list[Any] = []
    removed: list[str] = []
    last: Position = position or _BEGINNING
    left = size
    stages = _stages(endpoint, since)
    for number in range(last[0], len(stages)):
        rows, order, key_field = stages[number]
        after = last[1:] if number == last[0] else ()
        keys = list(_keys(rows, order, after, key_field, left + 1))
        for value, key, identity in keys[:left]:
            (touched if key_field == "pk" else removed).append(identity)
            last = (number, value, key)
        if len(keys) > left:
            return _page(endpoint, touched, removed, since, last)
        left -= len(keys)
        if number + 1 < len(stages):
            last = (number + 1,)
    return _page(endpoint, touched, removed, since, None)


Stage = tuple[QuerySet[Any], str, str]


def _stages(endpoint: Endpoint, since: int) -> list[Stage]:
    """Rows to walk, their order, and the field that is told of each."""
    if since == 0:
        return [(endpoint.public(), "pk", "pk")]
    model: Any = endpoint.public().model
    label = model._meta.label
    legs = endpoint.changes.legs(since)
    buried = Tombstone.objects.filter(
        model_label=label, removed_version__gt=since, was_public=True
    ).exclude(public_id="")
    stages: list[Stage] = [
        (_without_former(model._base_manager.all(), legs, number), leg.order, "pk")
        for number, leg in enumerate(legs)
    ]
    stages.append((buried, "pk", "public_id"))
    if endpoint.changes.withdrawn:
        stages.append((endpoint.changes.withdrawn(since), "pk", "public_id"))
    return stages


def _without_former(rows: QuerySet[Any], legs: Sequence[Leg], number: int) -> QuerySet[Any]:
    """Each row belongs to the first leg that it meets."""
    rows = rows.filter(legs[number].condition)
    for former in legs[:number]:
        rows = rows.exclude(former.condition)
    return rows


def _keys(
    rows: QuerySet[Any], order: str, after: Position, field: str, limit: int
) -> Iterator[tuple[int, int, Any]]:
    """(value of the order, primary key, value of the field) beyond a key.

    Two plain ranges, not "greater or equal and …": each is one walk along an index, on every database.
    """
    names = (order, "pk", field)
    if order == "pk":
        if after:
            rows = rows.filter(pk__gt=after[-1])
        yield from rows.order_by("pk").values_list(*names)[:limit]
        return
    if after:
        same = rows.filter(**{order: after[0]}, pk__gt=after[-1])
        first = list(same.order_by("pk").values_list(*names)[:limit])
        yield from first
        limit -= len(first)
        rows = rows.filter(**{f"{order}__gt": after[0]})
    if limit:
        yield from rows.order_by(order, "pk").values_list(*names)[:limit]


def _page(
    endpoint: Endpoint, touched: list[Any], gone: list[str], since: int, last: Position | None
) -> FoundPage:
    public = (
        endpoint.prepared(endpoint.public().filter(pk__in=touched)).in_bulk() if touched else {}
    )
    removed = [*_hidden(endpoint, [key for key in touched if key not in public]), *gone]
    # What was deleted or hidden and is public again stands among the records.
    again = endpoint.public().filter(public_id__in=gone) if gone else ()
    shown = {record.public_id for record in again}
    return FoundPage(
        [public[key] for key in touched if key in public],
        last,
        []
        if since == 0
        else [identity for identity in dict.fromkeys(removed) if identity not in shown],
    )


def _hidden(endpoint: Endpoint, keys: list[int]) -> list[str]:
    """The public ids of those that were public once."""
    once_public = endpoint.changes.once_public
    if not keys or once_public is None:
        return []
    rows: QuerySet[Any] = endpoint.public().model._base_manager.filter(once_public, pk__in=keys)
    return list(rows.order_by("pk").values_list("public_id", flat=True))
