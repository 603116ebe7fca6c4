"""What was measured, as one table that people read or one object that scripts do."""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure held against a target. ``target`` is the bound; ``at_least`` says on which side to stay."""

    value: float
    of: str
    target: float | None = None
    at_least: bool = False

    @property
    def is_met(self) -> bool | None:
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target

    def describe(self) -> str:
        if self.value < 0.1:
            return f"{self.value:.3f}× {self.of}"
        return f"{self.value:.2f}× {self.of}" if self.value < 10 else f"{self.value:.0f}× {self.of}"

    def describe_target(self) -> str:
        if self.target is None:
            return ""
        return f"{'≥' if self.at_least else '≤'} {self.target:g}× {_MARKS[self.is_met]}"


_MARKS = {True: "✓", False: "✗", None: ""}


@dataclass(frozen=True, slots=True)
class Line:
    """One measured thing: seconds are the median of the repetitions, peak in MB is their highest.

    ``also``: what else it is compared with, each on a line of its own. ``is_held`` says of what the note states
    whether it is as it must be.
    """

    label: str
    seconds: float | None = None
    peak: float | None = None
    ratio: Ratio | None = None
    peak_target: float | None = None
    note: str = ""
    p95: float | None = None
    also: Sequence[Ratio] = ()
    is_held: bool | None = None

    @property
    def is_peak_met(self) -> bool | None:
        if self.peak_target is None or self.peak is None:
            return None
        return self.peak <= self.peak_target

    def rows(self) -> Iterator[tuple[str, ...]]:
        yield self.cells()
        for ratio in self.also:
            yield ("", "", ratio.describe(), ratio.describe_target(), "", "")

    def cells(self) -> tuple[str, ...]:
        peak = "" if self.peak is None else f"{self.peak:.0f} MB"
        if self.is_peak_met is not None:
            peak += f" (≤ {self.peak_target:g} {_MARKS[self.is_peak_met]})"
        return (
            self.label,
            self._time(),
            self.ratio.describe() if self.ratio else "",
            self.ratio.describe_target() if self.ratio else "",
            peak,
            f"{self.note} {_MARKS[self.is_held]}".strip(),
        )

    def _time(self) -> str:
        if self.seconds is None:
            return ""
        if self.p95 is None:
            return f"{self.seconds:.2f} s"
        return f"{self.seconds * 1000:.2f} ms, p95 {self.p95 * 1000:.2f}"


@dataclass(slots=True)
class Section:
    title: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, line: Line) -> None:
        self.lines.append(line)


_HEADINGS = ("", "median", "ratio", "target", "peak", "")


def as_table(sections: Iterable[Section]) -> str:
    parts: list[str] = []
    for section in sections:
        rows = [_HEADINGS, *(row for line in section.lines for row in line.rows())]
        widths = [max(_width(row[i]) for row in rows) for i in range(len(_HEADINGS))]
        parts += ["", section.title, *(_laid_out(row, widths) for row in rows)]
        parts += [f"\n{note}" for note in section.notes]
    return "\n".join(parts) + "\n"


def _laid_out(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(
        text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)
    ).rstrip()


def _width(text: str) -> int:
    """On a terminal a Chinese glyph is two columns wide."""
    return sum(2 if unicodedata.east_asian_width(glyph) in "WF" else 1 for glyph in text)


def as_json(sections: Iterable[Section]) -> str:
    return json.dumps(
        [
            {
                "section": section.title,
                "lines": [
                    {**asdict(line), "is_met": line.ratio.is_met if line.ratio else None}
                    for line in section.lines
                ],
                "notes": section.notes,
            }
            for section in sections
        ],
        ensure_ascii=False,
        indent=1,
    )
