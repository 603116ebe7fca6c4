"""The rules section of the bench: a whole batch against every rule, beside reading its lines."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from tests.bench.databases import Databases
from tests.bench.measuring import Measured, measure
from tests.bench.report import Line, Ratio, Section

_TARGET = 3.0


@dataclass(frozen=True, slots=True)
class RulesBench:
    databases: Databases
    say: Callable[[str], None]
    rows: int = 1_000_000
    repeats: int = 3

    def section(self) -> Section:
        self.say(f"rules: {self.rows:,} lines, make them")
        self.databases.create("rules")
        url = self.databases.url("rules")
        measure("rules.prepare", url, rows=self.rows)
        self.say("rules: check them")
        runs = [measure("rules.check", url) for _number in range(self.repeats)]
        return self._report(runs)

    def _report(self, runs: list[Measured]) -> Section:
        def seconds(part: str) -> float:
            return median(run.seconds[part] for run in runs)

        counts = runs[0].counts
        section = Section(
            f"Rules on {counts['lines']:,} lines on {self.databases.name}, "
            f"medians of {self.repeats}: every kind of rule"
        )
        read = seconds("read")
        peak = max((run.peak for run in runs if run.peak is not None), default=None)
        section.add(Line("read the lines", read))
        for part in ("in force", "applied for"):
            section.add(
                Line(
                    f"check them as {part}",
                    seconds(part),
                    peak if part == "applied for" else None,
                    Ratio(seconds(part) / read, "reading them", _TARGET),
                    note=f"{counts[part]:,} findings",
                )
            )
        section.add(
            Line("words for what is not met", seconds("words"), note=f"{counts['not met']:,}")
        )
        return section
