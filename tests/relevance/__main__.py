"""``python -m tests.relevance``: how right search engines are, over the documents and queries of this folder.

``DATABASE_URL`` names a PostgreSQL server, on which databases are made and dropped; without it SQLite is used.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.relevance.asking import ask
from tests.relevance.engines import ENGINES, EngineMissingError
from tests.relevance.judgements import Half
from tests.relevance.report import Row, as_table, misses, rows


def main(arguments: Sequence[str] | None = None) -> None:
    chosen = _parser().parse_args(arguments)
    url = os.environ.get("DATABASE_URL", "")
    database = "PostgreSQL" if url.startswith(("postgres", "pgsql")) else "SQLite"
    with tempfile.TemporaryDirectory(prefix="xcms-relevance-") as folder:
        asked = ask(chosen.engine, url, Path(folder))
    found: list[Row] = []
    for engine, answers in asked.items():
        if isinstance(answers, EngineMissingError):
            sys.stderr.write(f"relevance: {engine} is not there: {answers}\n")
            continue
        found += rows(database, engine, answers)
        if chosen.misses:
            half = None if chosen.misses == "both" else Half(chosen.misses)
            sys.stderr.write("\n".join(misses(engine, answers, half)) + "\n")
    if chosen.json:
        sys.stdout.write(json.dumps([asdict(row) for row in found], indent=1) + "\n")
    else:
        sys.stdout.write(as_table(found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.relevance", description=__doc__)
    parser.add_argument("--engine", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--misses",
        nargs="?",
        const=Half.TUNING.value,
        choices=[*Half, "both"],
        help="print wrong and missing documents, of the tuning half unless told otherwise",
    )
    return parser


if __name__ == "__main__":
    main()
