"""What both databases' indexes can be asked, and how a question's best answers are found without reading them all."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from modelsearch.utils import get_descendant_models, get_descendants_content_types_pks

from xcms.search.backends.expressions import Condition
from xcms.search.backends.keys import MOST_TYPE, has_whole_numbers


class Hit(NamedTuple):
    """``place``: where in the order it stands, for ``before``."""

    place: Any
    pk: Any


@dataclass(frozen=True)
class Scope:
    """Whose entries are meant: those of the queryset's model and its children, in the queryset's database."""

    queryset: QuerySet[Any]

    @property
    def model(self) -> Any:
        return self.queryset.model

    @property
    def using(self) -> str:
        return self.queryset.db

    @cached_property
    def models(self) -> set[Any]:
        found: set[Any] = get_descendant_models(self.model)
        return found

    @cached_property
    def content_types(self) -> list[int]:
        return sorted(get_descendants_content_types_pks(self.model))

    @cached_property
    def has_whole_numbers(self) -> bool:
        return has_whole_numbers(self.model) and self.content_types[-1] <= MOST_TYPE

    @cached_property
    def is_everything(self) -> bool:
        """Whether the queryset leaves nothing out, so that its table needs no look."""
        query = self.queryset.query
        return not (
            query.where
            or query.is_sliced
            or query.combinator
            or query.distinct
            or query.group_by
            or query.extra
            or query.extra_tables
            or len([alias for alias in query.alias_map if query.alias_refcount[alias]]) > 1
        )


def chosen_keys(queryset: QuerySet[Any], using: str) -> tuple[str, list[Any]]:
    """SQL and parameters for IN (…) that select the queryset's primary keys."""
    try:
        return _keys(queryset, using)
    except EmptyResultSet:
        return "NULL", []


def is_chosen(queryset: QuerySet[Any], using: str, pk: str) -> tuple[str, list[Any]]:
    """SQL that says whether the queryset has the primary key that ``pk``, SQL of the query around it, gives."""
    try:
        statement, params = _keys(queryset.filter(pk=RawSQL(pk, [])), using)  # noqa: S611  # nosec B611
    except EmptyResultSet:
        return "1 = 0", []
    return f"EXISTS ({statement})", params


def _keys(queryset: QuerySet[Any], using: str) -> tuple[str, list[Any]]:
    query = queryset.order_by().values("pk").query
    statement, params = query.get_compiler(using).as_sql()
    return statement, list(params)


class Store(Protocol):
    """The index of one database. All conditions of a question must hold."""

    def newest(
        self,
        conditions: Sequence[Condition],
        *,
        before: Hit | None = None,
        limit: int | None = None,
        within: QuerySet[Any] | None = None,
    ) -> list[Hit]:
        """Matches from the newest on. ``within``: only primary keys that this query selects."""
        ...

    def count(
        self,
        conditions: Sequence[Condition],
        *,
        limit: int | None = None,
        within: QuerySet[Any] | None = None,
    ) -> int:
        """How many match; with a limit it stops there. ``within``: looks each match up, so only with a limit."""
        ...

    def pks(self, conditions: Sequence[Condition]) -> RawSQL:
        """For ``pk__in``, in queries that run inside ``reading()``."""
        ...

    def reading(self) -> AbstractContextManager[None]: ...


#: The first two bites of the matches of a tier, as multiples of what is needed; then a join does it.
_BITES = (2, 20)
_LEAST_BITE = 50


def walk(
    store: Store,
    scope: Scope,
    conditions: Sequence[Condition],
    *,
    needed: int | None,
    seen: set[Any],
) -> Iterator[Any]:
    """Primary keys of the queryset's matches, the newest first, none that is in ``seen``, which grows.

    Where most matches are in the queryset, the first few give a page. Where few are, the queryset is small, or
    the question rare, and the database joins both.
    """
    before: Hit | None = None
    if needed is not None:
        for times in _BITES:
            size = max(needed * times, _LEAST_BITE)
            hits = store.newest(conditions, before=before, limit=size)
            wanted = _in_queryset(scope, [hit.pk for hit in hits if hit.pk not in seen])
            for hit in hits:
                if hit.pk in wanted and hit.pk not in seen:
                    seen.add(hit.pk)
                    yield hit.pk
                    needed -= 1
                    if not needed:
                        return
            if len(hits) < size:
                return
            before = hits[-1]
    limit = None if needed is None else needed + len(seen)
    within = None if scope.is_everything else scope.queryset
    for hit in store.newest(conditions, before=before, limit=limit, within=within):
        if hit.pk not in seen:
            seen.add(hit.pk)
            yield hit.pk


def _in_queryset(scope: Scope, pks: Sequence[Any]) -> set[Any]:
    if scope.is_everything or not pks:
        return set(pks)
    found = scope.queryset.filter(pk__in=pks).order_by().select_related(None)
    return set(found.values_list("pk", flat=True))
