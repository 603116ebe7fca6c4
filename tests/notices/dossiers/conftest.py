"""A batch with its notice and its page."""

from typing import Any

import pytest

from tests.notices.dossiers import World, make_world


@pytest.fixture
def world(section: Any) -> World:
    return make_world(section)
