"""What one search box looks through: kinds of things, each offered by the app that knows them.

An app returns its sources from the Wagtail hook ``register_xcms_search_sources``. A source finds only what the
public sees already; where the register has a list of them, it finds what that list finds.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from typing import Any, ClassVar

import swapper
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Site

from xcms.search.question import Question
from xcms.search.words import Term

SOURCES_HOOK = "register_xcms_search_sources"
SYNONYMS_HOOK = "register_xcms_search_synonyms"

#: Gives for the terms that it knows other texts that say the same.
Synonyms = Callable[[Sequence[Term]], Mapping[Term, Sequence[str]]]

#: So many other names of one term are looked for.
_MOST_SYNONYMS = 5


@dataclass(frozen=True)
class Visit:
    """Who asks from where, and which days count. Days only concern kinds that have a date."""

    request: HttpRequest
    today: date
    since: date | None = None
    until: date | None = None

    @cached_property
    def site(self) -> Site | None:
        found: Site | None = Site.find_for_request(self.request)
        return found

    @cached_property
    def pages(self) -> Any:
        """The site's public pages, each at its own address. One query to build it, whoever goes on from here."""
        pages = swapper.load_model("wagtailcore", "Page").objects.live().public()
        pages = pages.filter(depth__gt=1, alias_of=None)
        if self.site is not None:
            pages = pages.descendant_of(self.site.root_page, inclusive=True)
        return pages

    @property
    def has_days(self) -> bool:
        return bool(self.since or self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found. ``key`` identifies it for good. ``text`` is where an excerpt is taken from; ``meta`` are
    a few words about it, such as a document number or a region. ``mark`` says why it must not be acted on any more,
    where there is a word for it."""

    kind: str
    key: str
    title: str
    url: str
    day: date | None = None
    text: str = ""
    meta: Sequence[str] = ()
    is_demo: bool = False
    is_withdrawn: bool = False
    mark: str = ""
    updated: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFound:
    """A slice of the hits, the best first. ``is_more``: there are more than ``count``.

    ``listed`` is how many can be paged through. ``list_url`` is the list that shows the same, if there is one.
    """

    count: int = 0
    is_more: bool = False
    hits: Sequence[Hit] = ()
    listed: int | None = None
    list_url: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that goes on as somebody types, with the page that it leads to."""

    text: str
    url: str
    kind: Any


@dataclass(frozen=True, slots=True)
class Names:
    """What can be meant: ``names`` are whole names, ``texts`` have words in them."""

    names: Collection[str] = field(default=())
    texts: Collection[str] = field(default=())


class SearchSource:
    """A kind of things. ``key`` stands in addresses; kinds stand in the page by ``order``."""

    key: ClassVar[str]
    label: ClassVar[Any]
    order: ClassVar[int] = 100
    #: Its things have a day, and can be asked for by it.
    is_dated: ClassVar[bool] = False

    def find(self, question: Question, visit: Visit, *, limit: int, offset: int = 0) -> SearchFound:
        """The best first: whose name is just this, begins so, has it, then the others; the newest among equals."""
        raise NotImplementedError

    def exact(self, question: Question, visit: Visit) -> Hit | None:
        """The one thing that is called just so."""
        return None

    def suggest(self, text: str, visit: Visit, *, limit: int) -> Sequence[Suggestion]:
        return ()

    def latest(self, visit: Visit, *, limit: int) -> Sequence[Hit]:
        """What is shown before anything is asked; most kinds show nothing."""
        return ()

    def known_names(self, visit: Visit) -> Names:
        """For guesses at what was meant: kept for a version of what visitors see."""
        return Names()

    def list_url(self) -> str:
        """Where all of them are."""
        return ""


def search_sources() -> list[SearchSource]:
    offered: Iterable[Iterable[SearchSource]] = (offer() for offer in hooks.get_hooks(SOURCES_HOOK))
    found = {source.key: source for source in chain.from_iterable(offered)}
    return sorted(found.values(), key=lambda source: source.order)


def with_synonyms(question: Question) -> Question:
    """The question with other names for its terms, as the apps know them."""
    others: dict[Term, list[str]] = {}
    for offer in hooks.get_hooks(SYNONYMS_HOOK):
        found: Mapping[Term, Sequence[str]] = offer(question.terms)
        for term, texts in found.items():
            others.setdefault(term, []).extend(texts)
    if not others:
        return question
    return Question(
        question.text,
        question.terms,
        {term: tuple(dict.fromkeys(texts))[:_MOST_SYNONYMS] for term, texts in others.items()},
        question.is_any,
    )
