"""The listings' section of the bench: what is measured at which size, in which order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.databases import Databases
from tests.bench.listings import reports
from tests.bench.listings.exporting import measure_exports
from tests.bench.listings.latency import Pages, measure_pages
from tests.bench.listings.servers import site_environment
from tests.bench.listings.stress import stress
from tests.bench.listings.throughput import measure_throughput
from tests.bench.listings.upkeep import measure_upkeep
from tests.bench.measuring import measure
from tests.bench.report import Section


@dataclass(frozen=True, slots=True)
class ListingBench:
    """``seconds`` for each contestant at each kind of question; ``questions`` at most of each kind.

    Stress happens at the smallest size: it looks for errors, and small pages come more often.
    """

    databases: Databases
    folder: Path
    say: Callable[[str], None]
    sizes: Sequence[int] = (10_000, 100_000, 1_000_000)
    questions: int = 60
    seconds: float = 3.0
    import_rows: int = 100_000
    stress_seconds: float = 60.0
    stress_rows: int = 300
    pages: dict[int, Pages] = field(default_factory=dict)

    def sections(self) -> Iterator[Section]:
        for rows in sorted(self.sizes):
            yield from self._size(rows)
        if len(self.sizes) > 1:
            yield reports.growth(self.pages, self.databases.name)
        if self.stress_seconds:
            yield self._stress(min(self.sizes))

    def _size(self, rows: int) -> Iterator[Section]:
        name = f"listings_{rows}"
        url, where = self.databases.url(name), self.databases.name
        sheet = self._sheet(rows)
        self.say(f"{rows:,} approvals: make the register")
        self.databases.create(name)
        made = measure(
            "listings.register.prepare",
            url,
            environment=site_environment(url, self.folder),
            rows=rows,
            sheet=str(sheet),
            sheet_rows=self.import_rows,
            small_sheet=str(self._sheet(rows, small=True)),
            small_rows=self.stress_rows,
        )
        if rows == min(self.sizes) and self.stress_seconds:
            self.databases.copy(name, "stress")
        self.say(f"{rows:,} approvals: pages")
        self.pages[rows] = measure_pages(
            url, self.folder, questions=self.questions, seconds=self.seconds
        )
        yield reports.pages(self.pages[rows], made, rows, where)
        self.say(f"{rows:,} approvals: throughput")
        rates = measure_throughput(url, self.folder, seconds=self.seconds)
        yield reports.throughput(rates, rows, where)
        self.say(f"{rows:,} approvals: exports")
        yield reports.exports(measure_exports(url, self.folder, rows=rows), rows, where)
        self.say(f"{rows:,} approvals: upkeep")
        yield reports.upkeep(measure_upkeep(url, self.folder, sheet=sheet), rows, where)

    def _stress(self, rows: int) -> Section:
        self.say(f"{rows:,} approvals: write while reading, {self.stress_seconds:g} s")
        seen = stress(
            self.databases.url("stress"),
            self.folder,
            sheet=self._sheet(rows, small=True),
            seconds=self.stress_seconds,
        )
        return reports.stressed(seen, self.stress_seconds, rows, self.databases.name)

    def _sheet(self, rows: int, *, small: bool = False) -> Path:
        return self.folder / f"listings_{rows}{'_small' if small else ''}.xlsx"
