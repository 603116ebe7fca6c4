"""Documents with files in a folder of their own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Page

from notices.models import NoticeIndexPage
from tests.notices.pages import make_section

Make = Callable[..., Any]


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def upload(media: Path, django_capture_on_commit_callbacks: Any) -> Make:
    """``upload("文字", name="a.txt")``: a document whose text has been read, as by a stock host."""

    def make(content: str | bytes = "考务平台", name: str = "file.txt", **values: Any) -> Any:
        data = content.encode() if isinstance(content, str) else content
        with django_capture_on_commit_callbacks(execute=True):
            return get_document_model().objects.create(
                **{"title": name, "file": ContentFile(data, name=name), **values}
            )

    return make


@pytest.fixture
def section(wagtail_root: Any) -> NoticeIndexPage:
    return make_section(wagtail_root)


@pytest.fixture(autouse=True)
def _known_content_types(db: None) -> None:
    """What a process asks the database for once is in no count of queries."""
    ContentType.objects.get_for_models(Page, get_document_model(), for_concrete_models=False)
