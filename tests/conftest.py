"""Fixtures that every test may use."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from wagtail.models import Site

from home import remembered
from registry.services.approval_index import holder
from tests.clock import Clock
from tests.page_tree import ensure_page_tree
from xcms.search import near


@pytest.fixture
def wagtail_root(db: None) -> Any:
    """The default site's HomePage: the parent for any page a test makes, also after a database flush."""
    Site.clear_site_root_paths_cache()
    return ensure_page_tree()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
    # The next test's database has other rows under the same versions.
    holder.forget()
    remembered.forget()
    near.forget()
