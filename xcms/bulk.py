"""Many rows at once, past the ORM's objects: for services that write by the hundred thousand.

The caller is inside ``register_write()`` and has checked the rows; constraints still hold.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Field, Model, QuerySet

_CHUNK = 5_000
# Rows are tuples: of larger pieces so many live at once that collecting garbage takes as long as reading.
_PIECE = 2_000
_PLAIN = {int, str, type(None)}

Array = npt.NDArray[Any]


def fetch_arrays(
    queryset: QuerySet[Any, Any], converters: Mapping[str, Callable[[Sequence[Any]], Array]]
) -> list[Array]:
    """These columns (by attname) of every row, each converted to an array piece by piece.

    Converters get values as the database driver gives them (SQLite: dates as ISO texts). One query; no
    object per row outlives its piece.
    """
    pieces: list[list[Array]] = [[] for _ in converters]
    try:
        sql, params = queryset.values_list(*converters).query.get_compiler(queryset.db).as_sql()
    except EmptyResultSet:
        return [convert(()) for convert in converters.values()]
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(_PIECE):
            for piece, convert, values in zip(
                pieces, converters.values(), zip(*rows, strict=True), strict=True
            ):
                piece.append(convert(values))
    return [
        np.concatenate(piece) if piece else convert(())
        for piece, convert in zip(pieces, converters.values(), strict=True)
    ]


def allocate_keys(model: type[Model], count: int) -> list[int]:
    """So many primary keys that no row has or had. Holds for the running transaction."""
    table, key = model._meta.db_table, model._meta.pk
    column = connection.ops.quote_name(str(key.column if key else "id"))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), column.strip('"'), count],
            )
            return [row[0] for row in cursor.fetchall()]
        # The writer's lock is held, so nobody else inserts. SQLite remembers keys of deleted rows apart.
        cursor.execute(
            f"SELECT MAX(COALESCE((SELECT MAX({column}) FROM {connection.ops.quote_name(table)}), 0), "  # noqa: S608  # nosec B608
            "COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))",
            [table],
        )
        first = cursor.fetchone()[0] + 1
    return list(range(first, first + count))


def insert_columns(model: type[Model], columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows given as columns by attname, every concrete field named, values fit for the field."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in columns]
    rows = zip(
        *(_prepared(field, values) for field, values in zip(fields, columns.values(), strict=True)),
        strict=True,
    )
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    into = f"{connection.ops.quote_name(model._meta.db_table)} ({names})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and hasattr(cursor, "copy"):
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(fields))
        # The driver takes them one by one, whatever the annotation says.
        cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", cast(Any, rows))  # noqa: S608  # nosec B608


def _prepared(field: "Field[Any, Any]", values: Sequence[Any]) -> Iterable[Any]:
    """Values as the driver wants them, each distinct one prepared once; numbers and texts are fit already."""
    if {*map(type, values)} <= _PLAIN:
        return values
    prepared = {value: field.get_db_prep_save(value, connection) for value in set(values)}
    return map(prepared.__getitem__, values)


def chunks(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    """Of a length that every database takes in one IN list."""
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
