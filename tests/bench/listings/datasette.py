"""Datasette on the same rows: its fastest settings, an immutable file with its counts known beforehand."""

import json
import sqlite3
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.bench.listings.by_hand import COLUMNS
from tests.bench.listings.questions import PAGE_SIZE, Question

_FACETS = ("region_code", "school_level", "organization_key", "level")
_SETTINGS = {
    "default_page_size": PAGE_SIZE,
    "suggest_facets": "off",
    "facet_time_limit_ms": 60_000,
    "sql_time_limit_ms": 60_000,
    "default_facet_size": 200,
    "max_returned_rows": 1000,
    "default_cache_ttl": 0,
}


def is_there() -> bool:
    return find_spec("datasette") is not None


def take_rows(database_url: str, folder: Path) -> Path:
    """A file with the peers' table alone, its indexes and statistics, and what Datasette counts beforehand."""
    path = folder / "peer.sqlite3"
    path.unlink(missing_ok=True)
    source = urlsplit(database_url).path
    with sqlite3.connect(path) as target:
        target.execute("ATTACH ? AS site", [source])
        for (statement,) in target.execute(
            "SELECT sql FROM site.sqlite_master WHERE tbl_name = 'bench_line' AND sql IS NOT NULL "
            "ORDER BY type DESC"
        ).fetchall():
            target.execute(statement)
        target.execute("INSERT INTO bench_line SELECT * FROM site.bench_line ORDER BY id")
    target.execute("ANALYZE")
    target.close()
    counts = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "datasette", "inspect", str(path)],
        check=True,
        capture_output=True,
    ).stdout
    (folder / "inspect.json").write_bytes(counts)
    return path


def command(path: Path, port: int) -> list[str]:
    options = [part for key, value in _SETTINGS.items() for part in ("--setting", key, str(value))]
    counted = str(path.parent / "inspect.json")
    return [
        *(sys.executable, "-m", "datasette", "serve", "--immutable", str(path)),
        *("--inspect-file", counted, "--host", "127.0.0.1", "--port", str(port), *options),
    ]


def address(question: Question, extension: str = "") -> str:
    """The table's page with the question's filters and four facets. It has no facets that ignore their own choice."""
    pairs = [("status__exact", "in_force"), ("_size", str(PAGE_SIZE))]
    pairs += [(f"{COLUMNS[key]}__in", ",".join(values)) for key, values in question.filters.items()]
    pairs += [("_facet", column) for column in _FACETS]
    if question.q:
        pairs.append(("_where", _named(question.q)))
    if question.sort:
        pairs.append(("_sort_desc" if question.sort.startswith("-") else "_sort", "quota"))
    if question.page > 1:
        # By key, as its own link to the next page says: it has no page numbers.
        pairs.append(("_next", str((question.page - 1) * PAGE_SIZE)))
    return f"/peer/bench_line{extension}?{urlencode(pairs)}"


def count(answer: bytes) -> int:
    return int(json.loads(answer)["filtered_table_rows_count"])


def _named(text: str) -> str:
    names = ("school_name", "certificate_name", "organization_name", "major_name")
    return f"""({" or ".join(f"{name} like '%{text}%'" for name in names)})"""
