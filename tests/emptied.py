"""The database between two tests that commit: as the migrations, or the demo, left it, in a few statements.

Django empties every table, on PostgreSQL by a TRUNCATE that takes seconds, and makes permissions, content types and
regions again, row by row. Here only what has rows is emptied, and the rows that there were at first come back.
"""

# ruff: noqa: S608 - the names are those of tables and columns
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction


class KeptRows:
    """Copies of the tables that have rows now; ``name`` tells several such copies apart."""

    def __init__(self, name: str) -> None:
        self._prefix = f"kept_{name}_"
        self._tables = connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        with transaction.atomic(), connection.cursor() as cursor:
            self._copies = {}
            for table in self._filled():
                cursor.execute(f"SELECT * FROM {_quoted(table)} LIMIT 0")
                names = (column[0] for column in cursor.description or ())
                self._copies[table] = ", ".join(map(_quoted, names))
                kept = _quoted(self._prefix + table)
                cursor.execute(f"DROP TABLE IF EXISTS {kept}")
                cursor.execute(f"CREATE TABLE {kept} AS SELECT * FROM {_quoted(table)}")

    def bring_back(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # Keys are whole again at the end: no need to look for each row that names another.
                cursor.execute("SET LOCAL session_replication_role = replica")
            for table in self._filled():
                cursor.execute(f"DELETE FROM {_quoted(table)}")
            for table, columns in self._copies.items():
                cursor.execute(
                    f"INSERT INTO {_quoted(table)} ({columns})"
                    f" SELECT {columns} FROM {_quoted(self._prefix + table)}"
                )
        ContentType.objects.clear_cache()

    def _filled(self) -> list[str]:
        """Those of Django's tables that have rows: one query."""
        asked = " UNION ALL ".join(
            f"SELECT {number} WHERE EXISTS (SELECT 1 FROM {_quoted(table)})"
            for number, table in enumerate(self._tables)
        )
        with connection.cursor() as cursor:
            cursor.execute(asked)
            return [self._tables[number] for (number,) in cursor.fetchall()]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
