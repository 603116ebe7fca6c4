"""The answer to a question: what each kind has of it, asked more loosely where none has anything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from xcms.paging import page_size, whole_number
from xcms.search.excerpts import excerpt, highlighted, plain_excerpt
from xcms.search.question import Question
from xcms.search.sources import Hit, SearchFound, SearchSource, Visit, with_synonyms

#: So many of each kind stand on the page of all kinds.
BEST = 5


class ShownHit:
    """A hit with the question marked in it."""

    def __init__(self, hit: Hit, question: Question, kind: Any = "") -> None:
        self.hit = hit
        self.kind = kind
        self._terms = question.highlighted

    @cached_property
    def title(self) -> SafeString:
        return highlighted(self.hit.title, self._terms)

    @cached_property
    def excerpt(self) -> SafeString:
        return excerpt(self.hit.text, self._terms)

    @cached_property
    def meta(self) -> list[SafeString]:
        return [highlighted(text, self._terms) for text in self.hit.meta]

    def as_json(self) -> dict[str, Any]:
        hit = self.hit
        return {
            "kind": hit.kind,
            "title": hit.title,
            "url": hit.url,
            "date": hit.day.isoformat() if hit.day else None,
            "excerpt": plain_excerpt(hit.text, self._terms),
            "meta": list(hit.meta),
            "is_demo": hit.is_demo,
            "is_withdrawn": hit.is_withdrawn,
        }


@dataclass(frozen=True, slots=True)
class Group:
    """A kind with what it has. ``url`` leads to all of it."""

    source: SearchSource
    found: SearchFound
    hits: Sequence[ShownHit]
    url: str = ""

    @property
    def rest(self) -> bool:
        """There is more than what is shown."""
        return self.found.is_more or self.found.count > len(self.found.hits)


@dataclass(frozen=True, slots=True)
class Results:
    """``question`` is the one that was answered: looser than what was ``asked`` where that has no hits."""

    asked: Question
    question: Question
    groups: Sequence[Group]

    @property
    def is_loose(self) -> bool:
        return self.question is not self.asked

    @property
    def count(self) -> int:
        return sum(group.found.count for group in self.groups)

    @property
    def is_more(self) -> bool:
        return any(group.found.is_more for group in self.groups)

    @property
    def hits(self) -> list[ShownHit]:
        return [hit for group in self.groups for hit in group.hits]


def results(
    text: str, sources: Sequence[SearchSource], visit: Visit, *, limit: int = BEST, offset: int = 0
) -> Results:
    """What the kinds have, kinds without hits left out."""
    asked = with_synonyms(Question.of(text))
    for question in _ever_looser(asked):
        groups = [
            _group(source, found, question)
            for source in sources
            if (found := source.find(question, visit, limit=limit, offset=offset)).count
        ]
        if groups:
            return Results(asked, question, groups)
    return Results(asked, asked, [])


def _ever_looser(asked: Question) -> Iterator[Question]:
    if asked:
        yield asked
        yield from asked.looser()


def _group(source: SearchSource, found: SearchFound, question: Question) -> Group:
    shown = [ShownHit(hit, question, source.label) for hit in found.hits]
    return Group(source, found, shown)


def exact_hits(
    text: str, sources: Sequence[SearchSource], visit: Visit
) -> list[tuple[SearchSource, Hit]]:
    """Records that are called just so, one of a kind at most."""
    question = Question.of(text)
    found = ((source, source.exact(question, visit)) for source in sources)
    return [(source, hit) for source, hit in found if hit is not None]


class HitRows:
    """One kind's hits as the rows of a paged list."""

    def __init__(self, text: str, source: SearchSource, visit: Visit, query: QueryDict) -> None:
        self._ask = (text, [source], visit)
        self._size = page_size(query)
        number = whole_number(query.get("page", ""), default=1, low=1, high=10_000)
        self._asked_for = (number - 1) * self._size
        self.results = results(*self._ask, limit=self._size, offset=self._asked_for)

    @property
    def found(self) -> SearchFound:
        groups = self.results.groups
        return groups[0].found if groups else SearchFound()

    def count(self) -> int:
        """Of those that can be paged through."""
        listed = self.found.listed
        return self.found.count if listed is None else min(listed, self.found.count)

    def records(self, start: int, stop: int) -> list[ShownHit]:
        if start != self._asked_for:
            # The page number was past the end.
            self.results = results(*self._ask, limit=stop - start, offset=start)
        return self.results.hits[: stop - start]
