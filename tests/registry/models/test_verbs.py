"""QuerySet verbs: the register's questions in its own words."""

import pytest

from registry.enums import ContactKind
from registry.models import Approval, ContactPoint, School
from tests.factories import ContactFactory, SchoolFactory, grant, region

pytestmark = pytest.mark.django_db


def test_in_region_means_the_school_s_region() -> None:
    zhuzhou = SchoolFactory(region=region("430200"))
    changsha = SchoolFactory(region=region("430100"))
    line = grant(school=zhuzhou)
    grant(school=changsha)

    assert list(School.objects.in_region(["430200"])) == [zhuzhou]
    assert list(Approval.objects.in_region(["430200"])) == [line]
    assert Approval.objects.in_region(["430100", "430200"]).count() == 2


def test_a_bureau_s_contact_stands_in_its_region() -> None:
    bureau = ContactFactory(kind=ContactKind.BUREAU, region=region("430200"))
    ContactFactory()

    assert list(ContactPoint.objects.in_region(["430200"])) == [bureau]


def test_a_contact_that_is_not_shown_is_not_public() -> None:
    shown = ContactFactory()
    ContactFactory(is_public=False)

    assert list(ContactPoint.objects.public()) == [shown]
