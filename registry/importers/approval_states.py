"""What the decisions on many lines say of a day, as columns: no query and no object per line.

The same reading as ``Approval.objects.with_state()``, which one test compares.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Q

from registry.enums import DecisionKind
from registry.importers.line_rows import LEVELS
from registry.models import Approval, ApprovalDecision
from xcms.bulk import fetch_arrays

Numbers = npt.NDArray[np.int64]

#: Above so many schools all lines are read: databases bound the length of an IN list.
_MOST_KEYS = 5_000
#: More than any day's ordinal.
_DAYS = 4_000_000
_KINDS = tuple(DecisionKind.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Registered lines by ascending key, with their valid decisions in the order in which they rule.

    Days are ordinals, 0 for none; levels count in ``LEVELS``, kinds in ``DecisionKind``. ``line`` says for
    each decision which line it is of, by position.
    """

    key: Numbers
    school: Numbers
    certificate: Numbers
    level: Numbers
    major: Numbers
    synchronised_on: Numbers
    line: Numbers
    decision: Numbers
    kind: Numbers
    quota: Numbers
    effective_from: Numbers
    effective_to: Numbers
    round: Numbers

    def identity(self) -> list[Numbers]:
        return [self.school, self.certificate, self.level, self.major]

    def ruling(self, line: Numbers, day: Numbers) -> Numbers:
        """For each line (by position) the decision that rules on the day, by position; -1 before the first.

        -1 also for a line of -1.
        """
        moments = self.line * _DAYS + self.effective_from
        found = np.searchsorted(moments, line * _DAYS + day, side="right") - 1
        if not len(self.line):
            return np.full(len(line), -1)
        return np.where((found >= 0) & (line >= 0) & (self.line[found] == line), found, -1)

    def in_force(self, decision: Numbers, day: Numbers) -> npt.NDArray[np.bool_]:
        """Whether the line is in force by its ruling decision."""
        if not len(self.line):
            return np.zeros(len(decision), np.bool_)
        until = self.effective_to[decision]
        return (
            (decision >= 0)
            & (self.kind[decision] != _KINDS.index(DecisionKind.REVOKE))
            & ((until == 0) | (until > day))
        )

    def last_decision(self) -> Numbers:
        """Each line's last decision, by position; -1 for a line whose decisions are all void."""
        last = np.full(len(self.key), -1)
        last[self.line] = np.arange(len(self.line))
        return last


def lines_of(*, schools: Sequence[int], rounds: Sequence[int] = ()) -> Lines:
    """Every line of these schools, also those whose decisions are all void, and every line with a valid
    decision of these rounds, with all its valid decisions. Two queries."""
    approvals = Approval.objects.order_by("pk")
    decisions = ApprovalDecision.objects.valid().order_by()
    if len(schools) <= _MOST_KEYS:
        of_rounds = Approval.objects.in_rounds(rounds).order_by().values("pk")
        approvals = approvals.filter(Q(school__in=schools) | Q(pk__in=of_rounds))
        decisions = decisions.filter(Q(approval__school__in=schools) | Q(approval__in=of_rounds))
    key, school, certificate, level, major, synchronised_on = fetch_arrays(
        approvals,
        {
            "id": _numbers,
            "school_id": _numbers,
            "certificate_id": _numbers,
            "level": lambda values: _positions(values, LEVELS),
            "major_id": _numbers,
            "synchronised_on": _ordinals,
        },
    )
    approval, decision, kind, quota, start, end, version, round_ = fetch_arrays(
        decisions,
        {
            "approval_id": _numbers,
            "id": _numbers,
            "kind": lambda values: _positions(values, _KINDS),
            "quota": _numbers,
            "effective_from": _ordinals,
            "effective_to": _ordinals,
            "recorded_version": _numbers,
            "round_id": _numbers,
        },
    )
    line = np.searchsorted(key, approval)
    order = np.lexsort((decision, version, start, line))
    return Lines(
        key=key,
        school=school,
        certificate=certificate,
        level=level,
        major=major,
        synchronised_on=synchronised_on,
        line=line[order],
        decision=decision[order],
        kind=kind[order],
        quota=quota[order],
        effective_from=start[order],
        effective_to=end[order],
        round=round_[order],
    )


def match_identities(
    wanted: Sequence[Numbers], known: Sequence[Numbers]
) -> tuple[Numbers, Numbers]:
    """(a number for each wanted identity, equal where the identities are; the known position of each or -1).

    An identity is one number in each of the columns.
    """
    count = len(wanted[0])
    together = np.zeros(count + len(known[0]), np.int64)
    for mine, theirs in zip(wanted, known, strict=True):
        column = np.concatenate([mine, theirs])
        values, codes = np.unique(column, return_inverse=True)
        together = np.unique(together * len(values) + codes, return_inverse=True)[1]
    numbers = together[:count]
    position = np.full(int(together.max(initial=-1)) + 1, -1)
    position[together[count:]] = np.arange(len(known[0]))
    return numbers, position[numbers]


def _numbers(values: Sequence[Any]) -> Numbers:
    """NULL is 0."""
    try:
        return np.array(values, np.int64)
    except TypeError:
        return np.array([value or 0 for value in values], np.int64)


def _positions(values: Sequence[str], vocabulary: Sequence[str]) -> Numbers:
    position = {value: number for number, value in enumerate(vocabulary)}
    return np.fromiter(map(position.__getitem__, values), np.int64, len(values))


def _ordinals(values: Sequence[Any]) -> Numbers:
    """Days as the driver gives them: dates, or ISO texts on SQLite."""
    ordinal = {value: _ordinal(value) for value in set(values)}
    return np.fromiter(map(ordinal.__getitem__, values), np.int64, len(values))


def _ordinal(value: date | str | None) -> int:
    if value is None:
        return 0
    return (date.fromisoformat(value) if isinstance(value, str) else value).toordinal()
