"""Query strings of public lists: read without surprises, changed one thing at a time, always in one order."""

from collections.abc import Iterable

from django.http import QueryDict

#: What another filter, sort order or page size makes meaningless.
_PAGE = "page"

#: What says how a list is shown rather than what it holds comes last, in this order.
_MANNER = ("columns", "sort", "page_size", "format", _PAGE)


def tolerant_query(given: QueryDict) -> QueryDict:
    """A mutable copy without NULs (PostgreSQL refuses them), empty and repeated values."""
    query = QueryDict(mutable=True)
    for key, values in given.lists():
        texts = (value.replace("\x00", "").strip() for value in values)
        if kept := [text for text in dict.fromkeys(texts) if text]:
            query.setlist(key.replace("\x00", ""), kept)
    return query


def canonical_query(query: QueryDict, keys: Iterable[str]) -> QueryDict:
    """These parameters in this order, the values of each sorted; others are dropped.

    Two queries that ask the same get the same address.
    """
    ordered = QueryDict(mutable=True)
    for key in keys:
        if key in query:
            ordered.setlist(key, sorted(query.getlist(key)))
    return ordered


def with_values(query: QueryDict, **values: str | int | None) -> str:
    """``"?…"`` with these parameters set (None: gone); back on page 1 unless one is given."""
    changed = query.copy()
    changed.pop(_PAGE, None)
    for key, value in values.items():
        if value is None:
            changed.pop(key, None)
        else:
            changed[key] = str(value)
    for key in _MANNER:
        if key in changed:
            changed.setlist(key, changed.pop(key))
    return "?" + changed.urlencode()


def without_value(query: QueryDict, key: str, value: str) -> str:
    """``"?…"`` without one of a parameter's values; the other values and parameters stay."""
    changed = query.copy()
    changed.pop(_PAGE, None)
    if kept := [other for other in changed.getlist(key) if other != value]:
        changed.setlist(key, kept)
    else:
        changed.pop(key, None)
    return "?" + changed.urlencode()


def only(query: QueryDict, *keys: str) -> str:
    """``"?…"`` with nothing but these parameters: what "clear all filters" keeps."""
    return "?" + canonical_query(query, keys).urlencode()
