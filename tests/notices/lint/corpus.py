"""Sentences with what must be found in them, and how well the checks do."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from notices.lint.checks import lint
from notices.lint.findings import Finding
from notices.lint.texts import Kind, Passage, Text

HALVES = ("tuning", "held_out")
_DATED = date(2020, 5, 21)


@dataclass(frozen=True)
class Case:
    text: Text
    expected: frozenset[str]

    @property
    def words(self) -> str:
        return " / ".join(passage.text for passage in self.text.passages)

    def found(self) -> frozenset[str]:
        return frozenset(finding.code for finding in lint(self.text))


@dataclass
class Score:
    """By code: what was rightly found, wrongly found and missed."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)

    def precision(self, *codes: str) -> float:
        chosen = codes or tuple(self.right | self.wrong)
        right, wrong = _sum(self.right, chosen), _sum(self.wrong, chosen)
        return right / (right + wrong) if right + wrong else 1.0

    def recall(self, *codes: str) -> float:
        chosen = codes or tuple(self.right | self.missed)
        right, missed = _sum(self.right, chosen), _sum(self.missed, chosen)
        return right / (right + missed) if right + missed else 1.0

    @property
    def codes(self) -> list[str]:
        return sorted(self.right | self.wrong | self.missed)


def _sum(counter: Counter[str], codes: tuple[str, ...]) -> int:
    return sum(counter[code] for code in codes)


def passages(*texts: str, kind: Kind = Kind.PARAGRAPH) -> list[Passage]:
    return [Passage("body", f"正文第{n}段", text, kind) for n, text in enumerate(texts, start=1)]


def findings(*texts: str, **values: Any) -> list[Finding]:
    """Of a document dated 2020-05-21 unless told otherwise."""
    return lint(Text(**{"passages": passages(*texts), "dated": _DATED, **values}))


def cases(half: str) -> Iterator[Case]:
    path = Path(__file__).with_name(f"{half}.yaml")
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        texts = entry.get("texts") or [entry["text"]]
        text = Text(
            passages(*texts, kind=Kind(entry.get("kind", "paragraph"))),
            dated=_DATED,
            attachments=entry.get("attachments"),
        )
        yield Case(text, frozenset(entry["expect"]))


def score(half: str) -> Score:
    result = Score()
    for case in cases(half):
        found = case.found()
        result.right.update(found & case.expected)
        result.wrong.update(found - case.expected)
        result.missed.update(case.expected - found)
        if found != case.expected:
            result.mistakes.append(
                f"{case.words}\n    expected {sorted(case.expected)}, found {sorted(found)}"
            )
    return result


def report(half: str) -> str:
    result, number = score(half), sum(1 for _case in cases(half))
    lines = [
        f"{half}: {number} sentences, precision {result.precision():.3f}, recall {result.recall():.3f}",
        *(
            f"  {code:20} precision {result.precision(code):.2f}  recall {result.recall(code):.2f}"
            f"  ({result.right[code] + result.missed[code]} expected)"
            for code in result.codes
        ),
        *(f"  ! {mistake}" for mistake in result.mistakes),
    ]
    return "\n".join(lines)
