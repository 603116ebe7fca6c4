"""The import's section of the bench: what is measured, in which order, against what."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.databases import Databases
from tests.bench.measuring import Measured, MeasurementFailedError, measure
from tests.bench.report import Line, Ratio, Section

_PEAK = 300
#: The peer's default mode saves row by row: so many rows say enough.
_ROW_BY_ROW = 2_000


@dataclass(frozen=True, slots=True)
class ImportBench:
    """``peer_rows``: django-import-export takes minutes, so it gets smaller files; up to the largest of
    them it is measured, beyond that its time is extrapolated row by row."""

    databases: Databases
    folder: Path
    say: Callable[[str], None]
    rows: int = 100_000
    csv_rows: int = 1_000_000
    peer_rows: Sequence[int] = (5_000, 20_000)
    repeats: int = 3
    runs: dict[str, list[Measured]] = field(default_factory=lambda: defaultdict(list))

    def section(self) -> Section:
        base = self.databases.url("base")
        self.say("prepare the database and the files")
        measure("data.prepare", base)
        sizes = sorted({self.rows, *self.peer_rows, *self._row_by_row()})
        for rows in sizes:
            self._make("xlsx", rows)
        self._make("xlsx", self.rows, changed=True)
        for number in range(1, self.repeats + 1):
            self.say(f"repetition {number} of {self.repeats}")
            self._repetition()
            for rows in self._row_by_row():
                self._run(
                    "row by row",
                    "peers.import_export",
                    self._copy(),
                    path=self._path("xlsx", rows),
                    in_bulk=False,
                )
            for rows in self.peer_rows:
                # Once is enough where it takes minutes.
                if number == 1 or rows == min(self.peer_rows):
                    self._beside_the_peer(rows)
        if self.csv_rows:
            self.say(f"{self.csv_rows:,} rows of CSV")
            self._make("csv", self.csv_rows)
            self._run(
                "csv", "imports.import_sheet", self._copy(), path=self._path("csv", self.csv_rows)
            )
        return self._report()

    def _row_by_row(self) -> list[int]:
        return [min(_ROW_BY_ROW, *self.peer_rows)] if self.peer_rows else []

    # What is measured

    def _repetition(self) -> None:
        path = self._path("xlsx", self.rows)
        ours = self._copy()
        self._run("rest", "bare.rest", ours)
        self._run("calamine", "bare.calamine", ours, path=path)
        self._run("first", "imports.import_sheet", ours, path=path)
        self._run("preview again", "imports.import_sheet", ours, path=path, preview=True)
        self._run("again", "imports.import_sheet", ours, path=path)
        changed = self._path("xlsx", self.rows, changed=True)
        self._run("changed", "imports.import_sheet", ours, path=changed)
        self._run("wizard", "wizard.import_in_steps", self._copy(), path=path)
        self._run("bulk_create", "bare.bulk_create", self._copy(), rows=self.rows)
        self._run("raw", "bare.raw", self._copy(), rows=self.rows)

    def _beside_the_peer(self, rows: int) -> None:
        path = self._path("xlsx", rows)
        self._run(f"ours {rows}", "imports.import_sheet", self._copy(), path=path)
        self._run(f"peer {rows}", "peers.import_export", self._copy(), path=path)
        ours, theirs = self.runs[f"ours {rows}"][-1], self.runs[f"peer {rows}"][-1]
        for counted in ("new", "approvals", "decisions"):
            if ours.counts[counted] != theirs.counts[counted]:
                raise MeasurementFailedError(f"the peer wrote other {counted} than we did")

    def _run(self, label: str, name: str, database: str, **arguments: Any) -> None:
        self.runs[label].append(measure(name, database, **arguments))

    def _copy(self) -> str:
        return self.databases.copy("base", "copy")

    def _path(self, kind: str, rows: int, *, changed: bool = False) -> str:
        return str(self.folder / f"approvals_{rows}{'_changed' if changed else ''}.{kind}")

    def _make(self, kind: str, rows: int, *, changed: bool = False) -> None:
        path = self._path(kind, rows, changed=changed)
        measure(
            "data.make_sheet", self.databases.url("base"), path=path, rows=rows, changed=changed
        )

    # What it says

    def _seconds(self, label: str, *parts: str) -> float:
        return median(
            sum(run.seconds[part] for part in parts) if parts else sum(run.seconds.values())
            for run in self.runs[label]
        )

    def _peak(self, label: str) -> float | None:
        peaks = [run.peak for run in self.runs[label] if run.peak is not None]
        return max(peaks) if peaks else None

    def _line(
        self, label: str, run: str, *parts: str, ratio: Ratio | None = None, peak: bool = False
    ) -> Line:
        return Line(
            label,
            self._seconds(run, *parts),
            self._peak(run) if peak else None,
            ratio,
            _PEAK if peak and run == "first" else None,
        )

    def _report(self) -> Section:
        section = Section(
            f"Import of {self.rows:,} approvals from XLSX on {self.databases.name}, "
            f"medians of {self.repeats}"
        )
        calamine, bulk = self._seconds("calamine"), self._seconds("bulk_create")
        whole = self._seconds("first")

        def times(label: str, *parts: str, of: float, name: str, target: float | None) -> Ratio:
            return Ratio(self._seconds(label, *parts) / of, name, target)

        section.add(Line("a process of the site at rest", peak=self._peak("rest")))
        section.add(self._line("calamine's own read", "calamine"))
        section.add(self._line("bare bulk_create of both tables", "bulk_create"))
        section.add(
            self._line(
                "the driver's own insert",
                "raw",
                ratio=times("raw", of=bulk, name="bulk_create", target=None),
            )
        )
        for label, parts, target in (
            ("read", ("read",), None),
            ("match, validate, diff", ("judge",), None),
            ("= preview", ("read", "judge"), 1.5),
        ):
            ratio = times("first", *parts, of=calamine, name="calamine", target=target)
            section.add(self._line(label, "first", *parts, ratio=ratio))
        ratio = times("first", "write", of=bulk, name="bulk_create", target=2)
        section.add(self._line("write", "first", "write", ratio=ratio))
        section.add(self._line("whole import", "first", peak=True))
        preview = self._seconds("preview again")
        section.add(self._line("the same file's preview", "preview again"))
        ratio = times("again", of=preview, name="its preview", target=1)
        section.add(self._line("the same file again", "again", ratio=ratio, peak=True))
        ratio = times("changed", of=whole, name="the first import", target=None)
        section.add(self._line("10 % other quotas", "changed", ratio=ratio, peak=True))
        for label, part in (
            ("wizard: upload", "park"),
            ("wizard: preview, every row kept", "preview"),
            ("wizard: confirm", "confirm"),
            ("wizard: undo", "undo"),
        ):
            section.add(self._line(label, "wizard", part, peak=part == "undo"))
        self._report_peer(section, whole)
        if self.csv_rows:
            self._report_csv(section)
        return section

    def _report_peer(self, section: Section, whole: float) -> None:
        for rows in self.peer_rows:
            ours, theirs = self._seconds(f"ours {rows}"), self._seconds(f"peer {rows}")
            section.add(self._line(f"ours, {rows:,} rows", f"ours {rows}", peak=True))
            ratio = Ratio(
                theirs / ours,
                "ours",
                50 if rows == self.rows else None,
                at_least=True,
            )
            label = f"django-import-export, {rows:,} rows"
            section.add(self._line(label, f"peer {rows}", ratio=ratio, peak=True))
        for rows in self._row_by_row():
            self._extrapolate(section, "row by row", rows, whole, "as it comes, row by row")
        if self.peer_rows and self.rows not in self.peer_rows:
            largest = max(self.peer_rows)
            self._extrapolate(section, f"peer {largest}", largest, whole, "tuned, in bulk")

    def _extrapolate(self, section: Section, run: str, rows: int, whole: float, mode: str) -> None:
        seconds = self._seconds(run) / rows * self.rows
        section.add(
            Line(
                f"django-import-export, {mode}",
                seconds,
                None,
                Ratio(seconds / whole, "ours", 50, at_least=True),
                note=f"{self.rows:,} rows, extrapolated from {rows:,}",
            )
        )

    def _report_csv(self, section: Section) -> None:
        section.add(
            Line(
                f"{self.csv_rows:,} rows of CSV",
                self._seconds("csv"),
                self._peak("csv"),
                Ratio(
                    self._seconds("csv") / self._seconds("first") * self.rows / self.csv_rows,
                    "the XLSX import, row by row",
                ),
                note="、".join(
                    f"{name} {seconds:.1f} s"
                    for name, seconds in self.runs["csv"][0].seconds.items()
                ),
            )
        )
