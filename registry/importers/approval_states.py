"""What the decisions on many lines say of a day, without a query per line.

The same reading as ``Approval.objects.with_state()``, which one test compares.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from registry.enums import DecisionKind
from registry.models import Approval, ApprovalDecision

Identity = tuple[int, int, str, int]

#: Above so many schools all lines are read: databases bound the length of an IN list.
_MOST_KEYS = 5_000


@dataclass(slots=True)
class Line:
    """A line with its valid decisions in the order in which they rule."""

    approval: Approval
    decisions: list[ApprovalDecision] = field(default_factory=list)

    def ruling(self, day: date) -> ApprovalDecision | None:
        """The decision that rules on the day; None before the first takes effect."""
        return next((d for d in reversed(self.decisions) if d.effective_from <= day), None)

    def in_force(self, day: date) -> ApprovalDecision | None:
        """The ruling decision, where the line is in force by it."""
        ruling = self.ruling(day)
        if ruling is None or ruling.kind == DecisionKind.REVOKE:
            return None
        return None if ruling.effective_to and ruling.effective_to <= day else ruling

    @property
    def last_day(self) -> date:
        """From which on no further decision takes effect."""
        return self.decisions[-1].effective_from


def lines_of_schools(keys: Sequence[int]) -> dict[Identity, Line]:
    """Every line of these schools, also those whose decisions are all void. Two queries."""
    approvals = Approval.objects.select_related("school", "certificate", "major")
    decisions = ApprovalDecision.objects.valid()
    if len(keys) <= _MOST_KEYS:
        approvals = approvals.filter(school__in=keys)
        decisions = decisions.filter(approval__school__in=keys)
    return _lines(approvals, decisions)


def lines_of_rounds(keys: Sequence[int]) -> dict[Identity, Line]:
    """Every line with a valid decision of these rounds, with all its decisions. Two queries."""
    approvals = Approval.objects.in_rounds(keys).select_related("school", "certificate", "major")
    decisions = ApprovalDecision.objects.valid().filter(
        approval__in=Approval.objects.in_rounds(keys).order_by().values("pk")
    )
    return _lines(approvals, decisions)


def _lines(
    approvals: Iterable[Approval], decisions: Iterable[ApprovalDecision]
) -> dict[Identity, Line]:
    by_key = {approval.pk: Line(approval) for approval in approvals}
    for decision in decisions:
        if line := by_key.get(decision.approval_id):
            line.decisions.append(decision)
    for line in by_key.values():
        line.decisions.sort(key=lambda d: (d.effective_from, d.recorded_version, d.pk))
    return {identity_of(line.approval): line for line in by_key.values()}


def identity_of(approval: Approval) -> Identity:
    return approval.school_id, approval.certificate_id, approval.level, approval.major_id
