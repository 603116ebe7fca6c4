"""What the database should know before it reads a list from its first row to its last."""

from typing import Any

from django.db import connections
from django.db.models import QuerySet

#: More rows than this are many.
_MANY = 20_000


def has_more_than(rows: QuerySet[Any], number: int) -> bool:
    """One query, which stops there: cheaper than a count where there are very many."""
    return rows.order_by().values("pk")[number : number + 1].exists()


def expect_whole_list(rows: QuerySet[Any]) -> None:
    """Keep PostgreSQL from joining a long list row by row, until the end of the transaction.

    It takes computed conditions (a status) for true of one row in 200, and then walks all lines again for
    every school: 160 million comparisons for 200,000 lines. Of a short list it must go on joining so.
    """
    connection = connections[rows.db]
    if (
        connection.vendor == "postgresql"
        and connection.in_atomic_block
        and has_more_than(rows, _MANY)
    ):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_nestloop = off")
