from typing import Any

import pytest

from tests.notices.sign_off.office import Office


@pytest.fixture
def office(wagtail_root: Any) -> Office:
    return Office(wagtail_root)
