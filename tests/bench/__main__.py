"""``make bench``: speed and memory of the pack beside its peers', in one run.

Ratios count, not seconds: what is compared runs in turns on the same machine and the same data. Imports run
each in a fresh process; pages come over loopback from the reference site's own server, and from the peers'.
``DATABASE_URL`` names a PostgreSQL server; without it SQLite is used.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.databases import databases
from tests.bench.import_section import ImportBench
from tests.bench.listings.section import ListingBench
from tests.bench.report import Section, as_json, as_table
from tests.bench.rules_section import RulesBench
from tests.bench.search.section import SearchBench

SECTIONS = ["imports", "listings", "search", "rules"]
_LISTING_SIZES = (10_000, 100_000, 1_000_000)
_SEARCH_SIZES = (100_000,)
_RULES_SIZES = (1_000_000,)


def main(arguments: Sequence[str] | None = None) -> None:
    chosen = _parser().parse_args(arguments)
    peer_rows = [*chosen.peer_rows, *([chosen.rows] if chosen.full_peer else [])]
    with (
        tempfile.TemporaryDirectory(prefix="xcms-bench-") as folder,
        databases(os.environ.get("DATABASE_URL", ""), Path(folder), str(os.getpid())) as made,
    ):
        sections = _Sections(chosen.json)
        if "imports" in chosen.section:
            bench = ImportBench(
                databases=made,
                folder=Path(folder),
                say=_say,
                rows=chosen.rows,
                csv_rows=chosen.csv_rows,
                peer_rows=peer_rows,
                repeats=chosen.repeats,
            )
            sections.add(bench.section())
        if "listings" in chosen.section:
            listings = ListingBench(
                databases=made,
                folder=Path(folder),
                say=_say,
                sizes=chosen.sizes or _LISTING_SIZES,
                questions=chosen.questions,
                seconds=chosen.seconds,
                import_rows=chosen.rows,
                stress_seconds=chosen.stress_seconds,
            )
            for section in listings.sections():
                sections.add(section)
        if "search" in chosen.section:
            search = SearchBench(
                databases=made,
                folder=Path(folder),
                say=_say,
                sizes=chosen.sizes or _SEARCH_SIZES,
            )
            for section in search.sections():
                sections.add(section)
        if "rules" in chosen.section:
            rules = RulesBench(
                databases=made,
                say=_say,
                rows=max(chosen.sizes or _RULES_SIZES),
                repeats=chosen.repeats,
            )
            sections.add(rules.section())
    sections.end()


class _Sections:
    """Tables are printed one by one, since the whole takes long; JSON is one object at the end."""

    def __init__(self, is_json: bool) -> None:
        self._is_json = is_json
        self._sections: list[Section] = []

    def add(self, section: Section) -> None:
        self._sections.append(section)
        if not self._is_json:
            sys.stdout.write(as_table([section]))
            sys.stdout.flush()

    def end(self) -> None:
        if self._is_json:
            sys.stdout.write(as_json(self._sections) + "\n")


def _say(what: str) -> None:
    sys.stderr.write(f"bench: {what}\n")
    sys.stderr.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument(
        "--section",
        nargs="+",
        choices=SECTIONS,
        default=SECTIONS,
        help="what to measure; everything unless told otherwise",
    )
    parser.add_argument("--rows", type=int, default=100_000, help="approvals in the XLSX file")
    parser.add_argument(
        "--csv-rows", type=int, default=1_000_000, help="approvals in the CSV file; 0 for none"
    )
    parser.add_argument(
        "--peer-rows",
        type=int,
        nargs="*",
        default=[5_000, 20_000],
        help="sizes at which django-import-export is measured; none to leave it out",
    )
    parser.add_argument(
        "--full-peer", action="store_true", help="measure it at --rows as well: many minutes"
    )
    parser.add_argument("--repeats", type=int, default=3, help="of each import")
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        help="approvals in the registers whose pages are measured (10,000, 100,000 and 1,000,000), "
        "documents that are searched (100,000)",
    )
    parser.add_argument(
        "--questions", type=int, default=60, help="of each kind that a list is asked, at most"
    )
    parser.add_argument(
        "--seconds", type=float, default=3.0, help="for each contestant and kind of question"
    )
    parser.add_argument(
        "--stress-seconds", type=float, default=60.0, help="of writing while reading; 0 for none"
    )
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    main()
