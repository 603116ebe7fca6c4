"""Notices whose index entries the tests write themselves."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from notices.models import NoticePage

Notice = Callable[..., NoticePage]


@pytest.fixture
def backend() -> Any:
    return get_search_backend()


@pytest.fixture
def notice(wagtail_root: Any, backend: Any) -> Notice:
    """A live notice in the index; ``day`` of 2020 is when it was first published."""

    def make(title: str, body: str = "", *, day: int = 1, **values: Any) -> NoticePage:
        published = datetime(2020, 1, day, tzinfo=UTC)
        page = NoticePage(title=title, summary=body, first_published_at=published, **values)
        wagtail_root.add_child(instance=page)
        backend.add(page)
        return page

    return make


@pytest.fixture
def found(db: None) -> Callable[..., list[str]]:
    """Titles of the pages that a question finds, in order."""

    def search(question: Any, **options: Any) -> list[str]:
        return [page.title for page in Page.objects.live().search(question, **options)]

    return search
