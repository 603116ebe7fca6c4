"""The demo, loaded once for a module's tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from home.demo.load import load_demo
from tests.made_once import made_once


@pytest.fixture(scope="module")
def _loaded_demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with made_once(django_db_blocker):
        with override_settings(DEMO=True):
            load_demo()
        yield


@pytest.fixture
def demo(_loaded_demo: None, db: None) -> None:
    """The whole demo, as ``make demo`` loads it."""
