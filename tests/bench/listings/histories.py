"""What was decided on each line: granted once for most; enlarged, cut, revoked, ended, to come, voided for some."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from registry.enums import DecisionKind

#: Of a hundred lines; the others were granted and are in force.
_SHARES = {
    "granted": 68,
    "enlarged": 9,
    "cut": 5,
    "corrected": 3,
    "enlarged later": 3,
    "revoked": 4,
    "ended": 5,
    "to come": 3,
}
#: Neither public: decisions that are all void, and lines on which nobody has decided.
_HIDDEN = ("voided", "undecided")
_FUTURE = date(2091, 9, 1)


@dataclass(frozen=True, slots=True)
class Decision:
    """``round`` is the position of the round; its day is that of the grant unless it says otherwise."""

    kind: DecisionKind
    quota: int
    effective_from: date
    effective_to: date | None = None
    is_void: bool = False


@dataclass(frozen=True, slots=True)
class History:
    round: int
    decisions: tuple[Decision, ...]


def histories(count: int, days: list[date], *, hidden: int = 0) -> Iterator[History]:
    """One for each line, and ``hidden`` ones at the end that no public page may show."""
    dice = np.random.default_rng(count)
    names = list(_SHARES)
    fates = dice.choice(len(names), count, p=np.array(list(_SHARES.values())) / 100)
    quotas = dice.integers(2, 40, count + hidden) * 5
    rounds = dice.integers(0, len(days), count + hidden)
    fated = [*(names[fate] for fate in fates), *(_HIDDEN[n % 2] for n in range(hidden))]
    for fate, quota, number in zip(fated, quotas.tolist(), rounds.tolist(), strict=True):
        yield History(number, tuple(_decisions(fate, quota, days[number])))


def _decisions(fate: str, quota: int, day: date) -> Iterator[Decision]:
    later = date(day.year + 1, 3, 1)
    grant = Decision(DecisionKind.GRANT, quota, day)
    match fate:
        case "undecided":
            return
        case "voided":
            yield Decision(DecisionKind.GRANT, quota, day, is_void=True)
        case "ended":
            yield Decision(DecisionKind.GRANT, quota, day, later)
        case "to come":
            yield Decision(DecisionKind.GRANT, quota, _FUTURE)
        case "corrected":
            yield Decision(DecisionKind.GRANT, quota * 10, day, is_void=True)
            yield Decision(DecisionKind.CORRECT, quota, day)
        case "revoked":
            yield grant
            yield Decision(DecisionKind.REVOKE, 0, later)
        case "enlarged" | "enlarged later":
            yield grant
            yield Decision(
                DecisionKind.ENLARGE, quota + 20, _FUTURE if fate == "enlarged later" else later
            )
        case "cut":
            yield grant
            yield Decision(DecisionKind.CUT, quota - 5, later)
        case _:
            yield grant
