"""Several contestants answer the same questions in turns, so that whatever the machine does meets them all."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from tests.bench.listings.questions import Question

#: A contestant that takes long answers fewer questions, but at least so many.
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Contestant:
    name: str
    answer: Callable[[Question], object]
    #: How many lines it finds; None where it is not to be asked.
    count: Callable[[Question], int] | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each answer, in the order of the questions."""

    taken: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return median(self.taken)

    @property
    def p95(self) -> float:
        return (
            quantiles(self.taken, n=20, method="inclusive")[-1]
            if len(self.taken) > 1
            else self.taken[0]
        )


def race(
    contestants: Sequence[Contestant], questions: Sequence[Question], *, seconds: float
) -> dict[str, Times]:
    """Each contestant gets about so many seconds. The first question of all is asked once more, to warm up."""
    times = {contestant.name: Times() for contestant in contestants}
    for contestant in contestants:
        contestant.answer(questions[-1])
    for number, question in enumerate(questions):
        turn = number % len(contestants)
        for contestant in (*contestants[turn:], *contestants[:turn]):
            taken = times[contestant.name].taken
            if len(taken) >= _LEAST and sum(taken) > seconds:
                continue
            began = time.perf_counter()
            contestant.answer(question)
            taken.append(time.perf_counter() - began)
    return times
