"""Texts that speak of attachments which are not there, and files that have gone from the disk."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import ReferenceIndex, get_default_page_content_type

from notices.leaves import text_of
from notices.models import NoticeMixin
from notices.reports.findings import Finding, PageSet

_DIGITS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))
#: “附件” with its number, where the words before it don't say that there is none or that it is an e-mail's.
_MENTION = re.compile(
    r"(?<!无)(?<!没有)(?<!不带)(?<!邮件)附\s*件\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})?"
)


def missing_attachments(pages: PageSet) -> Iterable[Finding]:
    used = _documents_of(pages)
    for page in pages.of_type(NoticeMixin):
        mentions = _MENTION.findall(text_of(page))
        count = len(used.get(page.pk, ()))
        if mentions and not count:
            yield Finding(page, _("The text speaks of an attachment, and none is attached."))
            continue
        highest = max((_number(text) for text in mentions), default=0)
        if highest > count:
            yield Finding(
                page,
                _("The text speaks of attachment %(number)s, and %(count)s are attached.")
                % {"number": highest, "count": count},
            )


def _number(text: str) -> int:
    """0 for a mention without a number."""
    if not text or text[0] not in _DIGITS:
        # int() reads full-width digits, too.
        return int(text or 0)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def lost_files(pages: PageSet) -> Iterable[Finding]:
    """Documents whose file is not in the storage. Asked of this machine's disks alone: a report calls no other one."""
    used = _documents_of(pages)
    keys = {key for documents in used.values() for key in documents}
    lost = {
        document.pk: document
        for document in get_document_model()._default_manager.in_bulk(keys).values()
        if _is_lost(document)
    }
    for page in pages.pages:
        for key in sorted(used.get(page.pk, ())):
            if key in lost:
                yield Finding(
                    page,
                    _("The file of the document “%(document)s” is lost: upload it again.")
                    % {"document": lost[key].title},
                )


def _is_lost(document: Any) -> bool:
    storage = document.file.storage
    if not document.file.name:
        return True
    return isinstance(storage, FileSystemStorage) and not storage.exists(document.file.name)


def _documents_of(pages: PageSet) -> Mapping[Any, set[Any]]:
    """Keys of the documents that each page uses, in whatever field or block; one query."""
    document = get_document_model()
    found: dict[Any, set[Any]] = {}
    references = ReferenceIndex.objects.filter(
        base_content_type=get_default_page_content_type(),
        to_content_type=ContentType.objects.get_for_model(document),
    )
    wanted = {str(page.pk): page.pk for page in pages.pages}
    for page_key, key in references.values_list("object_id", "to_object_id"):
        if page_key in wanted:
            found.setdefault(wanted[page_key], set()).add(document._meta.pk.to_python(key))
    return found
