"""What our compilers and results have in common on both databases; modelsearch's own classes come behind them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from xcms.search.backends.expressions import Column, with_exclusions_kept
from xcms.search.backends.plans import Plan, fetch, narrowed
from xcms.search.backends.questions import Conjunction, conjunction, matching
from xcms.search.backends.ranking import Tier, tiers
from xcms.search.backends.stores import Scope, Store


class WordCompiler:
    """Set before one of modelsearch's compilers, which checks fields and filters as ever."""

    COLUMN: Column = "anywhere"
    queryset: QuerySet[Any]
    query: Any
    fields: Any
    order_by_relevance: bool

    def make_store(self, scope: Scope) -> Store:
        raise NotImplementedError

    def weights(self) -> Sequence[str]:
        """Of the body's fields, the best first; none where the index keeps none."""
        return ()

    @property
    def is_fuzzy(self) -> bool:
        """Left to modelsearch, which compares the texts themselves."""
        return False

    @cached_property
    def scope(self) -> Scope:
        return Scope(self.queryset)

    @cached_property
    def store(self) -> Store:
        return self.make_store(self.scope)

    @cached_property
    def plan(self) -> Plan:
        is_prefix = self.COLUMN == "autocomplete"
        scope = self.scope
        column, only = narrowed(scope, self.COLUMN, self.fields)
        found = matching(self.query, is_prefix=is_prefix)
        asked = conjunction(self.query, is_prefix=is_prefix)
        wanted = found.expression
        if only is not None and wanted is not None:
            wanted = with_exclusions_kept(wanted)
        return Plan(
            scope=scope,
            store=self.store,
            matching=found,
            column=column,
            query=self.query,
            tiers=self._tiers(asked, wanted, column),
            only=only,
            is_prefix=is_prefix,
        )

    def _tiers(self, asked: Conjunction | None, expression: Any, column: Column) -> list[Tier]:
        if asked is None or not asked.terms or expression is None:
            return []
        is_prefix = self.COLUMN == "autocomplete"
        return tiers(asked, expression, column, weights=self.weights(), is_prefix=is_prefix)

    def search(
        self,
        config: Any,
        start: int | None,
        stop: int | None,
        score_field: str | None = None,
        backend: Any = None,
    ) -> Any:
        """All matches as one queryset. ``WordResults`` knows faster ways to the best of them."""
        if self.is_fuzzy:
            return super().search(config, start, stop, score_field, backend)  # type: ignore[misc]
        found = self.plan.matched()
        if score_field is not None:
            found = found.annotate(**{score_field: self.plan.score()})
        if self.plan.is_ranked and self.order_by_relevance:
            found = found.order_by(self.plan.score().desc(), "-pk")
        elif self.plan.matching.expression is not None and not found.query.order_by:
            # The same rows on the same page each time.
            found = found.order_by("-pk")
        return found[start:stop]


class WordResults:
    """Set before one of modelsearch's results."""

    query_compiler: Any
    start: int
    stop: int | None
    _score_field: str | None

    def _do_search(self) -> list[Any]:
        compiler = self.query_compiler
        if compiler.is_fuzzy or not compiler.order_by_relevance or not compiler.plan.is_ranked:
            with compiler.store.reading():
                return list(super()._do_search())  # type: ignore[misc]
        ranked = compiler.plan.ranked(self.start, self.stop)
        return fetch(compiler.queryset, ranked, self._score_field)

    def _do_count(self) -> int:
        if self.query_compiler.is_fuzzy:
            return int(super()._do_count())  # type: ignore[misc]
        found = self.query_compiler.plan.count(limit=self.stop)
        return max(0, found - self.start)

    def facet(self, field_name: str) -> Any:
        with self.query_compiler.store.reading():
            return super().facet(field_name)  # type: ignore[misc]

    def count_up_to(self, limit: int) -> int:
        """The number of results, or ``limit`` if there are more: a cheap way to say “more than 1,000”."""
        if self.query_compiler.is_fuzzy:
            return min(limit, self.count())  # type: ignore[attr-defined]
        stop = self.start + limit if self.stop is None else min(self.stop, self.start + limit)
        return max(0, self.query_compiler.plan.count(limit=stop) - self.start)
