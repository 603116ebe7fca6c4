"""A section for notices and lists, and how a test asks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from notices.models import NoticeIndexPage
from tests.notices.pages import make_section

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def section(wagtail_root: Any) -> NoticeIndexPage:
    return make_section(wagtail_root)


@pytest.fixture
def ask(client: Client) -> Ask:
    """``ask("试点", kind="notices")``: the answer as JSON."""

    def answer(text: str, **more: Any) -> dict[str, Any]:
        response = client.get("/search/", {"q": text, "format": "json", **more})
        assert response.status_code == 200, response.content
        found: dict[str, Any] = response.json()
        return found

    return answer
