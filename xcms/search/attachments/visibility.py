"""Which documents the public may find: visibility follows publication (design rule 1).

Wagtail's reference index has the saved row of a page: its published content while it is live. A document that
only a draft or a revision shows is not public, and one that a page has let go of is so no more.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, ReferenceIndex

from xcms.models import DocumentPassage, DocumentText, TextState
from xcms.search.attachments.owners import Owners, Place, all_owners


def public_documents() -> QuerySet[Any]:
    """Documents in open collections that something public shows: a live page without view restriction, a row that
    another app has made known. Two queries to build it."""
    references = _references().filter(to_object_id=Cast(OuterRef("pk"), CharField()))
    documents: QuerySet[Any] = get_document_model()._default_manager.filter(Exists(references))
    closed = Q()
    for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
        closed |= Q(collection__path__startswith=path)
    return documents.exclude(closed) if closed else documents


def public_passages() -> QuerySet[DocumentPassage]:
    """What the public may find of the texts: of public documents, and of the file that is there now.

    Made for ``.search()``: everything else stands in one subquery over a field that the index can filter by.
    """
    texts = DocumentText.objects.current().filter(
        state=TextState.DONE, document__in=public_documents().values("pk")
    )
    return DocumentPassage.objects.filter(document_text__in=texts.values("pk"))


def public_places(documents: Iterable[Any], request: Any = None) -> dict[Any, Place]:
    """Where the public sees each of these documents (primary keys); one that nothing public shows is left out.

    Of several pages the one published last. A constant number of queries: one for the references, two for pages,
    one for each other kind of owner. Says nothing about the documents' collections.
    """
    keys = {str(key): key for key in documents}
    references = list(
        _references()
        .filter(to_object_id__in=list(keys))
        .values_list("to_object_id", "base_content_type_id", "object_id")
        .distinct()
    )
    places: dict[Any, Place] = {}
    for owners in all_owners():
        shown_by: dict[str, list[str]] = {}
        for document, kind, row in references:
            if kind == owners.content_type.pk:
                shown_by.setdefault(row, []).append(document)
        if not shown_by:
            continue
        for row in owners.public().filter(pk__in=list(shown_by)):
            place = owners.place(row, request)
            if place is None:
                continue
            for document in shown_by[str(row.pk)]:
                places.setdefault(keys[document], place)
    return places


def _references() -> QuerySet[ReferenceIndex]:
    """From what is public to documents."""
    model = get_document_model()
    shown = Q()
    for owners in all_owners():
        shown |= Q(base_content_type=owners.content_type, object_id__in=_keys(owners))
    return ReferenceIndex.objects.filter(
        shown,
        to_content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
    )


def _keys(owners: Owners) -> QuerySet[Any]:
    """As the reference index writes them."""
    rows = owners.public().order_by().select_related(None)
    return rows.annotate(_key=Cast("pk", CharField())).values("_key")
