"""The same answers by hand-written SQL on the peers' indexed table: no framework, no page, no server."""

from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit

from tests.bench.listings.questions import PAGE_SIZE, Question, needle

#: The peers' columns by the filter keys of the public list.
COLUMNS = {
    "region": "region_code",
    "school_level": "school_level",
    "organization": "organization_key",
    "certificate": "certificate_key",
    "certificate_level": "level",
}
_FACETS = ("region", "school_level", "organization", "certificate_level")
_ROW = (
    "school_name, region_name, certificate_name, level, major_name, quota, effective_from, status"
)
# The few names first, then their lines: what a plain OR over three joined tables leaves to the planner.
_NAMED = " OR ".join(
    f"{column} IN (SELECT id FROM {table} WHERE search_text LIKE {{mark}})"  # noqa: S608
    for column, table in (
        ("school_id", "xcms_registry_school"),
        ("certificate_id", "xcms_registry_certificate"),
        ("major_id", "xcms_registry_major"),
    )
)


class Connection(Protocol):
    def execute(self, statement: Any, parameters: Any = ...) -> Any: ...


class ByHand:
    def __init__(self, url: str) -> None:
        self._connection, self._mark = _connect(url)

    def answer(self, question: Question) -> int:
        """Count, four facets and the page's rows; gives back the count."""
        where, values = self._where(question)
        order = {"quota": "quota, place", "-quota": "quota DESC, place DESC"}.get(
            question.sort, "place"
        )
        ((count,),) = self._all(f"SELECT count(*) FROM bench_line WHERE {where}", values)  # noqa: S608
        for facet in _FACETS:
            column = COLUMNS[facet]
            others, given = self._where(question, without=facet)
            self._all(
                f"SELECT {column}, count(*) FROM bench_line WHERE {others} GROUP BY {column}",  # noqa: S608
                given,
            )
        skipped = (question.page - 1) * PAGE_SIZE
        self._all(
            f"SELECT {_ROW} FROM bench_line WHERE {where} ORDER BY {order} "  # noqa: S608
            f"LIMIT {PAGE_SIZE} OFFSET {skipped}",
            values,
        )
        return int(count)

    def choices(self) -> dict[str, list[str]]:
        """The values that each filter finds something with."""
        return {
            key: [
                row[0]
                for row in self._all(
                    f"SELECT DISTINCT {column} FROM bench_line "  # noqa: S608
                    f"WHERE status = 'in_force' AND {column} <> '' ORDER BY {column}",
                    (),
                )
            ]
            for key, column in COLUMNS.items()
        }

    def close(self) -> None:
        self._connection.close()

    def _where(self, question: Question, without: str = "") -> tuple[str, list[str]]:
        parts = ["status = 'in_force'"]
        values: list[str] = []
        for key, chosen in question.filters.items():
            if key != without:
                parts.append(f"{COLUMNS[key]} IN ({', '.join([self._mark] * len(chosen))})")
                values += chosen
        if question.q:
            parts.append(f"({_NAMED.format(mark=self._mark)})")
            values += [f"%{needle(question.q)}%"] * 3
        return " AND ".join(parts), values

    def _all(self, statement: str, values: Sequence[str]) -> list[Any]:
        rows: list[Any] = self._connection.execute(statement, values).fetchall()
        return rows


def _connect(url: str) -> tuple[Any, str]:
    if url.startswith("sqlite"):
        import sqlite3

        return sqlite3.connect(urlsplit(url).path, check_same_thread=False), "?"
    import psycopg

    return psycopg.connect(url, autocommit=True), "%s"
