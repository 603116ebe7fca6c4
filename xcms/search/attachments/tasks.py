"""Texts are read by whatever runs the host's background tasks; with Django's stock backend, that is at once."""

from typing import Any

from django.db import transaction

from xcms.conf import setting
from xcms.search.attachments.extraction import extract

try:
    from django.tasks import task  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    from django_tasks import task  # type: ignore[no-redef,unused-ignore]


@task()
def read_document(document_key: str) -> None:
    extract(document_key)


def hand_over(document: Any) -> None:
    """Let a background process read the text once the document is committed.

    A queue that is down doesn't keep anybody from uploading: ``xcms_extract_texts`` reads what was left.
    """
    queued = read_document.using(backend=setting("SEARCH_TASK_BACKEND"))
    key = str(document.pk)

    def enqueue() -> None:
        queued.enqueue(key)

    # Not a partial: Django names what fails.
    transaction.on_commit(enqueue, robust=True)
