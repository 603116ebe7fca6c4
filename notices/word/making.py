"""From a read Word file to the draft of a notice, or to a new draft of one that is there. Never to a live page."""

import base64
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.utils import get_allowed_image_extensions
from wagtail.log_actions import log
from wagtail.models import Page

from notices.models import NoticeAttachment, NoticePage, WordImport
from notices.word.access import (
    document_collection,
    image_collection,
    is_locked,
    may_add_below,
    may_rewrite,
)
from notices.word.body import shown_blocks, stream
from notices.word.reader import WordReading
from notices.word.remark_labels import embedded_title
from xcms.days import shanghai_today

#: The data of the page that a Word file may say.
FIELDS = ("document_number", "issuing_body", "dated", "addressed_to")


class AlreadyDoneError(Exception):
    """Somebody, or a second press of the button, has made the page already."""


def make_notice(
    word: WordImport, *, title: str, taken: Collection[str], acting_user: Any
) -> NoticePage:
    """A draft below the section. ``taken``: the proposals that the editor left ticked."""
    section = word.section
    if section is None or not may_add_below(section, acting_user):
        raise PermissionDenied
    reading = word.reading
    with _Write(word, reading) as written:
        page = NoticePage(title=title, live=False, owner=acting_user, locale=section.locale)
        _fill(page, reading, taken, written, acting_user)
        page.slug = _free_slug(section, page.dated or shanghai_today())
        section.add_child(instance=page)
        log(instance=page, action="wagtail.create", user=acting_user)
        _finish(word, page, acting_user)
    return page


def replace_body(
    word: WordImport, *, title: str, taken: Collection[str], acting_user: Any
) -> NoticePage:
    """A new draft revision of the page; what is live stays as it is.

    Raises ValidationError where the page is locked, or where somebody has written since the upload.
    """
    if word.page is None or not may_rewrite(word.page, acting_user):
        raise PermissionDenied
    if is_locked(word.page, acting_user):
        raise ValidationError(_("“%(page)s” is locked for editing.") % {"page": word.page.title})
    reading = word.reading
    with _Write(word, reading) as written:
        stored = NoticePage.objects.select_for_update().get(pk=word.page.pk)
        if stored.latest_revision_id != word.seen_revision:
            raise ValidationError(
                _(
                    "Somebody has saved “%(page)s” since this file was uploaded. Look at the page, then upload "
                    "the file again: this text would replace what was written meanwhile."
                )
                % {"page": stored.title}
            )
        page = stored.get_latest_revision_as_object()
        if "title" in taken:
            page.title = page.draft_title = title
        _fill(page, reading, taken, written, acting_user)
        _finish(word, page, acting_user)
    return page


class _Write:
    """One transaction for the page; files that were stored for it go again when it fails."""

    def __init__(self, word: WordImport, reading: WordReading) -> None:
        self._word, self._reading = word, reading
        self._files: list[Any] = []
        self._stack = ExitStack()

    def __enter__(self) -> "_Write":
        self._stack.enter_context(transaction.atomic())
        try:
            # A second press of the button waits here, and finds it done.
            row = WordImport.objects.select_for_update().filter(pk=self._word.pk).first()
            if row is None or row.done_at is not None:
                raise AlreadyDoneError
        except BaseException as error:
            self._stack.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            self._stack.__exit__(kind, error, trace)
        except BaseException:
            self._forget_files()
            raise
        if kind is not None:
            self._forget_files()

    def _forget_files(self) -> None:
        for file in self._files:
            file.storage.delete(file.name)

    def image(self, index: int, *, alt: str, title: str, user: Any, collection: Any) -> Any:
        given = self._reading.pictures[index]
        image = get_image_model()(
            title=(alt or f"{title} {index + 1}")[:255],
            file=ContentFile(self._reading.picture(index), name=given["name"]),
            uploaded_by_user=user,
            collection=collection,
        )
        image.file_size = image.file.size
        image._set_file_hash()
        image.save()
        self._files.append(image.file)
        return image

    def document(self, content: bytes, *, name: str, title: str, user: Any, collection: Any) -> Any:
        document = get_document_model()(
            title=title[:255],
            file=ContentFile(content, name=name),
            uploaded_by_user=user,
            collection=collection,
        )
        document.save()
        self._files.append(document.file)
        return document


def _fill(
    page: NoticePage, reading: WordReading, taken: Collection[str], written: _Write, user: Any
) -> None:
    blocks = shown_blocks(reading, taken)
    for field in FIELDS:
        if field in taken and (value := reading.proposal(field)):
            setattr(page, field, date.fromisoformat(value) if field == "dated" else value)
    images = _images(blocks, reading, page.title, written, user)
    page.body = NoticePage._meta.get_field("body").stream_block.to_python(stream(blocks, images))
    _attach(page, reading, written, user)


def _images(
    blocks: Collection[Mapping[str, Any]],
    reading: WordReading,
    title: str,
    written: _Write,
    user: Any,
) -> dict[int, Any]:
    collection = image_collection(user)
    if collection is None:
        return {}
    used = {block["picture"]: block["alt"] for block in blocks if block["type"] == "image"}
    allowed = get_allowed_image_extensions()
    return {
        index: written.image(index, alt=alt, title=title, user=user, collection=collection)
        for index, alt in used.items()
        if reading.pictures[index]["name"].rpartition(".")[2] in allowed
    }


def _attach(page: NoticePage, reading: WordReading, written: _Write, user: Any) -> None:
    collection = document_collection(user)
    if collection is None:
        return
    order = max((one.sort_order or 0 for one in page.attachments.all()), default=-1)
    with translation.override("zh-hans"):
        for file in reading.files:
            order += 1
            title = embedded_title(str(file["number"]), file["extension"])
            document = written.document(
                base64.b64decode(file["content"]),
                name=f"embedded-{file['number']}.{file['extension']}",
                title=title,
                user=user,
                collection=collection,
            )
            page.attachments.add(NoticeAttachment(document=document, title=title, sort_order=order))


def _finish(word: WordImport, page: NoticePage, user: Any) -> None:
    page.save_revision(user=user, log_action=True)
    log(
        instance=page,
        action="xcms_notices.from_word",
        user=user,
        data={"file": word.name, "sha256": word.sha256},
    )
    word.page, word.done_at = page.page_ptr, timezone.now()
    word.packed = WordImport.pack(word.reading, with_files=False)
    word.save(update_fields=["page", "done_at", "packed"])


def _free_slug(section: Page, day: date) -> str:
    """Short, and by the day: a Chinese title makes nine characters of each glyph in an address."""
    taken = set(section.get_children().values_list("slug", flat=True))
    slug, number = f"{day:%Y-%m-%d}", 1
    while slug in taken:
        number += 1
        slug = f"{day:%Y-%m-%d}-{number}"
    return slug
