"""Names in the database: the rows whose search text has every word of a question."""

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from xcms.search.names import needles
from xcms.search.words import Term, parse

Rows = TypeVar("Rows", bound="models.QuerySet[Any]")

SEARCH_TEXT = "search_text"


def has_term(lookup: str, term: Term) -> Q:
    """A search text has the term; any other column holds each of its runs somewhere, without regard to case."""
    if lookup.endswith(SEARCH_TEXT):
        return reduce(or_, (Q(**{f"{lookup}__contains": needle}) for needle in needles(term)))
    return reduce(and_, (Q(**{f"{lookup}__icontains": run}) for run in term.runs))


def matching(rows: Rows, question: str, lookups: Sequence[str] = (SEARCH_TEXT,)) -> Rows:
    """Rows that have every word in one of the columns: all for an empty question, none for punctuation alone."""
    if not question.strip():
        return rows
    terms = parse(question)
    if not terms:
        return rows.none()
    for term in terms:
        rows = rows.filter(reduce(or_, (has_term(lookup, term) for lookup in lookups)))
    return rows
