"""What an approvals sheet changes, line by line, as columns."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.enums import DecisionKind
from registry.importers.approval_rows import ApprovalLines
from registry.importers.approval_states import Lines
from registry.importers.line_rows import Numbers
from xcms.importing.importers import Plan

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Comparison:
    """Each line of a sheet beside the registered one on the line's own day of effect.

    ``known`` and ``ruling`` are positions among the registered lines and decisions, -1 for none.
    ``quota`` and ``until`` are what the ruling decision says, 0 where none rules.
    """

    lines: ApprovalLines
    registered: Lines
    known: Numbers
    ruling: Numbers
    quota: Numbers
    until: Numbers
    in_force: Mask
    synchronised_on: Numbers

    @classmethod
    def of(cls, lines: ApprovalLines, registered: Lines, known: Numbers) -> "Comparison":
        ruling = registered.ruling(known, lines.effective_from)
        return cls(
            lines=lines,
            registered=registered,
            known=known,
            ruling=ruling,
            quota=taken(registered.quota, ruling),
            until=taken(registered.effective_to, ruling),
            in_force=registered.in_force(ruling, lines.effective_from),
            synchronised_on=taken(registered.synchronised_on, known),
        )

    @cached_property
    def equal(self) -> Mask:
        return self.in_force & (self.quota == self.lines.quota)

    @cached_property
    def other_end(self) -> Mask:
        """Equal but for the day on which it ends, where the sheet says one."""
        return self.equal & (self.lines.effective_to > 0) & (self.lines.effective_to != self.until)

    @cached_property
    def differs(self) -> Mask:
        return self.in_force & ~self.equal

    @cached_property
    def granted(self) -> Mask:
        return ~self.in_force & (self.lines.quota > 0)

    @cached_property
    def empty_grant(self) -> Mask:
        """No persons, where nothing has been decided yet."""
        return ~self.in_force & (self.lines.quota == 0) & (self.ruling < 0)

    @cached_property
    def is_new(self) -> Mask:
        """Granted, and never decided on before (or only by decisions that are void)."""
        return self.granted & (taken(self.registered.last_decision() + 1, self.known) == 0)

    @cached_property
    def kinds(self) -> npt.NDArray[Any]:
        """What a new decision on the line would be."""
        quota = self.lines.quota
        return np.select(
            [~self.in_force & (quota > 0), quota > self.quota],
            [DecisionKind.GRANT.value, DecisionKind.ENLARGE.value],
            DecisionKind.CUT.value,
        )


def taken(values: Numbers, position: Numbers) -> Numbers:
    """``values[position]``, 0 for position -1."""
    if not len(values):
        return np.zeros(len(position), np.int64)
    return np.where(position >= 0, values[position], 0)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A registered line that the file lacks, and the revocation that it gets. ``day`` is an ordinal."""

    line: int
    label: str
    day: int
    round: int
    is_demo: bool


@dataclass(slots=True, kw_only=True)
class ApprovalPlan(Plan):
    """Lines of the sheet by position: to decide on, to correct, and those that agree with the platform again."""

    comparison: Comparison
    decided: Numbers
    corrected: Numbers
    synchronised: Numbers
    withdrawn: list[Withdrawal] = field(default_factory=list)
