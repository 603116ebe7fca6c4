"""Questions put to the host's search backend, whichever it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from modelsearch.query import And, Or, PlainText
from wagtail.search.backends import get_search_backend

from xcms.search.question import Question
from xcms.search.words import Term, folded, parse, runs


@dataclass(frozen=True, slots=True)
class Best:
    """The best rows, and how many there are; ``is_more``: there are more than ``count``."""

    rows: Sequence[Any]
    count: int
    is_more: bool = False


def best(rows: QuerySet[Any], question: Question, *, most: int, counted: int = 1000) -> Best:
    """Of the rows that have the question those that fit best, at most ``most``, in no order.

    The rows' conditions must be ones that ``.search()`` takes: a subquery over the primary key always is.
    """
    backend = get_search_backend()
    query = _query(question, by_word=_knows_words(backend))
    results = backend.search(query, rows)
    if _is_stock(backend):
        found = _with_titles(rows, question, list(results[:most]), most)
        return Best(found, len(found), is_more=len(found) == most)
    count_up_to = getattr(results, "count_up_to", lambda _limit: results.count())
    count = count_up_to(most + 1)
    if count <= most:
        # All of them, as they come: whoever asks puts them in order.
        return Best(
            list(backend.search(query, rows, order_by_relevance=False)) if count else [], count
        )
    count = count_up_to(counted + 1)
    return Best(list(results[:most]), min(count, counted), is_more=count > counted)


def begun(rows: QuerySet[Any], text: str, *, limit: int) -> list[Any]:
    """Rows whose autocomplete fields go on from what is typed, in no order: whoever asks looks for the best of them."""
    backend = get_search_backend()
    words = " ".join(runs(folded(text)))
    if not words or backend.autocomplete_query_compiler_class is None:
        return []
    asked = text if _knows_words(backend) else words
    found = list(backend.autocomplete(asked, rows, order_by_relevance=False)[:limit])
    if len(found) < limit and _is_stock(backend):
        found = _with_titles(rows, Question.of(text), found, limit)
    return found


def _query(question: Question, *, by_word: bool) -> Any:
    def said(text: str) -> Any:
        # Nothing but letters and digits: stock backends fail on a lone quotation mark.
        return PlainText(text if by_word else " ".join(runs(folded(text))))

    join = Or if question.is_any else And
    if not question.others and not question.is_any:
        return said(" ".join(map(_typed, question.terms)))
    parts = [_either(term, question, said) for term in question.terms]
    return parts[0] if len(parts) == 1 else join(parts)


def _either(term: Term, question: Question, said: Any) -> Any:
    ways = [said(_typed(term)), *map(said, question.others.get(term, ()))]
    return ways[0] if len(ways) == 1 else Or(ways)


def _typed(term: Term) -> str:
    """As it has to be typed to be this one term."""
    return term.text if not term.is_quoted and parse(term.text) == [term] else f'"{term.text}"'


def _knows_words(backend: Any) -> bool:
    """Ours, which takes questions as ``xcms.search.words`` reads them."""
    return hasattr(getattr(backend, "results_class", None), "count_up_to")


def _is_stock(backend: Any) -> bool:
    """To modelsearch's own full-text search of a database a sentence of Chinese is one word."""
    return type(backend).__module__.startswith("modelsearch.backends.database") and not (
        _knows_words(backend)
    )


def _with_titles(rows: QuerySet[Any], question: Question, found: list[Any], most: int) -> list[Any]:
    """Such a backend's hits, and those that have the words in their titles at least."""
    if not any(field.name == "title" for field in rows.model._meta.fields):
        return found
    wanted = Q()
    for term in question.terms:
        has_it = Q(*(Q(title__icontains=run) for run in term.runs))
        for text in question.others.get(term, ()):
            has_it |= Q(title__icontains=text)
        wanted = wanted | has_it if question.is_any else wanted & has_it
    known = {row.pk: row for row in found}
    for row in rows.filter(wanted)[:most]:
        known.setdefault(row.pk, row)
    return list(known.values())[:most]
