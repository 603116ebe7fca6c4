"""What is approved on a day, as columns: reads as ``Approval.objects.effective_on()``, whatever the number of lines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from registry.enums import DecisionKind
from registry.models import Approval, ApprovalDecision, Major
from registry.rules.columns import LEVELS, NO_MAJOR, UNKNOWN, Lines, Mask, Numbers
from registry.services.approval_index.history import as_days
from xcms.bulk import fetch_arrays

#: Above so many schools everything is read: databases bound the length of an IN list.
MOST_KEYS = 5_000


@dataclass(frozen=True, slots=True)
class InForce:
    """``lines`` has keys of schools; ``round`` is the key of the round in which the ruling decision was made."""

    lines: Lines
    round: Numbers

    def without(self, mask: Mask) -> "InForce":
        kept = ~mask
        lines = Lines(*(getattr(self.lines, name)[kept] for name in Lines.__slots__))
        return InForce(lines, self.round[kept])


def lines_in_force(day: date, *, schools: Collection[int] | None = None) -> InForce:
    """Of these schools (keys), or of all. Three queries."""
    approvals = Approval.objects.order_by("pk")
    decisions = ApprovalDecision.objects.valid().filter(effective_from__lte=day).order_by()
    if schools is not None and len(schools) <= MOST_KEYS:
        approvals = approvals.filter(school__in=list(schools))
        decisions = decisions.filter(approval__school__in=list(schools))
    key, school, certificate, level, major = fetch_arrays(
        approvals,
        {
            "id": _numbers,
            "school_id": _numbers,
            "certificate_id": _numbers,
            "level": _levels,
            "major_id": _numbers,
        },
    )
    approval, decision, recorded, start, end, revokes, quota, round_ = fetch_arrays(
        decisions,
        {
            "approval_id": _numbers,
            "id": _numbers,
            "recorded_version": _numbers,
            "effective_from": as_days,
            "effective_to": as_days,
            "kind": _revokes,
            "quota": _numbers,
            "round_id": _optional,
        },
    )
    # The latest by day, then by version, rules: as in ``ruling_on()``.
    order = np.lexsort((decision, recorded, start, approval))
    is_last = np.ones(len(order), np.bool_)
    is_last[:-1] = approval[order][1:] != approval[order][:-1]
    ruling = order[is_last]
    ruling = ruling[~revokes[ruling] & (end[ruling] > day.toordinal())]
    # Somebody may have made a line between the two queries.
    line = np.searchsorted(key, approval[ruling])
    known = (
        (line < len(key)) & (key.take(line, mode="clip") == approval[ruling]) if len(key) else []
    )
    ruling, line = ruling[known], line[known]
    unspecified = Major.objects.unspecified().pk
    return InForce(
        Lines(
            school=school[line],
            certificate=certificate[line],
            level=level[line],
            major=np.where(major[line] == unspecified, NO_MAJOR, major[line]),
            persons=quota[ruling],
        ),
        round_[ruling],
    )


def _numbers(values: Sequence[Any]) -> Numbers:
    return np.array(values, dtype=np.int64)


def _optional(values: Sequence[int | None]) -> Numbers:
    return np.array([UNKNOWN if value is None else value for value in values], dtype=np.int64)


def _levels(values: Sequence[str]) -> Numbers:
    places = {level: place for place, level in enumerate(LEVELS)}
    return np.fromiter(map(places.__getitem__, values), dtype=np.int64, count=len(values))


def _revokes(values: Sequence[str]) -> Mask:
    return np.fromiter(map(DecisionKind.REVOKE.value.__eq__, values), np.bool_, len(values))
