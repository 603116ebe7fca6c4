"""Documents in a storage of their own, and a page that shows them."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def make_document(db: None) -> Any:
    def make(content: bytes = b"one", name: str = "名单.txt", **values: Any) -> Any:
        file = ContentFile(content, name=name)
        return get_document_model().objects.create(**{"title": "名单", "file": file, **values})

    return make


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Any:
    """``with commit():`` what happens after a commit happens at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def replace(commit: Any) -> Any:
    def replace_file(document: Any, content: bytes, name: str = "名单.txt", **said: Any) -> Any:
        document = type(document).objects.get(pk=document.pk)
        document.file = ContentFile(content, name=name)
        for key, value in said.items():
            setattr(document, key, value)
        with commit():
            document.save()
        return document

    return replace_file
