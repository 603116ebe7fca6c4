"""Attachments as a kind of things that a search finds: by their titles, and by the text in the files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model

from xcms.days import SHANGHAI
from xcms.files.shown import file_url, show_files
from xcms.models import DocumentPassage
from xcms.search.asking import best
from xcms.search.attachments.owners import Place
from xcms.search.attachments.visibility import public_documents, public_passages, public_places
from xcms.search.question import Question
from xcms.search.ranking import Fit, fit
from xcms.search.sources import Hit, SearchFound, SearchSource, Visit

#: So many passages are put in order; a document may have several of them.
_MOST_PASSAGES = 300
#: The newest titles that are looked at.
_MOST_TITLES = 5000


@dataclass(frozen=True, slots=True)
class _Found:
    key: Any
    fit: Fit
    day: date
    passage: Any = None

    @property
    def order(self) -> tuple[Any, ...]:
        return (self.fit, -self.day.toordinal(), str(self.key))


class AttachmentSource(SearchSource):
    """The files that public pages show (附件). Each leads to the file and names the page."""

    key = "attachments"
    label = gettext_lazy("Attachments")
    order = 80

    def find(self, question: Question, visit: Visit, *, limit: int, offset: int = 0) -> SearchFound:
        found = {one.key: one for one in self._by_text(question)}
        found |= {one.key: one for one in self._by_title(question, found)}
        ranked = sorted(found.values(), key=lambda one: one.order)
        return SearchFound(
            count=len(ranked), hits=self._hits(ranked[offset : offset + limit], visit)
        )

    def _by_text(self, question: Question) -> list[_Found]:
        """One for each document: its first passage that has the question."""
        rows = public_passages().select_related("document_text__document")
        passages = best(rows, question, most=_MOST_PASSAGES).rows
        firsts: dict[Any, Any] = {}
        for passage in passages:
            key = passage.document_text_id
            if key not in firsts or passage.position < firsts[key].position:
                firsts[key] = passage
        return [
            _Found(
                key,
                fit(passage.document_text.document.title, question),
                _day(passage.document_text.document.created_at),
                passage,
            )
            for key, passage in firsts.items()
        ]

    def _by_title(self, question: Question, known: dict[Any, _Found]) -> list[_Found]:
        if not question:
            return []
        titles = public_documents().order_by("-created_at").values_list("pk", "title", "created_at")
        return [
            _Found(key, how, _day(created), known[key].passage if key in known else None)
            for key, title, created in titles[:_MOST_TITLES]
            if (how := fit(title, question)) is not Fit.ELSEWHERE
        ]

    def _hits(self, found: Sequence[_Found], visit: Visit) -> list[Hit]:
        keys = [one.key for one in found]
        documents = get_document_model()._default_manager.in_bulk(keys)
        show_files(documents.values())
        places = public_places(keys, visit.request)
        return [
            Hit(
                kind=self.key,
                key=f"attachments/{one.key}",
                title=document.title,
                url=file_url(document),
                day=one.day,
                text=one.passage.text if one.passage else "",
                meta=_meta(document, one.passage, places.get(one.key)),
                updated=document.created_at,
            )
            for one in found
            if (document := documents.get(one.key)) is not None
        ]


def _day(moment: Any) -> date:
    day: date = moment.astimezone(SHANGHAI).date()
    return day


def _meta(document: Any, passage: DocumentPassage | None, place: Place | None) -> list[str]:
    shown_in = _("in “%(title)s”") % {"title": place.title} if place else ""
    return [
        text
        for text in (document.file_extension.upper(), passage.label if passage else "", shown_in)
        if text
    ]
