"""Registers as kinds of things that a search finds: just the rows that their public lists find."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from xcms.filters import RegisterFilterSet
from xcms.search.lookups import SEARCH_TEXT, has_term
from xcms.search.question import Question
from xcms.search.ranking import fit_in_sql
from xcms.search.sources import Hit, Names, SearchFound, SearchSource, Suggestion, Visit


class RecordSource(SearchSource):
    """A subclass names its list's filter set and address and says what a hit shows.

    Costs two queries and those of ``hits()``.
    """

    filterset_class: ClassVar[type[RegisterFilterSet]]
    list_name: ClassVar[str]
    #: The column of name keys by which hits are ordered; "" keeps the list's own order.
    key_field: ClassVar[str] = "name_key"
    name_field: ClassVar[str] = "name"

    def public(self) -> QuerySet[Any]:
        raise NotImplementedError

    def hits(self, records: Sequence[Any]) -> list[Hit]:
        raise NotImplementedError

    def called(self, text: str) -> Any:
        """The one public record of this code or full name."""
        return None

    def find(self, question: Question, visit: Visit, *, limit: int, offset: int = 0) -> SearchFound:
        rows = self._found(question, visit)
        count = rows.count()
        if not count:
            return SearchFound()
        return SearchFound(
            count=count,
            hits=self.hits(list(self._ranked(rows, question)[offset : offset + limit])),
            list_url="" if question.is_any else f"{self.list_url()}?{_query(question).urlencode()}",
        )

    def exact(self, question: Question, visit: Visit) -> Hit | None:
        record = self.called(question.text)
        return self.hits([record])[0] if record is not None else None

    def suggest(self, text: str, visit: Visit, *, limit: int) -> Sequence[Suggestion]:
        question = Question.of(text)
        if not question:
            return ()
        rows = self._ranked(self._found(question, visit), question)
        return self.suggestions(list(rows[:limit]))

    def suggestions(self, records: Iterable[Any]) -> list[Suggestion]:
        return [
            Suggestion(getattr(record, self.name_field), self.record_url(record), self.label)
            for record in records
        ]

    def record_url(self, record: Any) -> str:
        raise NotImplementedError

    def known_names(self, visit: Visit) -> Names:
        return Names(names=list(self.public().order_by().values_list(self.name_field, flat=True)))

    def list_url(self) -> str:
        return reverse(self.list_name)

    def _found(self, question: Question, visit: Visit) -> QuerySet[Any]:
        if question.is_any:
            return self.public().filter(
                reduce(or_, (self.has_term(term) for term in question.terms), Q())
            )
        filterset = self.filterset_class(
            _query(question), queryset=self.public(), request=visit.request, today=visit.today
        )
        return filterset.qs if filterset.is_valid() else self.public().none()

    def has_term(self, term: Any) -> Q:
        return has_term(SEARCH_TEXT, term)

    def _ranked(self, rows: QuerySet[Any], question: Question) -> QuerySet[Any]:
        if not self.key_field:
            return rows
        order = rows.query.order_by or rows.model._meta.ordering
        ranked = rows.annotate(search_fit=fit_in_sql(question, self.key_field))
        return ranked.order_by("search_fit", *order)


def _query(question: Question) -> QueryDict:
    query = QueryDict(mutable=True)
    query["q"] = question.text
    return query
