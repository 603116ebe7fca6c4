"""What a section shows: its live public pages, filtered and paged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce, ExtractYear, TruncDate
from django.http import HttpRequest
from wagtail.models import Page

from notices.dossiers.visibility import without_hidden_dossiers
from notices.standing import Mark, marks_of
from registry.models import EditionRow
from xcms.days import SHANGHAI
from xcms.paging import ListPage, list_page
from xcms.querystrings import tolerant_query
from xcms.text import clean_text


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A page of the section; ``day`` is the document's date, else the day it went live.

    ``mark``: readers must not act on it any more.
    """

    page: Any
    url: str
    day: date
    is_demo: bool
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class SectionListing:
    entries: Sequence[SectionEntry]
    found: ListPage
    years: Sequence[int]
    year: str
    query: str

    @property
    def is_filtered(self) -> bool:
        return bool(self.year or self.query)


def section_pages(section: Any) -> Any:
    """The section's live public children with their ``day``, latest first; also what ``marks_of()`` needs."""
    return dated(Page.objects.child_of(section).live().public())


def dated(pages: Any) -> Any:
    """Pages with their ``day``, latest first. A batch that is not listed is not named."""
    pages = without_hidden_dossiers(pages)
    return pages.annotate(
        day=Coalesce(
            "noticepage__dated",
            "certificatelistpage__dated",
            TruncDate("first_published_at", tzinfo=SHANGHAI),
            TruncDate("latest_revision_created_at", tzinfo=SHANGHAI),
        ),
        stated_validity=Coalesce("noticepage__validity", "certificatelistpage__validity"),
        stated_date=Coalesce("noticepage__validity_date", "certificatelistpage__validity_date"),
    ).order_by("-day", "-first_published_at", "-pk")


def section_listing(section: Any, request: HttpRequest) -> SectionListing:
    """Reads ``q``, ``year``, ``page`` and ``page_size``; anything odd is as if it were not there."""
    return listing_of(Page.objects.child_of(section).live().public(), request)


def listing_of(found_pages: Any, request: HttpRequest) -> SectionListing:
    """The same of any public pages."""
    query = tolerant_query(request.GET)
    pages = dated(found_pages)
    years = [
        year
        for year in pages.order_by().values_list(ExtractYear("day"), flat=True).distinct()
        if year
    ]
    years.sort(reverse=True)
    year = query.get("year", "")
    if year in {str(known) for known in years}:
        pages = pages.filter(day__year=int(year))
    else:
        year = ""
    words = clean_text(query.get("q", ""))[:100]
    for word in words.split():
        pages = pages.filter(
            Q(title__icontains=word)
            | Q(noticepage__summary__icontains=word)
            | Q(noticepage__document_number__icontains=word)
            | Q(noticepage__index_number__icontains=word)
            | Q(noticepage__keywords__icontains=word)
            | Q(certificatelistpage__summary__icontains=word)
            | Q(registercollectionpage__summary__icontains=word)
            | Q(batchdossierpage__summary__icontains=word)
            | Q(themepage__summary__icontains=word)
        )
    found = list_page(pages.specific(), query)
    return SectionListing(entries(found.objects, request), found, years, year, words)


def entries(pages: Iterable[Any], request: HttpRequest) -> list[SectionEntry]:
    """One query for the demo marks and one for the withdrawn, whatever the number of pages."""
    pages = list(pages)
    demo = set(
        EditionRow.objects.filter(
            edition__page__in=[page.pk for page in pages], filing__is_demo=True
        )
        .values_list("edition__page_id", flat=True)
        .distinct()
    )
    marks = marks_of(pages)
    return [
        SectionEntry(
            page, page.get_url(request) or "", page.day, page.pk in demo, marks.get(page.pk)
        )
        for page in pages
    ]
