"""The backend on PostgreSQL: vectors whose positions are the tokens' own, and questions that its index answers alone.

An index of PostgreSQL knows which rows have a token, not where; for a phrase each row's vector must be fetched
and unpacked. So rows with all tokens of the phrases come first, in order, and only as many vectors as needed are
looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.postgres.postgres import (
    IndexEntry,
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
    PostgresSearchResults,
)
from modelsearch.backends.database.postgres.weights import get_weight
from modelsearch.query import Fuzzy
from modelsearch.utils import get_content_type_pk, get_search_fields

from xcms.search.backends.compiling import WordCompiler, WordResults
from xcms.search.backends.documents import Document, storable
from xcms.search.backends.expressions import (
    AllOf,
    AnyOf,
    Column,
    Condition,
    Expression,
    Phrase,
    Without,
)
from xcms.search.backends.keys import sort_factor
from xcms.search.backends.rebuilding import AtomicRebuilder, Rebuilder
from xcms.search.backends.stores import Hit, Scope, chosen_keys, is_chosen
from xcms.search.backends.vectors import vector
from xcms.search.backends.writing import WordIndex

_ENTRIES = IndexEntry._meta.db_table
#: Objects written with one statement.
_AT_ONCE = 250
# The body's vector holds the title as well: one index answers for both, and none is needed over a sum of them.
_COLUMNS: dict[Column, str] = {
    "title": "title",
    "anywhere": "body",
    "autocomplete": "autocomplete",
}


def tsquery(expression: Expression, weights: str = "") -> str:
    """The expression in the language of tsquery. Tokens have no quotes and no backslashes."""
    match expression:
        case Phrase(tokens, is_open):
            label = f":{weights}" if weights else ""
            words = [f"'{token}'{label}" for token in tokens]
            if is_open:
                words[-1] = f"'{tokens[-1]}':*{weights}"
            return f"({' <-> '.join(words)})"
        case AllOf(parts):
            return f"({' & '.join(tsquery(part, weights) for part in parts)})"
        case AnyOf(parts):
            return f"({' | '.join(tsquery(part, weights) for part in parts)})"
        case Without(kept, excluded):
            return f"({tsquery(kept, weights)} & !{tsquery(excluded)})"


def loosely(expression: Expression) -> Expression:
    """What the index can tell by itself: at least all that the expression matches."""
    match expression:
        case Phrase(tokens, is_open):
            last = len(tokens) - 1
            words = tuple(Phrase((t,), is_open and n == last) for n, t in enumerate(tokens))
            return AllOf(words) if last else words[0]
        case AllOf(parts):
            return AllOf(tuple(map(loosely, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(loosely, parts)))
        case Without(kept, excluded):
            if loosely(excluded) == excluded:
                return Without(loosely(kept), excluded)
            return loosely(kept)


class PostgresStore:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = connections[scope.using]
        self._is_reading = False

    def newest(
        self,
        conditions: Sequence[Condition],
        *,
        before: Hit | None = None,
        limit: int | None = None,
        within: QuerySet[Any] | None = None,
    ) -> list[Hit]:
        where, params = self._where(conditions, is_loose=True)
        if before is not None:
            where += " AND (title_norm, id) < (%s, %s)"
            params += before.place
        if within is not None:
            wanted, more = chosen_keys(within, self._scope.using)
            where += f" AND {self._pk} IN ({wanted})"
            params += more
        loose = f"SELECT id, title_norm, object_id FROM {_ENTRIES} WHERE {where} ORDER BY title_norm DESC, id DESC"  # noqa: S608  # nosec B608
        strict = [c for c in conditions if _needs_a_look(c)]
        if strict:
            # The planner would look at all of them, or walk through all entries.
            looks = " AND ".join(f"entry.{_COLUMNS[c.column]} @@ %s::tsquery" for c in strict)
            loose = (
                f"WITH candidate AS MATERIALIZED ({loose}) SELECT * FROM candidate WHERE ("  # noqa: S608  # nosec B608
                f"SELECT {looks} FROM {_ENTRIES} entry WHERE entry.id = candidate.id)"
            )
            params += [tsquery(c.expression, c.weights) for c in strict]
        if limit is not None:
            loose += " LIMIT %s"
            params.append(limit)
        with self.reading(), self._connection.cursor() as cursor:
            cursor.execute(loose, params)
            rows = cursor.fetchall()
        to_python = int if self._scope.has_whole_numbers else self._scope.model._meta.pk.to_python
        return [Hit((factor, pk), to_python(object_id)) for pk, factor, object_id in rows]

    def count(
        self,
        conditions: Sequence[Condition],
        *,
        limit: int | None = None,
        within: QuerySet[Any] | None = None,
    ) -> int:
        where, params = self._where(conditions)
        if within is not None:
            chosen, more = is_chosen(within, self._scope.using, self._pk)
            where += f" AND {chosen}"
            params += more
        what = "DISTINCT object_id" if len(self._scope.content_types) > 1 else "1"
        statement = f"SELECT {what} FROM {_ENTRIES} WHERE {where}"  # noqa: S608  # nosec B608
        if limit is not None:
            statement += " LIMIT %s"
            params.append(limit)
        with self.reading(), self._connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({statement}) AS found", params)  # noqa: S608  # nosec B608
            return int(cursor.fetchone()[0])

    @contextmanager
    def reading(self) -> Iterator[None]:
        if self._is_reading:
            yield
            return
        self._is_reading = True
        try:
            with by_index(self._scope.using):
                yield
        finally:
            self._is_reading = False

    def pks(self, conditions: Sequence[Condition]) -> RawSQL:
        where, params = self._where(conditions)
        return RawSQL(f"SELECT {self._pk} FROM {_ENTRIES} WHERE {where}", params)  # noqa: S611,S608  # nosec B608 B611

    @property
    def _pk(self) -> str:
        kind = self._scope.model._meta.pk.rel_db_type(self._connection)
        return f"{_ENTRIES}.object_id::{kind}"

    def _where(
        self, conditions: Sequence[Condition], *, is_loose: bool = False
    ) -> tuple[str, list[Any]]:
        types = ", ".join(map(str, self._scope.content_types))
        # IS TRUE: by the index over types the planner would unpack the vectors of all pages.
        parts, params = [f"({_ENTRIES}.content_type_id IN ({types})) IS TRUE"], []
        for condition in conditions:
            parts.append(f"{_ENTRIES}.{_COLUMNS[condition.column]} @@ %s::tsquery")
            if is_loose:
                params.append(tsquery(loosely(condition.expression)))
            else:
                params.append(tsquery(condition.expression, condition.weights))
        return " AND ".join(parts), params


def _needs_a_look(condition: Condition) -> bool:
    return bool(condition.weights) or loosely(condition.expression) != condition.expression


@contextmanager
def by_index(using: str) -> Iterator[None]:
    """Without this the planner may read all entries: it does not know what it costs to unpack a vector."""
    connection = connections[using]
    is_outermost = not connection.in_atomic_block
    # A transaction, so that the setting never stays with a connection that others use as well.
    with transaction.atomic(using=using, savepoint=False), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        if not is_outermost:
            cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")


_NAMES = "object_id, title, body, autocomplete, title_norm, title_text, body_text"
_WRITE = f"""
INSERT INTO {_ENTRIES} (content_type_id, {_NAMES})
SELECT %s, {", ".join(f"made.{name}" for name in _NAMES.split(", "))}
FROM (
    SELECT object_id, title::tsvector AS title, body::tsvector AS body,
           autocomplete::tsvector AS autocomplete, title_norm::float8 AS title_norm, title_text, body_text
    FROM (VALUES {{rows}}) AS given ({_NAMES})
) AS made
LEFT JOIN {_ENTRIES} entry ON entry.content_type_id = %s AND entry.object_id = made.object_id
WHERE entry.id IS NULL
   OR (entry.title_norm, entry.title, entry.body, entry.autocomplete, entry.title_text, entry.body_text)
      IS DISTINCT FROM
      (made.title_norm, made.title, made.body, made.autocomplete, made.title_text, made.body_text)
