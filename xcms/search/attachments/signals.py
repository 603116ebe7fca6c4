"""A document's text follows its file."""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_save
from wagtail.documents import get_document_model

from xcms.models import DocumentText
from xcms.search.attachments.tasks import hand_over


def watch_documents() -> None:
    """Deleting needs no watch: text, passages and index entries go with the document's row."""
    post_save.connect(
        _after_save, sender=get_document_model(), dispatch_uid="xcms.search.attachments"
    )


def _after_save(
    instance: Any, raw: bool = False, update_fields: Iterable[str] | None = None, **_kwargs: Any
) -> None:
    # Wagtail stores size and hash when a visitor first asks for them, with the file unchanged.
    if raw or (update_fields is not None and "file" not in update_fields):
        return
    if DocumentText.objects.current().filter(pk=instance.pk).exists():
        return
    DocumentText.objects.bulk_create([DocumentText(document=instance)], ignore_conflicts=True)
    hand_over(instance)
