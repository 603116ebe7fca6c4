"""One question to one model: how its matches are filtered, ranked, counted and fetched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import Case, FloatField, IntegerField, Q, QuerySet, Value, When

from xcms.search.backends.documents import Document, is_whole_column
from xcms.search.backends.expressions import (
    Column,
    Condition,
    Expression,
    holds,
    with_exclusions_kept,
)
from xcms.search.backends.questions import (
    EVERYTHING,
    NOTHING,
    Matching,
    Query,
    alternatives,
)
from xcms.search.backends.ranking import Tier
from xcms.search.backends.stores import Scope, Store, walk

#: So many rows are fetched at a time, in the order of a CASE.
_BLOCK = 200
#: So many objects' texts are looked at in a time, where the index can't tell one field from another.
_LOOKED_AT = 500


@dataclass(frozen=True)
class Plan:
    """``tiers`` from the best to the last, or none where alternatives are ranked by how many of them match.

    ``only``: names of fields, where the index holds more than these in the column. The index then gives
    candidates, and the objects' own texts decide.
    """

    scope: Scope
    store: Store
    matching: Matching
    column: Column
    query: Query
    tiers: Sequence[Tier]
    only: Sequence[str] | None = None
    is_prefix: bool = False

    @property
    def queryset(self) -> QuerySet[Any]:
        return self.scope.queryset

    @property
    def is_ranked(self) -> bool:
        return self.matching not in (EVERYTHING, NOTHING) and not self.matching.is_negated

    @cached_property
    def _conditions(self) -> tuple[Condition, ...]:
        wanted = self._expression if self.only is None else with_exclusions_kept(self._expression)
        return (Condition(self.column, wanted),)

    @property
    def _expression(self) -> Expression:
        if self.matching.expression is None:
            raise ValueError("everything and nothing need no index")
        return self.matching.expression

    # As a queryset

    def matched(self) -> QuerySet[Any]:
        """The queryset's matches, in its own order."""
        if self.matching == EVERYTHING:
            return self.queryset
        if self.matching == NOTHING:
            return self.queryset.none()
        found: Any = self._chosen if self.only is not None else self.store.pks(self._conditions)
        if self.matching.is_negated:
            return self.queryset.exclude(pk__in=found)
        return self.queryset.filter(pk__in=found)

    def score(self) -> Case | Value:
        """An expression for ``matched()``: the better, the higher."""
        if not self.is_ranked:
            return Value(0.0 if self.matching.is_negated else 1.0, output_field=FloatField())
        if not self.tiers:
            whens = [When(pk__in=pks, then=Value(score)) for score, pks in self._by_score().items()]
        else:
            whens = [
                When(pk__in=self.store.pks(tier.conditions), then=Value(tier.score))
                for tier in self.tiers[:-1]
            ]
        lowest = self.tiers[-1].score if self.tiers else 0.0
        return Case(*whens, default=Value(lowest), output_field=FloatField())

    # By relevance

    def ranked(self, start: int, stop: int | None) -> list[tuple[Any, float]]:
        """Primary keys and scores of one slice of the matches, the best first."""
        with self.store.reading():
            return list(islice(self._ranked(stop), start, stop))

    def _ranked(self, needed: int | None) -> Iterator[tuple[Any, float]]:
        if not self.tiers:
            scores = {pk: score for score, pks in self._by_score().items() for pk in pks}
            # Sorting keeps the newest first among equals.
            yield from sorted(
                ((pk, scores.get(pk, 0.0)) for pk in self._newest_first()),
                key=lambda found: -found[1],
            )
            return
        chosen = set(self._chosen) if self.only is not None else None
        seen: set[Any] = set()
        found = 0
        for tier in self.tiers:
            left = None if needed is None or chosen is not None else needed - found
            if left == 0:
                return
            for pk in walk(self.store, self.scope, tier.conditions, needed=left, seen=seen):
                if chosen is None or pk in chosen:
                    found += 1
                    yield pk, tier.score

    def _newest_first(self) -> list[Any]:
        return self._chosen if self.only is not None else list(self._newest())

    def _newest(self) -> Iterator[Any]:
        return walk(self.store, self.scope, self._conditions, needed=None, seen=set())

    def _by_score(self) -> dict[float, list[Any]]:
        """Each alternative counts with its boost, and twice if it is in the title."""
        scores: dict[Any, float] = {}
        columns: list[Column] = [self.column]
        if self.column == "anywhere":
            columns.append("title")
        for expression, weight in alternatives(self.query, is_prefix=self.is_prefix):
            for column in columns:
                for hit in self.store.newest([Condition(column, expression)]):
                    scores[hit.pk] = scores.get(hit.pk, 0.0) + weight
        found: dict[float, list[Any]] = {}
        for pk, score in scores.items():
            found.setdefault(score, []).append(pk)
        return found

    # By the objects' own texts

    @cached_property
    def _chosen(self) -> list[Any]:
        """The newest first."""
        candidates = list(self._newest())
        found: set[Any] = set()
        objects = self.scope.model._base_manager.using(self.scope.using)
        for n in range(0, len(candidates), _LOOKED_AT):
            for obj in objects.filter(pk__in=candidates[n : n + _LOOKED_AT]):
                if holds(self._expression, Document.of(obj).column(self.column, self.only)):
                    found.add(obj.pk)
        return [pk for pk in candidates if pk in found]

    # Counting

    def count(self, *, limit: int | None = None) -> int:
        """With a limit, matches are counted no further."""
        if self.is_ranked and self.only is not None:
            return len(self._chosen[:limit])
        if self.is_ranked and (self.scope.is_everything or limit is not None):
            within = None if self.scope.is_everything else self.queryset
            return self.store.count(self._conditions, limit=limit, within=within)
        found = self.matched()
        with self.store.reading():
            return (found if limit is None else found.order_by()[:limit]).count()


def fetch(
    queryset: QuerySet[Any], ranked: Sequence[tuple[Any, float]], score_field: str | None
) -> list[Any]:
    """The rows in this order, of whatever shape the queryset gives. An object that is gone is left out."""
    rows: list[Any] = []
    for n in range(0, len(ranked), _BLOCK):
        block = ranked[n : n + _BLOCK]
        order = Case(
            *(When(pk=pk, then=Value(place)) for place, (pk, _score) in enumerate(block)),
            output_field=IntegerField(),
        )
        found = queryset.filter(pk__in=[pk for pk, _score in block])
        if score_field is not None:
            scores: dict[float, list[Any]] = {}
            for pk, score in block:
                scores.setdefault(score, []).append(pk)
            whens = (When(Q(pk__in=pks), then=Value(score)) for score, pks in scores.items())
            found = found.annotate(**{score_field: Case(*whens, output_field=FloatField())})
        rows += found.order_by(order)
    return rows


def narrowed(scope: Scope, column: Column, names: Sequence[str] | None) -> tuple[Column, Any]:
    """Where to look for these fields, and the names again if the index holds more than them there."""
    if names is None:
        return column, None
    if column == "anywhere" and list(names) == ["title"]:
        column = "title"
    return column, None if is_whole_column(scope.models, column, names) else list(names)
