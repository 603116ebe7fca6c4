"""A school whose lines change at every commit, and readers that find out whether an answer mixes two versions.

Each decision's basis and quota occur once, so that a row, a sum or a count of another version than the answer
names shows itself. Used by the test of a few seconds and by the bench's minute.
"""

import csv
import io
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from registry.enums import CertificateLevel, DecisionKind, DecisionSource
from registry.models import Approval
from registry.services.approvals import DecisionDraft, record_decisions
from tests.factories import CertificateFactory, MajorFactory, SchoolFactory, grant
from xcms.versions import register_write

SCHOOL = "4199999999"
LIST = "/registry/approvals/"
_LINES = 9
_LEVELS = [level.value for level in CertificateLevel]


@dataclass(frozen=True, slots=True)
class LineState:
    """``quota`` 0: revoked."""

    level: str
    quota: int
    basis: str


@dataclass(frozen=True, slots=True)
class Committed:
    """What is true from this register version on, until the next one of the same writer."""

    version: int
    lines: tuple[LineState, ...]

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Committed":
        given = json.loads(text)
        return cls(given["version"], tuple(LineState(**line) for line in given["lines"]))

    def in_force(self, level: str = "") -> list[LineState]:
        return [line for line in self.lines if line.quota and level in ("", line.level)]


class Writer:
    """Decides on some of the school's lines in one commit after the other."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._dice = random.Random(2020)  # noqa: S311
        self._number = 0
        school = SchoolFactory(code=SCHOOL, name="读写并行学校")
        certificates = [CertificateFactory(name=f"读写并行证书{n}") for n in "甲乙丙"]
        major = MajorFactory(name="读写并行专业", code="699999")
        self._lines: list[Approval] = [
            grant(
                school=school,
                certificate=certificates[n // 3],
                level=_LEVELS[n % 3],
                major=major,
                decision={"basis": "起始"},
            )
            for n in range(_LINES)
        ]
        self._states = [LineState(line.level, 60, "起始") for line in self._lines]

    def commit(self) -> Committed:
        self._number += 1
        basis = f"第{self._number}次决定"
        states = [
            replace(state, quota=self._next_quota(state.quota), basis=basis)
            if self._dice.random() < 0.7
            else state
            for state in self._states
        ]
        drafts = [
            self._draft(line, before, after)
            for line, before, after in zip(self._lines, self._states, states, strict=True)
            if before is not after
        ]
        with register_write() as version:
            record_decisions(drafts, acting_user=None, today=self._today)
        self._states = states
        return Committed(version, tuple(states))

    def _next_quota(self, quota: int) -> int:
        """Always another; now and then a revocation, after which comes a new grant."""
        if quota and self._dice.random() < 0.25:
            return 0
        return quota + self._dice.randint(1, 9) if quota < 400 else self._dice.randint(1, 300)

    def _draft(self, line: Approval, before: LineState, after: LineState) -> DecisionDraft:
        is_revocation = not after.quota
        return DecisionDraft(
            school=line.school,
            certificate=line.certificate,
            level=line.level,
            major=line.major,
            kind=DecisionKind.REVOKE if is_revocation else None,
            quota=after.quota,
            effective_from=self._today,
            basis=after.basis,
            clause="第三条" if is_revocation else "",
            reason="试验" if is_revocation else "",
            source=DecisionSource.LEDGER,
        )


@dataclass(frozen=True, slots=True)
class Question:
    """``level``: of that certificate level only; else all that are in force."""

    format: str
    level: str = ""

    @property
    def address(self) -> str:
        level = f"&certificate_level={self.level}" if self.level else ""
        return f"{LIST}?school={SCHOOL}{level}&format={self.format}"


QUESTIONS = tuple(
    Question(name, level) for name in ("html", "json", "csv") for level in ("", "beginner")
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What an answer says; None where its format does not say it. ``levels`` are a facet's counts."""

    question: Question
    version: int
    quotas: tuple[int, ...]
    count: int | None = None
    total: int | None = None
    bases: tuple[str, ...] | None = None
    levels: Mapping[str, int] | None = None


def read(question: Question, version: str | None, body: bytes) -> Seen:
    """``version``: the header X-Register-Version."""
    text = body.decode("utf-8-sig")
    stamped = int(version or 0)
    match question.format:
        case "json":
            answer = json.loads(text)
            rows = answer["results"]
            assert answer["version"] == stamped, "the body names another version than the header"
            return Seen(
                question,
                stamped,
                tuple(sorted(row["quota"] for row in rows)),
                count=answer["count"],
                bases=tuple(sorted(row["basis"] for row in rows)),
            )
        case "csv":
            table = list(csv.DictReader(io.StringIO(text)))
            return Seen(
                question,
                stamped,
                tuple(sorted(int(row["试点规模(人)"]) for row in table)),
                bases=tuple(sorted(row["依据"] for row in table)),
            )
        case _:
            return _read_page(question, stamped, text)


_ROW_QUOTA = re.compile(r'<td[^>]*\bclass="[^"]*xcms-number[^"]*"[^>]*>\s*([\d,]+)')
_FIGURE = re.compile(r'xcms-figure"[^>]*>\s*<strong>\s*([\d,]+)')
_COUNT = re.compile(r'xcms-summary__count"[^>]*>[^<\d]*([\d,]+)')
_LABEL = re.compile(r"<label\b[^>]*>.*?</label>", re.DOTALL)
_CHOICE = re.compile(r'name="certificate_level"[^>]*value="(\w+)"')
_LAST_NUMBER = re.compile(r"([\d,]+)\D*$")


def _read_page(question: Question, version: int, text: str) -> Seen:
    figures, count = _FIGURE.findall(text), _COUNT.search(text)
    return Seen(
        question,
        version,
        tuple(sorted(map(_number, _ROW_QUOTA.findall(text)))),
        # A page without any row shows no summary.
        count=_number(count[1]) if count else None,
        total=_number(figures[-1]) if figures else None,
        # A chosen level shows even where nothing has it.
        levels={level: count for level, count in _facet(text) if count} or None,
    )


def _facet(text: str) -> Iterator[tuple[str, int]]:
    for label in _LABEL.findall(text):
        choice, shown = _CHOICE.search(label), re.sub(r"<[^>]*>", " ", label)
        if choice and (number := _LAST_NUMBER.search(shown)):
            yield choice[1], _number(number[1])


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def mixed(seen: Seen, history: Sequence[Committed]) -> list[str]:
    """What of the answer is not of the version that it names, in words; nothing is as it should be."""
    committed = [entry for entry in history if entry.version <= seen.version]
    if not committed:
        return [f"{seen.question}: version {seen.version} is older than the first one"]
    truth = committed[-1]
    lines = truth.in_force(seen.question.level)
    expected = {
        "quotas": tuple(sorted(line.quota for line in lines)),
        "count": len(lines),
        "total": sum(line.quota for line in lines),
        "bases": tuple(sorted(line.basis for line in lines)),
        "levels": {level: count for level in _LEVELS if (count := len(truth.in_force(level)))},
    }
    return [
        f"{seen.question} at version {seen.version}: {name} {found!r}, not {wanted!r}"
        for name, wanted in expected.items()
        if (found := getattr(seen, name)) is not None and found != wanted
    ]
