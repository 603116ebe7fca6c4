"""Pages as kinds of things that a search finds: live and open to everybody, of this site, each at one address."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, ClassVar

import swapper
from django.contrib.contenttypes.models import ContentType
from django.db.models import DateField, F, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from xcms.days import SHANGHAI
from xcms.search.asking import begun, best
from xcms.search.page_texts import searchable_text
from xcms.search.question import Question
from xcms.search.ranking import fit
from xcms.search.sources import (
    Hit,
    Names,
    SearchFound,
    SearchSource,
    Suggestion,
    Visit,
    search_sources,
)

#: So many of a kind are put in order and can be paged through.
MOST_LISTED = 300
#: So many titles that go on from what is typed are put in order.
_MOST_BEGUN = 60
#: Titles in which guesses at what was meant are looked for.
_MOST_TITLES = 2000


class PageSource(SearchSource):
    """Pages of some types. A subclass names them, and what else it knows of them."""

    is_dated = True
    #: Names of fields of the types, the first of which that is filled dates a page.
    day_fields: ClassVar[Sequence[str]] = ()

    def models(self) -> Sequence[type[Any]]:
        """The page types; also those that a host has made of the pack's mixins."""
        raise NotImplementedError

    def of_types(self, pages: Any) -> Any:
        models = self.models()
        return pages.type(*models) if models else pages.none()

    def meta(self, page: Any) -> Sequence[str]:
        """A few words about the specific page."""
        return ()

    def demo_among(self, pages: Sequence[Any]) -> Collection[Any]:
        """Keys of those that show demo data."""
        return ()

    def withdrawn_among(self, keys: Collection[Any]) -> Collection[Any]:
        """Keys of those that are no longer in force, which come last."""
        return ()

    def marks_among(self, pages: Sequence[Any]) -> Mapping[Any, str]:
        """Of these, which are no longer in force, the word that says why; by key."""
        return {}

    def texts(self, pages: Sequence[Any]) -> Mapping[Any, str]:
        """Where excerpts are taken from, by key of the specific page."""
        return {page.pk: searchable_text(page) for page in pages}

    # A source

    def public(self, visit: Visit) -> Any:
        pages = self.of_types(visit.pages)
        if visit.has_days:
            pages = pages.annotate(day=self.day())
            if visit.since:
                pages = pages.filter(day__gte=visit.since)
            if visit.until:
                pages = pages.filter(day__lte=visit.until)
        return pages

    def day(self) -> Any:
        """The document's date, else the day of going live."""
        gone_live = [
            TruncDate(name, tzinfo=SHANGHAI)
            for name in ("first_published_at", "latest_revision_created_at")
        ]
        return Coalesce(
            *_paths(self.models(), self.day_fields), *gone_live, output_field=DateField()
        )

    def find(self, question: Question, visit: Visit, *, limit: int, offset: int = 0) -> SearchFound:
        found = best(self._searched(visit), question, most=MOST_LISTED)
        if not found.rows:
            return SearchFound()
        withdrawn = set(self.withdrawn_among([row.pk for row in found.rows]))
        ranked = sorted(
            found.rows,
            key=lambda row: (
                row.pk in withdrawn,
                fit(row.title, question),
                -_ordinal(row.day),
                -row.pk,
            ),
        )
        return SearchFound(
            count=found.count,
            is_more=found.is_more,
            listed=len(found.rows),
            hits=self._hits(ranked[offset : offset + limit], visit, withdrawn),
        )

    def suggest(self, text: str, visit: Visit, *, limit: int) -> Sequence[Suggestion]:
        question = Question.of(text)
        pages = begun(_plain(self.public(visit)), text, limit=_MOST_BEGUN)
        pages.sort(key=lambda page: (fit(page.title, question), -page.pk))
        return [
            Suggestion(page.title, page.get_url(visit.request) or "", self.label)
            for page in pages[:limit]
        ]

    def known_names(self, visit: Visit) -> Names:
        titles = self.of_types(visit.pages).order_by(F("first_published_at").desc(nulls_last=True))
        return Names(texts=list(titles.values_list("title", flat=True)[:_MOST_TITLES]))

    def newest(self, visit: Visit, *, limit: int) -> list[Hit]:
        pages = self._with_days(self.public(visit)).order_by(F("day").desc(nulls_last=True), "-pk")
        rows = list(pages[:limit])
        return self._hits(rows, visit, set(self.withdrawn_among([row.pk for row in rows])))

    # How

    def _searched(self, visit: Visit) -> QuerySet[Any]:
        return self._with_days(_plain(self.public(visit)))

    def _with_days(self, pages: Any) -> Any:
        # What orders them; the shown ones are asked for once more, with everything.
        return pages.annotate(day=self.day()).only("title", "content_type")

    def _hits(
        self, rows: Sequence[Any], visit: Visit, withdrawn: Collection[Any] = ()
    ) -> list[Hit]:
        specific = _specific(rows)
        shown = [(row, specific[row.pk]) for row in rows if row.pk in specific]
        pages = [page for _row, page in shown]
        demo = set(self.demo_among(pages)) if pages else ()
        texts = self.texts(pages) if pages else {}
        ended = [page for page in pages if page.pk in withdrawn]
        marks = self.marks_among(ended) if ended else {}
        return [
            Hit(
                kind=self.key,
                key=f"pages/{page.pk}",
                title=page.title,
                url=page.get_url(visit.request) or "",
                day=row.day if self.is_dated else None,
                text=texts.get(page.pk, ""),
                meta=[text for text in self.meta(page) if text],
                is_demo=page.pk in demo,
                is_withdrawn=page.pk in withdrawn or bool(getattr(page, "is_withdrawn", False)),
                mark=marks.get(page.pk, ""),
                updated=page.last_published_at or page.latest_revision_created_at,
            )
            for row, page in shown
        ]


class OtherPages(PageSource):
    """Every type of page that no other source has, the host's own as well."""

    key = "pages"
    label = _("Other pages")
    order = 90
    is_dated = False

    def models(self) -> Sequence[type[Any]]:
        return ()

    def of_types(self, pages: Any) -> Any:
        others = chain.from_iterable(
            source.models()
            for source in search_sources()
            if isinstance(source, PageSource) and source.key != self.key
        )
        taken = list(others)
        return pages.not_type(*taken) if taken else pages


def _specific(rows: Sequence[Any]) -> dict[Any, Any]:
    """The pages themselves by key: one query for each type."""
    by_type: dict[Any, list[Any]] = {}
    for row in rows:
        by_type.setdefault(row.content_type_id, []).append(row.pk)
    found: dict[Any, Any] = {}
    for content_type, keys in by_type.items():
        # A page whose type is no longer installed stays what every page is.
        model = ContentType.objects.get_for_id(content_type).model_class()
        found |= (model._default_manager if model else _pages()).in_bulk(keys)
    return found


def _pages() -> Any:
    return swapper.load_model("wagtailcore", "Page").objects


def _plain(pages: Any) -> Any:
    """The same pages under a condition that every search backend takes."""
    return _pages().filter(pk__in=pages.order_by().values("pk"))


def _paths(models: Iterable[type[Any]], fields: Sequence[str]) -> list[str]:
    """The fields of the page types as seen from the page."""
    base = swapper.load_model("wagtailcore", "Page")
    found = []
    for model in models:
        steps = [
            parent._meta.model_name
            for parent in (*reversed(model._meta.get_parent_list()), model)
            if parent is not base
        ]
        own = {field.name for field in model._meta.get_fields()}
        found += ["__".join([*steps, name]) for name in fields if name in own]
    return found


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
