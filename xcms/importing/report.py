"""What an import did or would do."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

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


_KINDS = tuple(Outcome)


class Outcomes:
    """The outcome of every register row: counted at once, told one by one only when somebody looks."""

    def __init__(
        self, kinds: npt.NDArray[np.int8], build: Callable[[int], RowOutcome], rows: npt.ArrayLike
    ) -> None:
        """``kinds`` by ``kind_code``; ``build(i)`` tells the i-th; ``rows`` are the sheet rows, 0 for none."""
        self._kinds = kinds
        self._build = build
        self._rows = np.asarray(rows, np.int64)
        self._index = np.arange(len(kinds))

    @classmethod
    def of(cls, outcomes: Sequence[RowOutcome]) -> "Outcomes":
        return cls(
            np.array([kind_code(outcome.outcome) for outcome in outcomes], np.int8),
            outcomes.__getitem__,
            [outcome.row or 0 for outcome in outcomes],
        )

    def __len__(self) -> int:
        return len(self._index)

    def __iter__(self) -> Iterator[RowOutcome]:
        return map(self._build, self._index.tolist())

    def count(self, outcome: Outcome) -> int:
        return int(np.count_nonzero(self._kinds[self._index] == kind_code(outcome)))

    def of_kind(self, outcome: Outcome) -> Iterator[RowOutcome]:
        chosen = self._index[self._kinds[self._index] == kind_code(outcome)]
        return map(self._build, chosen.tolist())

    def without(self, rows: Iterable[int]) -> "Outcomes":
        """Those of other sheet rows than these, which turned out to be invalid."""
        others = Outcomes(self._kinds, self._build, self._rows)
        others._index = self._index[~np.isin(self._rows[self._index], list(rows))]
        return others

    def followed_by(self, more: Sequence[RowOutcome]) -> "Outcomes":
        if not more:
            return self
        first, index = len(self), self._index
        return Outcomes(
            np.concatenate([self._kinds[index], Outcomes.of(more)._kinds]),
            lambda i: self._build(int(index[i])) if i < first else more[i - first],
            [*self._rows[index].tolist(), *(outcome.row or 0 for outcome in more)],
        )


def kind_code(outcome: Outcome) -> int:
    return _KINDS.index(outcome)


def no_outcomes() -> Outcomes:
    return Outcomes.of(())


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The whole of an import. ``written`` is False for a dry run, with errors, and with nothing to do."""

    register: str
    file: str
    sha256: str
    outcomes: Outcomes = field(default_factory=no_outcomes)
    errors: tuple[RowError, ...] = ()
    warnings: tuple[RowError, ...] = ()
    written: bool = False

    def count(self, outcome: Outcome) -> int:
        return self.outcomes.count(outcome)

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
