"""A site with one school and, where asked for, a notice."""

from typing import Any

import pytest

from notices.models import NoticePage
from tests.factories import SchoolFactory
from tests.notices.pages import make_notice, make_section


@pytest.fixture
def site_with_school(wagtail_root: Any) -> None:
    SchoolFactory(code="4143000001", name="甲学院")


@pytest.fixture
def notice(wagtail_root: Any) -> NoticePage:
    return make_notice(make_section(wagtail_root))
