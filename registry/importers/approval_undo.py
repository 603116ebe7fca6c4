"""Undoing an import of approvals: its decisions are voided, the lines that it made stay as tombstones."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from registry.models import Approval, ApprovalDecision
from registry.services.approval_undo import later_decisions, restore_synchronised, take_back
from xcms.importing.importers import Written

_LINES = Approval._meta.label
_DECISIONS = ApprovalDecision._meta.label


def approval_refusals(written: Written, written_version: int) -> Iterator[str]:
    return later_decisions(written.created.get(_DECISIONS, ()), written_version)


def undo_approvals(written: Written, *, version: int, acting_user: Any) -> None:
    """A line without a valid decision is not public and keeps its public id for the day it comes back."""
    take_back(written.created.get(_DECISIONS, ()), version=version, acting_user=acting_user)
    if day := written.extra.get("synchronised_on"):
        restore_synchronised(
            [
                *((key, None) for key in written.created.get(_LINES, ())),
                *((key, _day(old["synchronised_on"])) for key, old in written.former[_LINES]),
            ],
            synchronised_on=_day(day) or date.min,
            version=version,
        )


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
