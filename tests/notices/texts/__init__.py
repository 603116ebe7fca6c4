"""The texts that are kept of a page, and a file to attach."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from notices.models import TextEdition


def texts(page: Any) -> list[tuple[int, str]]:
    editions = TextEdition.objects.filter(page=page.pk).order_by("number")
    return list(editions.values_list("number", "change_note"))


def document(content: bytes = b"%PDF-1.4 one", name: str = "plan.pdf") -> Any:
    return get_document_model().objects.create(
        title="备案方案模板", file=ContentFile(content, name=name)
    )
