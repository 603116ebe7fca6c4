"""The backend on SQLite: modelsearch's FTS5 table, filled with tokens and read without joins."""

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connections, transaction
from django.db.models import QuerySet, UUIDField
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.sqlite.sqlite import (
    IndexEntry,
    SQLiteAutocompleteQueryCompiler,
    SQLiteFTSIndexEntry,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from modelsearch.utils import get_content_type_pk

from xcms.search.backends.compiling import WordCompiler, WordResults
from xcms.search.backends.documents import Document
from xcms.search.backends.expressions import (
    AllOf,
    AnyOf,
    Column,
    Condition,
    Expression,
    Phrase,
    Without,
)
from xcms.search.backends.keys import pk_in, sort_key, type_in
from xcms.search.backends.rebuilding import AtomicRebuilder, Rebuilder
from xcms.search.backends.spelling import column_text
from xcms.search.backends.stores import Hit, Scope, chosen_keys, is_chosen
from xcms.search.backends.writing import WordIndex

_FTS = SQLiteFTSIndexEntry._meta.db_table
_ENTRIES = IndexEntry._meta.db_table
_KEY = f"{_FTS}.rowid"
# CROSS JOIN: by the index over types and objects, whatever the planner thinks of the table's size.
_STORED = (
    "SELECT entry.object_id, entry.id, entry.title, entry.body, entry.autocomplete "  # noqa: S608  # nosec B608
    f"FROM json_each(%s) wanted CROSS JOIN {_ENTRIES} entry "
    "ON entry.content_type_id = %s AND entry.object_id = wanted.value"
)
_DELETE = f"DELETE FROM {_ENTRIES} WHERE id IN (SELECT value FROM json_each(%s))"  # noqa: S608  # nosec B608
# An id of NULL is given by the database.
_PARTS = ", ".join(f"json_extract(value, '$[{n}]')" for n in range(5))
_INSERT = (
    f"INSERT INTO {_ENTRIES} (content_type_id, id, object_id, title, body, autocomplete, title_norm) "  # noqa: S608  # nosec B608
    f"SELECT %s, {_PARTS}, 1.0 FROM json_each(%s)"
)
_COLUMNS: dict[Column, str] = {
    "title": "title",
    "anywhere": "{title body}",
    "autocomplete": "autocomplete",
}


def fts5(expression: Expression) -> str:
    """The expression in FTS5's language. Tokens have no quotes."""
    match expression:
        case Phrase(tokens, is_open):
            return f'"{" ".join(tokens)}"{" *" if is_open else ""}'
        case AllOf(parts):
            return f"({' AND '.join(map(fts5, parts))})"
        case AnyOf(parts):
            return f"({' OR '.join(map(fts5, parts))})"
        case Without(kept, excluded):
            return f"({fts5(kept)} NOT {fts5(excluded)})"


class SqliteStore:
    """An entry's id tells the object; only objects without whole numbers as keys need the entries' own table."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = connections[scope.using]

    def newest(
        self,
        conditions: Sequence[Condition],
        *,
        before: Hit | None = None,
        limit: int | None = None,
        within: QuerySet[Any] | None = None,
    ) -> list[Hit]:
        source, params = self._source(conditions)
        if before is not None:
            source += f" AND {_KEY} < %s"
            params.append(before.place)
        if within is not None:
            wanted, more = chosen_keys(within, self._scope.using)
            source += f" AND {self._pk} IN ({wanted})"
            params += more
        statement = f"SELECT {_KEY}, {self._pk} {source} ORDER BY {_KEY} DESC"
        if limit is not None:
            statement += " LIMIT %s"
            params.append(limit)
        with self._connection.cursor() as cursor:
            cursor.execute(statement, params)
            rows = cursor.fetchall()
        if self._scope.has_whole_numbers:
            return [Hit(place, pk) for place, pk in rows]
        to_python = self._scope.model._meta.pk.to_python
        return [Hit(place, to_python(pk)) for place, pk in rows]

    def count(
        self,
        conditions: Sequence[Condition],
        *,
        limit: int | None = None,
        within: QuerySet[Any] | None = None,
    ) -> int:
        source, params = self._source(conditions)
        if within is not None:
            chosen, more = is_chosen(within, self._scope.using, self._pk)
            source += f" AND {chosen}"
            params += more
        # A parent and its child may both have an entry for one object.
        several = len(self._scope.content_types) > 1
        what = f"DISTINCT {self._pk}" if several else "1"
        statement = f"SELECT {what} {source}"
        if limit is not None:
            statement += " LIMIT %s"
            params.append(limit)
        with self._connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({statement})", params)  # noqa: S608  # nosec B608
            return int(cursor.fetchone()[0])

    def reading(self) -> AbstractContextManager[None]:
        return nullcontext()

    def pks(self, conditions: Sequence[Condition]) -> RawSQL:
        source, params = self._source(conditions)
        return RawSQL(f"SELECT {self._pk} {source}", params)  # noqa: S611  # nosec B611

    @property
    def _pk(self) -> str:
        if self._scope.has_whole_numbers:
            return pk_in(_KEY)
        if isinstance(self._scope.model._meta.pk, UUIDField):
            return "REPLACE(entry.object_id, '-', '')"
        return "entry.object_id"

    def _source(self, conditions: Sequence[Condition]) -> tuple[str, list[Any]]:
        asked = " AND ".join(f"({_COLUMNS[c.column]} : {fts5(c.expression)})" for c in conditions)
        types = ", ".join(map(str, self._scope.content_types))
        if self._scope.has_whole_numbers:
            # Entries that another backend made have ids above, which tell nothing.
            return (
                f"FROM {_FTS} WHERE {_FTS} MATCH %s AND rowid < 0 AND {type_in(_KEY)} IN ({types})",
                [asked],
            )
        # CROSS JOIN: the full-text table comes first.
        return (
            f"FROM {_FTS} CROSS JOIN {_ENTRIES} entry ON entry.id = {_FTS}.rowid "
            f"WHERE {_FTS} MATCH %s AND entry.content_type_id IN ({types})",
            [asked],
        )


class SqliteWordIndex(WordIndex, SQLiteIndex):
    """Writes what differs, and nothing else. Triggers of modelsearch's migrations fill the FTS5 table."""

    _cache_size = -2000

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        if not model.get_search_fields():
            return
        type_pk = get_content_type_pk(model)
        documents = {document.object_id: document for document in map(Document.of, objs)}
        if not documents:
            return
        with transaction.atomic(using=self.write_connection.alias):
            stored = self._stored(type_pk, documents)
            rows: list[tuple[Any, ...]] = []
            replaced: list[int] = []
            for object_id, document in documents.items():
                columns = (document.titles, document.bodies, document.autocompletes)
                row = tuple(column_text(tokens for tokens, _value in column) for column in columns)
                old_key, old_row = stored.get(object_id, (None, ()))
                key = sort_key(document.obj, type_pk)
                key = old_key if key is None else key
                if (key, row) != (old_key, old_row):
                    rows.append((key, object_id, *row))
                    if old_key is not None:
                        replaced.append(old_key)
            self._write(type_pk, rows, replaced)

    def _stored(self, type_pk: int, object_ids: Iterable[str]) -> dict[str, tuple[int, Any]]:
        with self.write_connection.cursor() as cursor:
            cursor.execute(_STORED, [json.dumps(list(object_ids)), type_pk])
            return {object_id: (key, tuple(row)) for object_id, key, *row in cursor.fetchall()}

    def _write(self, type_pk: int, rows: list[tuple[Any, ...]], replaced: list[int]) -> None:
        """One statement for all rows: FTS5 writes out what it has gathered at the end of each.

        It also does where an id is smaller than the last.
        """
        rows.sort(key=lambda row: row[0] or 0)
        with self.write_connection.cursor() as cursor:
            if replaced:
                cursor.execute(_DELETE, [json.dumps(replaced)])
            if rows:
                cursor.execute(_INSERT, [type_pk, json.dumps(rows, ensure_ascii=False)])

    def prepare(self) -> None:
        """FTS5 merges what was written before; with the usual 2 MB it would read all of that from the file."""
        with self.write_connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size")
            self._cache_size = int(cursor.fetchone()[0])
            cursor.execute("PRAGMA cache_size = -65536")

    def tidy(self) -> None:
        """One tree instead of many, and no statistics that know an empty table."""
        with self.write_connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
            if cursor.fetchone():
                cursor.execute("PRAGMA analysis_limit = 1000")
                cursor.execute(f"ANALYZE {_ENTRIES}")
            cursor.execute(f"INSERT INTO {_FTS}({_FTS}) VALUES ('optimize')")  # noqa: S608  # nosec B608
            cursor.execute(f"PRAGMA cache_size = {self._cache_size}")


class SqliteWordCompiler(WordCompiler, SQLiteSearchQueryCompiler):
    def make_store(self, scope: Scope) -> SqliteStore:
        return SqliteStore(scope)


class SqliteAutocompleteCompiler(WordCompiler, SQLiteAutocompleteQueryCompiler):
    COLUMN = "autocomplete"

    def make_store(self, scope: Scope) -> SqliteStore:
        return SqliteStore(scope)


class SqliteWordResults(WordResults, SQLiteSearchResults):
    pass


class SqliteWordBackend(SQLiteSearchBackend):
    query_compiler_class = SqliteWordCompiler
    autocomplete_query_compiler_class = SqliteAutocompleteCompiler
    index_class = SqliteWordIndex
    results_class = SqliteWordResults
    rebuilder_class = Rebuilder
    atomic_rebuilder_class = AtomicRebuilder

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"ATOMIC_REBUILD": False, **params})
