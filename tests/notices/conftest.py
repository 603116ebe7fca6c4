"""A section for the pages of these tests."""

from typing import Any

import pytest

from notices.models import NoticeIndexPage
from registry.models import Round
from tests.factories import FilingFactory, RoundFactory
from tests.notices.pages import make_section


@pytest.fixture
def section(wagtail_root: Any) -> NoticeIndexPage:
    return make_section(wagtail_root)


@pytest.fixture
def round_() -> Round:
    made: Round = RoundFactory()
    FilingFactory(round=made)
    return made
