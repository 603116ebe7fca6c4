"""Every valid decision of every line, and what they say of a day: ``with_state()`` for all lines at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from registry.enums import ApprovalStatus, DecisionKind

Array = npt.NDArray[Any]

#: No end. Later than any day.
NEVER = np.iinfo(np.int32).max


def as_days(values: Sequence[Any]) -> Array:
    """Dates (SQLite: as ISO texts) as ordinals; None as NEVER."""
    known: dict[Any, int] = {None: NEVER}
    for value in set(values) - {None}:
        day = date.fromisoformat(value) if isinstance(value, str) else value
        known[value] = day.toordinal()
    return np.fromiter(map(known.__getitem__, values), dtype=np.int32, count=len(values))


@dataclass(frozen=True, slots=True)
class States:
    """What the decisions say of each line on one day."""

    #: Codes of STATUSES.
    status: Array
    quota: Array
    effective_from: Array
    effective_to: Array

    STATUSES: ClassVar = tuple(ApprovalStatus.values)


@dataclass(frozen=True)
class History:
    """Decisions by line, each line's in the order in which they come to rule.

    The decisions of line ``i`` are those from ``starts[i]`` to before ``starts[i + 1]``; every line has one.
    """

    starts: Array
    effective_from: Array
    effective_to: Array
    quota: Array
    revokes: Array
    #: Place of the round among all rounds, -1 for none.
    round: Array

    _PER_DECISION: ClassVar = ("effective_from", "effective_to", "quota", "revokes", "round")

    @classmethod
    def of(cls, lines: Array, count: int, **decisions: Array) -> Self:
        """From decisions in any order: ``lines`` has the line of each, below ``count``.

        ``recorded`` and ``key`` break ties of ``effective_from``: the latest rules.
        """
        key, recorded = decisions.pop("key"), decisions.pop("recorded")
        order = np.lexsort((key, recorded, decisions["effective_from"], lines))
        return cls(
            starts=np.searchsorted(lines.take(order), np.arange(count + 1)),
            **{name: decisions[name].take(order) for name in cls._PER_DECISION},
        )

    @property
    def sizes(self) -> Array:
        return np.diff(self.starts)

    def taken(self, lines: Array) -> Self:
        """The history of these lines, in this order."""
        sizes = self.sizes.take(lines)
        starts = np.concatenate(([0], np.cumsum(sizes)))
        places = np.repeat(self.starts.take(lines) - starts[:-1], sizes) + np.arange(starts[-1])
        return type(self)(
            starts=starts,
            **{name: getattr(self, name).take(places) for name in self._PER_DECISION},
        )

    def followed_by(self, other: Self) -> Self:
        return type(self)(
            starts=np.concatenate((self.starts, other.starts[1:] + self.starts[-1])),
            **{
                name: np.concatenate((getattr(self, name), getattr(other, name)))
                for name in self._PER_DECISION
            },
        )

    def with_lines(self, lines: Array, other: Self) -> Self:
        """The other's histories in place of those of these lines, which are in order. Quick for a few."""
        sizes = self.sizes
        sizes[lines] = other.sizes
        stops, resumes = self.starts.take(lines).tolist(), self.starts.take(lines + 1).tolist()
        own = list(zip([0, *resumes], [*stops, len(self.round)], strict=True))
        new = list(pairwise(other.starts.tolist()))

        def joined(name: str) -> Array:
            mine, others = getattr(self, name), getattr(other, name)
            pieces = [mine[slice(*own[0])]]
            for between, inside in zip(own[1:], new, strict=True):
                pieces += [others[slice(*inside)], mine[slice(*between)]]
            return np.concatenate(pieces)

        return type(self)(
            starts=np.concatenate(([0], np.cumsum(sizes))),
            **{name: joined(name) for name in self._PER_DECISION},
        )

    def on(self, day: date) -> States:
        """Some 10 ms for a million lines."""
        ruling, is_future = self._ruling(day.toordinal())
        names = States.STATUSES
        status = np.full(len(ruling), names.index(ApprovalStatus.IN_FORCE), dtype=np.uint8)
        status[self.effective_to.take(ruling) <= day.toordinal()] = names.index(
            ApprovalStatus.ENDED
        )
        status[self.revokes.take(ruling)] = names.index(ApprovalStatus.REVOKED)
        status[is_future] = names.index(ApprovalStatus.FUTURE)
        return States(
            status,
            self.quota.take(ruling),
            self.effective_from.take(ruling),
            self.effective_to.take(ruling),
        )

    def _ruling(self, day: int) -> tuple[Array, Array]:
        """The decision that rules on each line, and whether it is still to come: then it is of the first to
        come the latest recorded."""
        first = self.starts[:-1]
        begins = self.effective_from.take(first)
        line, place = self._beyond_first
        also = self.effective_from.take(place)
        is_future = begins > day
        # Decisions are in order: how many have begun, or begin together with the first, says which one rules.
        counts = np.where(is_future.take(line), also == begins.take(line), also <= day)
        return first + np.bincount(line[counts], minlength=len(first)), is_future

    @cached_property
    def _beyond_first(self) -> tuple[Array, Array]:
        """Line and place of each decision that is not its line's first: few, since most lines have one."""
        is_first = np.zeros(len(self.round), dtype=np.bool_)
        is_first[self.starts[:-1]] = True
        lines = np.repeat(np.arange(len(self.starts) - 1), self.sizes - 1)
        return lines, np.flatnonzero(~is_first)

    def lines_by_round(self, count: int) -> Iterator[Array]:
        """For each of so many rounds, which lines have a decision of it."""
        first = self.round.take(self.starts[:-1])
        line, place = self._beyond_first
        also = self.round.take(place)
        for round_ in range(count):
            found = first == round_
            found[line[also == round_]] = True
            yield found


REVOKE = DecisionKind.REVOKE.value
