"""The files of a batch: what its notices attach, what was imported for its lists, what its QQ groups were given.

The signed files of a list stand beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents import get_document_model

from notices.dossiers.texts import BatchNotice, document_keys
from notices.models.attachments import ListFile
from notices.page_types import page_types
from notices.timelines import RoundTimeline
from registry.models import QQGroup
from registry.views.directory import closed_collections, is_open
from xcms.files.shown import ShownFile, show_files, shown_file


@dataclass(frozen=True, slots=True)
class DossierFile:
    """``size`` in bytes, None where the file is gone; ``source`` is what it belongs to."""

    title: str
    url: str
    format: str
    size: int | None
    source: str


def files_of(
    notices: Sequence[BatchNotice], lists: Sequence[RoundTimeline], groups: Iterable[QQGroup]
) -> list[DossierFile]:
    """Each file once, where it stands first. ``groups`` come with their mirrored files."""
    found = [*_of_notices(notices), *_of_lists(lists), *_of_groups(groups)]
    return list({file.url: file for file in reversed(found)}.values())[::-1]


def _of_notices(notices: Sequence[BatchNotice]) -> Iterable[DossierFile]:
    from notices.models.notices import NoticeAttachment

    pages = {one.page.pk: one.page for one in notices}
    if not pages:
        return
    chosen = document_keys(list(pages.values()))
    attached = NoticeAttachment.objects.filter(page__in=list(pages)).order_by("sort_order")
    for page_id, document_id, title in attached.values_list("page_id", "document_id", "title"):
        chosen.setdefault(page_id, []).append((document_id, title))
    keys = {key for files in chosen.values() for key, _title in files}
    documents = get_document_model().objects.select_related("collection").in_bulk(keys)
    closed = closed_collections()
    opened = {key: one for key, one in documents.items() if is_open(one, closed)}
    show_files(opened.values())
    for page_id, page in pages.items():
        for key, title in chosen.get(page_id, []):
            if (document := opened.get(key)) is not None:
                yield _shown(title or document.title, shown_file(document), page.title)


def _of_lists(lists: Sequence[RoundTimeline]) -> Iterable[DossierFile]:
    from notices.models.lists import CertificateListMixin

    shown = {
        one.published.edition.page_id: one.published for one in lists if one.published is not None
    }
    if not shown:
        return
    named: dict[Any, Any] = {}
    for model in page_types(CertificateListMixin):
        pages = model.objects.filter(pk__in=list(shown), attached_file__isnull=False)
        named |= dict(pages.values_list("attached_file_id", "pk"))
    files = ListFile.objects.filter(pk__in=list(named)).defer("content")
    by_page = {named[file.pk]: file for file in files if named[file.pk] == file.page_id}
    for page_id, one in shown.items():
        if (file := by_page.get(page_id)) is not None:
            kind = file.name.rpartition(".")[2] if "." in file.name else ""
            yield DossierFile(file.name, f"{one.url}file/", kind.upper(), file.size, one.title)


def _of_groups(groups: Iterable[QQGroup]) -> Iterable[DossierFile]:
    for group in groups:
        source = _("Files of the QQ group “%(name)s”") % {"name": group.name}
        for file in group.mirrored:
            yield _shown(file.title, file.file, source)


def _shown(title: str, file: ShownFile, source: str) -> DossierFile:
    return DossierFile(title, file.url, file.format, file.size, source)
