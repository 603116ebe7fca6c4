"""Reads a document's text and keeps it; whatever the file is, the document's row says what became of it."""

import hashlib
import logging
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.search.backends import get_search_backends_with_name

from xcms.conf import setting
from xcms.models import DocumentPassage, DocumentText, TextState
from xcms.search.attachments.reading.passages import Passage
from xcms.search.attachments.texts import UnreadableError, read_text
from xcms.versions import page_write

logger = logging.getLogger(__name__)

_BATCH = 100
_LONGEST_NAME = 100


def extract(document_key: Any, *, again: bool = False) -> DocumentText | None:
    """Read the text of a document, unless the file has been read already.

    None: the document is gone, or has got another file meanwhile, which is another call's matter. The slow part
    is outside of any transaction; passages and their index entries are replaced in one.
    """
    document = get_document_model()._default_manager.filter(pk=document_key).first()
    if document is None:
        return None
    if not again and (text := DocumentText.objects.current().filter(pk=document.pk).first()):
        return text
    try:
        data = _content(document)
    except OSError:
        # Not a word about the file itself: it may be there again the next time.
        return _keep(document, state=TextState.PENDING, reason=_("The file can't be opened now."))
    except UnreadableError as error:
        return _keep(document, state=TextState.REFUSED, reason=str(error))
    file_hash = document.file_hash or _sha1(data)
    try:
        found = read_text(data)
    except UnreadableError as error:
        return _keep(document, state=TextState.REFUSED, reason=str(error), file_hash=file_hash)
    return _keep(
        document,
        found.passages,
        state=TextState.DONE if found.passages else TextState.EMPTY,
        reason="" if found.passages else _("There is no text in the file, as in a scan."),
        truncated=found.is_truncated,
        file_hash=file_hash,
    )


def _content(document: Any) -> bytes:
    limit = setting("SEARCH_FILE_MAX_BYTES")
    with document.open_file() as file:
        data: bytes = file.read(limit + 1)
    if len(data) > limit:
        raise UnreadableError(
            _("The file is larger than %(limit)s MB.") % {"limit": f"{limit / 1048576:g}"}
        )
    return data


def _sha1(data: bytes) -> str:
    """As Wagtail's ``file_hash``."""
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def _keep(document: Any, passages: Sequence[Passage] = (), **fields: Any) -> DocumentText | None:
    values = {
        "file_name": document.file.name,
        "file_hash": document.file_hash,
        "truncated": False,
        "extracted_at": timezone.now(),
        **fields,
    }
    same_file = type(document)._default_manager.filter(pk=document.pk, file=document.file.name)
    with page_write():
        if not list(same_file.select_for_update().values_list("pk")):
            return None
        text, _created = DocumentText.objects.update_or_create(document=document, defaults=values)
        text.passages.all().delete()
        _index(
            DocumentPassage.objects.bulk_create(
                [_row(text, position, passage) for position, passage in enumerate(passages)],
                batch_size=_BATCH,
            )
        )
    return text


def _row(text: DocumentText, position: int, passage: Passage) -> DocumentPassage:
    return DocumentPassage(
        document_text=text,
        position=position,
        name=passage.name[:_LONGEST_NAME],
        first_page=passage.first_page or None,
        last_page=passage.last_page or None,
        text=passage.text,
    )


def _index(passages: Sequence[DocumentPassage]) -> None:
    """``bulk_create`` sends no signals, by which Wagtail would index row by row."""
    for name, backend in get_search_backends_with_name(with_auto_update=True):
        try:
            backend.add_bulk(DocumentPassage, passages)
        except Exception:
            # As Wagtail does when a page is saved: a search server that is down loses no content.
            if not backend.catch_indexing_errors:
                raise
            logger.exception("Passages can't be added to the search backend “%s”", name)
