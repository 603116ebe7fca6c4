"""The demo, loaded once for a module's tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from wagtail.models import Site

from home.demo.load import load_demo


@pytest.fixture(scope="module")
def _loaded_demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Each test's own transaction nests in this one, so that the second's work is paid for once."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        with override_settings(DEMO=True):
            load_demo()
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)
        Site.clear_site_root_paths_cache()


@pytest.fixture
def demo(_loaded_demo: None, db: None) -> None:
    """The whole demo, as ``make demo`` loads it."""
