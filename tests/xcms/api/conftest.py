"""What the tests of the core's API share."""

from typing import Any

import pytest


@pytest.fixture
def bare_host(settings: Any) -> None:
    """A host without the pack's optional middleware: nothing stands before the views."""
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if not name.startswith(("xcms.", "csp."))
    ]


@pytest.fixture
def no_rate(settings: Any) -> None:
    settings.XCMS = {**settings.XCMS, "API_RATE": None}
