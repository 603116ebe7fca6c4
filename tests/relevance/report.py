"""Figures of engines as a table that people read or as rows that scripts do."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.relevance.asking import Answers
from tests.relevance.judgements import Half, Query, documents, queries
from tests.relevance.measures import WORD_KINDS, Score, Verdict, score, verdicts

_HEADINGS = (
    "database",
    "engine",
    "half",
    "kind",
    "queries",
    "precision",
    "recall",
    "R-prec.",
    "MRR",
)


@dataclass(frozen=True, slots=True)
class Row:
    database: str
    engine: str
    half: str
    kind: str
    score: Score

    def cells(self) -> tuple[str, ...]:
        figures = (self.score.precision, self.score.recall, self.score.r_precision, self.score.mrr)
        return (
            self.database,
            self.engine,
            self.half,
            self.kind,
            str(self.score.queries),
            *(f"{figure:.3f}" for figure in figures),
        )


def rows(database: str, engine: str, answers: Answers) -> Iterator[Row]:
    """All and the kinds that words alone answer, for each half and for both; then kind by kind."""
    halves: list[tuple[str, list[Query]]] = [
        *((half.value, [query for query in queries() if query.half is half]) for half in Half),
        ("both", list(queries())),
    ]
    for half, asked in halves:
        words = [query for query in asked if query.kind in WORD_KINDS]
        for kind, chosen in (("all", asked), ("words", words)):
            yield Row(database, engine, half, kind, score(verdicts(chosen, answers)))
    for kind in dict.fromkeys(query.kind for query in queries()):
        chosen = [query for query in queries() if query.kind == kind]
        yield Row(database, engine, "both", kind, score(verdicts(chosen, answers)))


def as_table(found: Iterable[Row]) -> str:
    cells = [_HEADINGS, *(row.cells() for row in found)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(_HEADINGS))]
    return "\n".join(_laid_out(row, widths) for row in cells) + "\n"


def _laid_out(row: Sequence[str], widths: Sequence[int]) -> str:
    words = [text.ljust(width) for text, width in zip(row[:4], widths[:4], strict=True)]
    figures = [text.rjust(width) for text, width in zip(row[4:], widths[4:], strict=True)]
    return "  ".join((*words, *figures))


def misses(engine: str, answers: Answers, half: Half | None) -> Iterator[str]:
    """Each imperfect answer with what was wrong in it and what was missing."""
    for verdict in verdicts(queries(), answers):
        if half in (None, verdict.query.half) and (verdict.wrong or verdict.missing):
            yield f"\n{engine} · {verdict.query.query}（{verdict.query.id}，{verdict.query.intent}）"
            yield from _lines("+", verdict.wrong, verdict)
            yield from _lines("-", verdict.missing, verdict)


def _lines(mark: str, ids: Iterable[str], verdict: Verdict) -> Iterator[str]:
    for one in ids:
        known = documents().get(one)
        decoy = "（已知的误中）" if one in verdict.query.decoys else ""
        title = unicodedata.normalize("NFKC", known.title) if known else ""
        yield f"  {mark} {one} {title}{decoy}"
