"""Which of several names fits a question best."""

from collections.abc import Iterable, Mapping
from enum import IntEnum

from django.db.models import Case, Value, When

from xcms.search.question import Question
from xcms.search.words import Term, folded, normal_form, parse, runs
from xcms.text import name_key


class Fit(IntEnum):
    EXACT = 0
    BEGINS = 1
    NAMED = 2
    ELSEWHERE = 3


def compact(text: str) -> str:
    """The text without what stands between its runs."""
    return "".join(runs(folded(text)))


def fit(title: str, question: Question) -> Fit:
    """How a title fits: it is just what is asked for, begins so, has all of its terms, or none of these."""
    asked, own = compact(question.text), compact(title)
    if own == asked:
        return Fit.EXACT
    if asked and own.startswith(asked):
        return Fit.BEGINS
    normal = normal_form(title)
    has = any if question.is_any else all
    if has(_has(normal, term, question.others) for term in question.terms):
        return Fit.NAMED
    return Fit.ELSEWHERE


def _has(normal: str, term: Term, others: Mapping[Term, Iterable[str]]) -> bool:
    return term.is_in(normal) or any(
        other.is_in(normal) for text in others.get(term, ()) for other in parse(text)
    )


def fit_in_sql(question: Question, field: str) -> Case | Value:
    """The same for rows with a column of name keys, roughly."""
    key = name_key(question.text)
    if not key:
        return Value(int(Fit.ELSEWHERE))
    return Case(
        When(**{field: key}, then=Value(int(Fit.EXACT))),
        When(**{f"{field}__startswith": key}, then=Value(int(Fit.BEGINS))),
        When(**{f"{field}__contains": key}, then=Value(int(Fit.NAMED))),
        default=Value(int(Fit.ELSEWHERE)),
    )