ON CONFLICT (content_type_id, object_id) DO UPDATE
SET title = EXCLUDED.title, body = EXCLUDED.body, autocomplete = EXCLUDED.autocomplete,
    title_norm = EXCLUDED.title_norm, title_text = EXCLUDED.title_text, body_text = EXCLUDED.body_text
"""  # noqa: S608  # nosec B608


class PostgresWordIndex(WordIndex, PostgresIndex):
    """Writes what differs, and nothing else."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        if not model.get_search_fields():
            return
        type_pk = get_content_type_pk(model)
        rows = {obj.pk: _row(Document.of(obj)) for obj in objs}
        given = list(rows.values())
        with (
            transaction.atomic(using=self.write_connection.alias),
            self.write_connection.cursor() as cursor,
        ):
            for n in range(0, len(given), _AT_ONCE):
                some = given[n : n + _AT_ONCE]
                values = ", ".join([f"({', '.join(['%s'] * len(some[0]))})"] * len(some))
                params = [value for row in some for value in row]
                cursor.execute(_WRITE.format(rows=values), [type_pk, *params, type_pk])

    def tidy(self) -> None:
        """The planner must know how common each token is."""
        with self.write_connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {_ENTRIES}")


def _row(document: Document) -> tuple[Any, ...]:
    titles = [(tokens, get_weight(value.field.boost)) for tokens, value in document.titles]
    bodies = [(tokens, get_weight(value.field.boost)) for tokens, value in document.bodies]
    return (
        document.object_id,
        vector(titles),
        vector([*titles, *bodies]),
        vector((tokens, "D") for tokens, _value in document.autocompletes),
        sort_factor(document.obj),
        # The texts themselves, for modelsearch's fuzzy search.
        _plain(value.text for _tokens, value in document.titles),
        _plain(value.text for _tokens, value in document.bodies),
    )


def _plain(texts: Iterable[str]) -> str:
    return storable(" ".join(text for text in map(str.strip, texts) if text))


class PostgresWordCompiler(WordCompiler, PostgresSearchQueryCompiler):
    def make_store(self, scope: Scope) -> PostgresStore:
        return PostgresStore(scope)

    @property
    def is_fuzzy(self) -> bool:
        return isinstance(self.query, Fuzzy)

    def weights(self) -> list[str]:
        fields = [
            field
            for model in self.scope.models
            for field in get_search_fields(model.get_search_fields())
        ]
        return sorted({get_weight(f.boost) for f in fields if f.field_name != "title"})


class PostgresAutocompleteCompiler(WordCompiler, PostgresAutocompleteQueryCompiler):
    COLUMN: Column = "autocomplete"

    @property
    def is_fuzzy(self) -> bool:
        return isinstance(self.query, Fuzzy)

    def make_store(self, scope: Scope) -> PostgresStore:
        return PostgresStore(scope)


class PostgresWordResults(WordResults, PostgresSearchResults):
    pass


class PostgresWordBackend(PostgresSearchBackend):
    query_compiler_class = PostgresWordCompiler
    autocomplete_query_compiler_class = PostgresAutocompleteCompiler
    index_class = PostgresWordIndex
    results_class = PostgresWordResults
    rebuilder_class = Rebuilder
    atomic_rebuilder_class = AtomicRebuilder

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"ATOMIC_REBUILD": False, **params})
