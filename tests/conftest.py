"""Fixtures that every test may use."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from wagtail.models import Site

from home import remembered
from registry.services.approval_index import holder
from tests.clock import Clock
from tests.emptied import KeptRows
from tests.page_tree import ensure_page_tree
from xcms.search import near


@pytest.fixture(scope="session", autouse=True)
def _seldom_look_for_garbage() -> None:
    """Django, Wagtail and their models stay: to go through them again and again costs a fifth of the migrations."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        first_rows = KeptRows("first")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda _test: first_rows.bring_back()
        )
        yield


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
