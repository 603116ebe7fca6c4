"""Which offices a query shows."""

from typing import Any

import pytest
from django.http import QueryDict

from registry.filters import ContactFilterSet
from registry.models import ContactPoint
from tests.factories import ContactFactory, SchoolFactory, region

pytestmark = pytest.mark.django_db


def found(query: str) -> list[Any]:
    filterset = ContactFilterSet(QueryDict(query), ContactPoint.objects.public())
    assert filterset.is_valid(), filterset.errors
    return list(filterset.qs)


def test_the_directory_begins_with_the_authorities() -> None:
    bureau = ContactFactory(kind="bureau", region=region("430200"))
    province = ContactFactory()
    office = ContactFactory(kind="school", school=SchoolFactory(), office="教务处")
    assert found("") == [province, bureau]
    assert found("kind=school") == [office]
    assert found("q=教务") == [office]
    assert found("region=430200") == [bureau]


def test_nobody_is_found_by_a_persons_name_or_mobile() -> None:
    mobile = "138" + "0" * 8
    ContactFactory(person="某某某", mobile=mobile, show_person=True)
    assert found("q=某某某") == []
    assert found(f"q={mobile}") == []


def test_hidden_offices_are_not_found() -> None:
    ContactFactory(office="内部科室", is_public=False)
    assert found("q=内部") == []
