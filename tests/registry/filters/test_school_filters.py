"""Which schools a query shows."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from registry.filters import SchoolFilterSet
from registry.models import School, SchoolName
from tests.factories import CertificateFactory, MajorFactory, SchoolFactory, grant, region

pytestmark = pytest.mark.django_db


def found(query: str) -> list[Any]:
    filterset = SchoolFilterSet(QueryDict(query), School.objects.public(), today=date(2020, 7, 1))
    assert filterset.is_valid(), filterset.errors
    return list(filterset.qs)


def test_region_and_level() -> None:
    school = SchoolFactory(secondary=True, region=region("430200"))
    SchoolFactory(region=region("430200"))
    SchoolFactory(secondary=True)
    assert found("region=430200&school_level=secondary") == [school]


def test_schools_that_run_a_certificate_today() -> None:
    logistics = CertificateFactory(name="物流管理")
    school = SchoolFactory(region=region("430200"))
    grant(school=school, certificate=logistics)
    grant(school=SchoolFactory(region=region("430100")), certificate=logistics)
    grant(
        school=SchoolFactory(region=region("430200")),
        certificate=logistics,
        decision={"effective_to": date(2020, 7, 1)},
    )
    assert found(f"region=430200&certificate={logistics.public_id}") == [school]


def test_certificate_level_and_major_must_hold_for_the_same_line() -> None:
    certificate = CertificateFactory()
    school = SchoolFactory()
    logistics = MajorFactory(name="物流管理")
    grant(school=school, certificate=certificate, level="beginner", major=logistics)
    grant(school=school, certificate=certificate, level="advanced")
    assert found("certificate_level=beginner&major=物流") == [school]
    assert found("certificate_level=advanced&major=物流") == []


def test_status_finds_schools_with_such_a_line() -> None:
    school = SchoolFactory()
    grant(school=school, decision={"effective_from": date(2020, 9, 1)})
    grant()
    assert found("status=future") == [school]


def test_a_former_name_and_pinyin_find_a_school() -> None:
    school = SchoolFactory(name="湖南铁道职业技术学院")
    SchoolName.objects.create(school=school, name="株洲铁路电机学校", kind="former")
    SchoolFactory()
    assert found("q=电机") == [school]
    assert found("q=hunantiedao") == [school]
    assert found(f"q={school.code}") == [school]
