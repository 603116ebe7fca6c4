"""What the tests of the API share."""

from typing import Any

import pytest
from wagtail.models import Page

from registry.models import SchoolName, SchoolYear
from tests.factories import (
    ContactFactory,
    FilingFactory,
    MajorFactory,
    QQGroupFactory,
    RoundFactory,
    SchoolFactory,
    grant,
)
from tests.notices.pages import make_section, published_list
from tests.registry.publication import list_page, publish


@pytest.fixture(autouse=True)
def _no_rate(settings: Any) -> None:
    settings.XCMS = {**settings.XCMS, "API_RATE": None}


@pytest.fixture
def some_of_everything(wagtail_root: Any) -> None:
    """Three public records of each register, and what belongs to them."""
    make_some(3)


def make_some(count: int) -> None:
    for index in range(count):
        certificate = FilingFactory(round=RoundFactory(number=index % 3 + 1)).certificate
        school = SchoolFactory()
        SchoolName.objects.create(school=school, name=f"曾用{school.code}", kind="former")
        SchoolYear.objects.create(school=school, year=2020, majors_count=20)
        grant(school=school, certificate=certificate, major=MajorFactory())
        ContactFactory()
        ContactFactory(kind="organization", organization=certificate.organization)
        QQGroupFactory()
    for number in range(1, min(count, 3) + 1):
        round_ = RoundFactory(number=number)
        slug = f"list-{round_.key}"
        publish(round_, Page.objects.filter(slug=slug).first() or list_page(slug))


@pytest.fixture
def listed(wagtail_root: Any) -> Any:
    """A real list page below a section, with one filing whose organisation has an office."""
    page = published_list(make_section(wagtail_root))
    filing = page.round.filings.get()
    ContactFactory(kind="organization", organization=filing.certificate.organization)
    return page
