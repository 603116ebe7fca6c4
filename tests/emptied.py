"""The database between two tests that commit: as the migrations left it, in a few statements.

Django empties every table, on PostgreSQL by a TRUNCATE that takes seconds, and makes permissions, content types and
regions again, row by row. Here only what has rows is emptied, and the rows that there were at first come back.
"""

# ruff: noqa: S608 - the names are those of tables and columns
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

PREFIX = "kept_by_tests_"


class FirstRows:
    """Copies of the tables that have rows before the first test."""

    def __init__(self) -> None:
        self._tables = connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        with transaction.atomic(), connection.cursor() as cursor:
            self._copies = {}
            for table in self._filled():
                columns = connection.introspection.get_table_description(cursor, table)
                self._copies[table] = ", ".join(_quoted(column.name) for column in columns)
                kept = _quoted(PREFIX + table)
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
                    f" SELECT {columns} FROM {_quoted(PREFIX + table)}"
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
