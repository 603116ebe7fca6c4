"""``make bench`` at a size that takes seconds: it runs, and what it compares did the same work."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils.module_loading import import_string

from registry.models import Approval, ApprovalDecision
from tests.bench import import_section, report
from tests.bench import settings as bench_settings
from tests.bench.databases import PostgresDatabases, SqliteDatabases
from tests.bench.measuring import Clock, Measured, MeasurementFailedError, measure
from tests.sheets import xlsx_bytes

ROWS, CSV_ROWS, PEER_ROWS = 60, 90, 30


class OneDatabase:
    """The test's own; a copy is the same one, emptied."""

    name = "test"

    def url(self, name: str) -> str:
        return ""

    def create(self, name: str) -> str:
        return ""

    def copy(self, source: str, target: str) -> str:
        ApprovalDecision.objects.all()._raw_delete("default")
        Approval.objects.all()._raw_delete("default")
        return ""


def measure_here(name: str, database_url: str, **arguments: Any) -> Measured:
    clock = Clock()
    import_string(f"tests.bench.{name}")(clock, **arguments)
    return Measured(clock.seconds, clock.counts, 100.0)


@pytest.fixture
def bench(
    db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> import_section.ImportBench:
    monkeypatch.setattr(import_section, "measure", measure_here)
    settings.XCMS = bench_settings.XCMS
    return import_section.ImportBench(
        databases=OneDatabase(),
        folder=tmp_path,
        say=lambda what: None,
        rows=ROWS,
        csv_rows=CSV_ROWS,
        peer_rows=[PEER_ROWS],
        repeats=1,
    )


def test_the_import_bench_compares_the_same_work(bench: import_section.ImportBench) -> None:
    section = bench.section()

    def counted(run: str, name: str) -> int:
        return bench.runs[run][0].counts[name]

    assert counted("calamine", "rows") == ROWS
    assert [counted(run, "approvals") for run in ("first", "bulk_create", "raw")] == [ROWS] * 3
    assert [counted(run, "decisions") for run in ("first", "bulk_create", "raw")] == [ROWS] * 3
    assert (counted("first", "new"), counted("first", "warnings")) == (ROWS, 0)
    assert counted("again", "unchanged") == ROWS
    assert counted("changed", "updated") == ROWS // 10
    assert (counted("wizard", "approvals"), counted("wizard", "left")) == (ROWS, 0)
    assert counted("csv", "new") == CSV_ROWS
    assert counted(f"peer {PEER_ROWS}", "decisions") == PEER_ROWS
    assert counted("row by row", "decisions") == PEER_ROWS
    targets = [line.ratio.target for line in section.lines if line.ratio and line.ratio.target]
    assert targets == [1.5, 2, 1, 50, 50]


def test_the_table_says_what_is_met_and_what_is_extrapolated(
    bench: import_section.ImportBench,
) -> None:
    section = bench.section()

    table = report.as_table([section])
    assert f"{ROWS} rows, extrapolated from {PEER_ROWS}" in table
    assert "100 MB (≤ 300 ✓)" in table
    lines = json.loads(report.as_json([section]))[0]["lines"]
    assert [line["label"] for line in lines] == [line.label for line in section.lines]


def test_a_ratio_is_held_against_its_bound() -> None:
    assert report.Ratio(1.5, "calamine", 1.5).is_met
    assert not report.Ratio(1.51, "calamine", 1.5).is_met
    assert report.Ratio(50, "ours", 50, at_least=True).is_met
    assert not report.Ratio(49, "ours", 50, at_least=True).is_met
    assert report.Ratio(3, "ours").is_met is None


def test_a_measurement_is_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(xlsx_bytes(["学校名称"], ["甲"], ["乙"]))
    url = SqliteDatabases(tmp_path).url("none")

    measured = measure("bare.calamine", url, path=str(path))
    assert measured.counts == {"rows": 2}
    assert measured.seconds["read"] > 0
    with pytest.raises(MeasurementFailedError, match="No such file"):
        measure("bare.calamine", url, path=str(tmp_path / "gone.xlsx"))


def test_databases_of_the_bench_never_are_the_one_that_is_named(tmp_path: Path) -> None:
    made = PostgresDatabases("postgres://postgres@127.0.0.1:5432/site", "7")
    assert made.url("base") == "postgres://postgres@127.0.0.1:5432/bench_site_7_base"
    sqlite = SqliteDatabases(tmp_path)
    (tmp_path / "base.sqlite3").write_bytes(b"rows")
    (tmp_path / "copy.sqlite3-wal").write_bytes(b"old")
    sqlite.copy("base", "copy")
    assert (tmp_path / "copy.sqlite3").read_bytes() == b"rows"
    assert not (tmp_path / "copy.sqlite3-wal").exists()
