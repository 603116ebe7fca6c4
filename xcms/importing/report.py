"""What an import did or would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from xcms.importing.rows import RowError


class Outcome(StrEnum):
    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an updated row, as a person reads it."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What becomes of one register row; ``row`` is None for a withdrawn one, which the file lacks."""

    row: int | None
    outcome: Outcome
    label: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The whole of an import. ``written`` is False for a dry run, with errors, and with nothing to do."""

    register: str
    file: str
    sha256: str
    outcomes: tuple[RowOutcome, ...] = ()
    errors: tuple[RowError, ...] = ()
    warnings: tuple[RowError, ...] = ()
    written: bool = False

    def count(self, outcome: Outcome) -> int:
        return sum(1 for row in self.outcomes if row.outcome is outcome)

    @property
    def rows(self) -> int:
        """Register rows of the file after expansion; what the file lacks is not among them."""
        return len(self.outcomes) - self.count(Outcome.WITHDRAWN)

    def as_json(self) -> dict[str, Any]:
        """The object that scripts rely on; keys and their order are a contract."""
        return {
            "register": self.register,
            "file": self.file,
            "sha256": self.sha256,
            "rows": self.rows,
            **{outcome.value: self.count(outcome) for outcome in Outcome},
            "errors": _as_json(self.errors),
            "warnings": _as_json(self.warnings),
        }


def _as_json(problems: Iterable[RowError]) -> list[dict[str, Any]]:
    return [problem.as_json() for problem in problems]
