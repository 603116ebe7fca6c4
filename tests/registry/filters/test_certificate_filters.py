"""Which certificates a query shows."""

from typing import Any

import pytest
from django.http import QueryDict

from registry.filters import CertificateFilterSet, OrganizationFilterSet
from registry.models import Certificate, Organization
from tests.factories import OrganizationFactory, RoundFactory
from tests.registry.publication import public_certificate, public_filing

pytestmark = pytest.mark.django_db


def found(query: str) -> list[Any]:
    filterset = CertificateFilterSet(QueryDict(query), Certificate.objects.public())
    assert filterset.is_valid(), filterset.errors
    return list(filterset.qs)


def test_two_characters_of_the_name_or_its_organization_find_a_certificate() -> None:
    care = public_certificate(
        name="老年照护", organization=OrganizationFactory(name="北京中福长者文化科技有限公司")
    )
    public_certificate(name="物流管理")
    assert found("q=老年") == [care]
    assert found("q=中福") == [care]
    assert found("q=lnzh") == [care]


def test_level_and_school_level_must_hold_for_the_same_filing() -> None:
    certificate = public_filing(levels=["beginner"], school_levels=["secondary"]).certificate
    public_filing(
        certificate=certificate,
        round=RoundFactory(number=2),
        levels=["advanced"],
        school_levels=["applied_undergraduate"],
    )
    assert found("certificate_level=beginner&school_level=secondary") == [certificate]
    assert found("certificate_level=advanced&school_level=secondary") == []
    assert found("certificate_level=advanced&certificate_level=beginner") == [certificate]


def test_round_batch_and_national_batch() -> None:
    first = public_certificate()
    second = public_filing(round=RoundFactory(number=2), certificate__national_batch=2).certificate
    assert found("round=2020-3-2") == [second]
    assert set(found("batch=2020-3")) == {first, second}
    assert found("national_batch=2") == [second]


def test_organization_and_range_of_majors() -> None:
    logistics = public_filing(majors_range="物流类").certificate
    care = public_filing(majors_range="老年服务与管理、护理").certificate
    assert found(f"organization={care.organization.public_id}") == [care]
    assert found("major=护理") == [care]
    assert set(found("major=护理&major=物流")) == {logistics, care}


def test_an_unpublished_certificate_is_no_choice() -> None:
    public_certificate()
    hidden = OrganizationFactory()
    filterset = CertificateFilterSet(
        QueryDict(f"organization={hidden.public_id}"), Certificate.objects.public()
    )
    assert not filterset.is_valid()


def test_organizations_by_certificate_and_national_batch() -> None:
    care = public_certificate(name="老年照护", national_batch=1)
    public_certificate(name="物流管理", national_batch=2)

    def owners(query: str) -> list[Any]:
        return list(OrganizationFilterSet(QueryDict(query), Organization.objects.public()).qs)

    assert owners(f"certificate={care.public_id}") == [care.organization]
    assert owners("national_batch=1") == [care.organization]
    assert owners(f"q={care.organization.name}") == [care.organization]
