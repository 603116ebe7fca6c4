"""How right an answer is. Means are over queries, so that 名单 with its many documents counts no more than 端午."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from tests.relevance.asking import Answers
from tests.relevance.judgements import Query

#: What a backend over pages can know by itself; the other kinds need the names that the register knows.
WORD_KINDS = frozenset(
    ("one", "two", "more", "mixed", "code", "width", "ordinal", "phrase", "terms")
)


@dataclass(frozen=True, slots=True)
class Score:
    """``precision``: of what was found, how much is right (0 where nothing was found). ``recall``: of what is
    right, how much was found. ``r_precision``: precision of the first n, n being how many are right.
    ``mrr``: one over the rank of the first right one.
    """

    queries: int
    precision: float
    recall: float
    r_precision: float
    mrr: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer, best first, against the judgement."""

    query: Query
    found: Sequence[str]

    @property
    def wrong(self) -> list[str]:
        return [one for one in self.found if one not in self.query.relevant]

    @property
    def missing(self) -> list[str]:
        return [one for one in self.query.relevant if one not in self.found]

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / len(self.found) if self.found else 0.0

    @property
    def recall(self) -> float:
        return 1 - len(self.missing) / len(self.query.relevant)

    @property
    def r_precision(self) -> float:
        wanted = len(self.query.relevant)
        return sum(one in self.query.relevant for one in self.found[:wanted]) / wanted

    @property
    def reciprocal_rank(self) -> float:
        ranks = (n for n, one in enumerate(self.found, 1) if one in self.query.relevant)
        return 1 / first if (first := next(ranks, 0)) else 0.0


def verdicts(asked: Iterable[Query], answers: Answers) -> list[Verdict]:
    return [Verdict(query, answers[query.id]) for query in asked]


def score(judged: Sequence[Verdict]) -> Score:
    return Score(
        queries=len(judged),
        precision=fmean(one.precision for one in judged),
        recall=fmean(one.recall for one in judged),
        r_precision=fmean(one.r_precision for one in judged),
        mrr=fmean(one.reciprocal_rank for one in judged),
    )
