"""Which approved lines a query shows."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from registry.filters import ApprovalFilterSet
from registry.models import Approval
from tests.factories import (
    ApprovalFactory,
    BatchFactory,
    CertificateFactory,
    MajorFactory,
    OrganizationFactory,
    RoundFactory,
    SchoolFactory,
    decide,
    grant,
    region,
)

pytestmark = pytest.mark.django_db

TODAY = date(2020, 7, 1)


def asked(query: str, *, today: date = TODAY) -> ApprovalFilterSet:
    return ApprovalFilterSet(QueryDict(query), Approval.objects.public(), today=today)


def found(query: str, *, today: date = TODAY) -> list[Any]:
    filterset = asked(query, today=today)
    assert filterset.is_valid(), filterset.errors
    return list(filterset.qs)


def test_the_list_shows_what_is_in_force_today() -> None:
    line = grant()
    grant(decision={"effective_from": date(2020, 9, 1)})
    grant(decision={"effective_to": date(2020, 7, 1)})
    ApprovalFactory()
    assert found("") == [line]


def test_status_shows_other_lines() -> None:
    grant()
    future = grant(decision={"effective_from": date(2020, 9, 1)})
    ended = grant(decision={"effective_to": date(2020, 7, 1)})
    revoked = grant()
    decide(
        revoked,
        kind="revoke",
        quota=0,
        effective_from=date(2020, 6, 20),
        reason="违规",
        clause="第三条",
    )
    assert found("status=future") == [future]
    assert set(found("status=ended&status=revoked")) == {ended, revoked}


def test_as_of_shows_what_was_in_force_on_that_day() -> None:
    line = grant(60)
    decide(line, kind="cut", quota=20, effective_from=date(2020, 6, 20))
    (then,) = found("as_of=2020-06-19")
    (now,) = found("")
    assert (then.quota, now.quota) == (60, 20)
    assert found("as_of=2020-06-11") == []


def test_several_values_of_one_filter_widen_and_filters_together_narrow() -> None:
    in_changsha = grant(school=SchoolFactory(region=region("430100")))
    in_zhuzhou = grant(school=SchoolFactory(region=region("430200")))
    grant(school=SchoolFactory(region=region("430300")))
    assert set(found("region=430100&region=430200")) == {in_changsha, in_zhuzhou}
    assert found(f"region=430100&school={in_changsha.school.code}") == [in_changsha]
    assert found(f"region=430100&school={in_zhuzhou.school.code}") == []


def test_school_level_and_school() -> None:
    secondary = grant(school=SchoolFactory(secondary=True))
    higher = grant()
    assert found("school_level=secondary") == [secondary]
    assert found(f"school={higher.school.code}") == [higher]


def test_certificate_organization_and_level() -> None:
    certificate = CertificateFactory(organization=OrganizationFactory())
    beginner = grant(certificate=certificate, level="beginner")
    advanced = grant(certificate=certificate, level="advanced")
    grant()
    assert set(found(f"certificate={certificate.public_id}")) == {beginner, advanced}
    assert set(found(f"organization={certificate.organization.public_id}")) == {
        beginner,
        advanced,
    }
    assert found(f"certificate={certificate.public_id}&certificate_level=beginner") == [beginner]


def test_a_major_is_found_by_code_and_by_words_of_its_name() -> None:
    logistics = grant(major=MajorFactory(code="630903", name="物流管理"))
    care = grant(major=MajorFactory(code="690301", name="老年服务与管理"))
    grant()
    assert found("major=630903") == [logistics]
    assert found("major=老年") == [care]
    assert set(found("major=630903&major=老年")) == {logistics, care}
    assert found("major=()") == []


def test_batch_and_round_are_those_of_a_valid_decision() -> None:
    first = RoundFactory(number=1)
    second = RoundFactory(number=2)
    other = RoundFactory(batch=BatchFactory(year=2019, number=1, title="2019年第一批"))
    in_first = grant(decision={"round": first})
    in_second = grant(decision={"round": second})
    in_other = grant(decision={"round": other})
    voided = grant()
    decide(voided, round=first, voided_version=10**6)
    assert found("round=2020-3-1") == [in_first]
    assert set(found("batch=2020-3")) == {in_first, in_second}
    assert set(found("round=2020-3-2&round=2019-1-1")) == {in_second, in_other}


def test_search_looks_into_school_certificate_organization_and_major() -> None:
    line = grant(
        school=SchoolFactory(name="湖南铁道职业技术学院"),
        certificate=CertificateFactory(
            name="轨道交通电气设备装调",
            organization=OrganizationFactory(name="中车培训中心"),
        ),
        major=MajorFactory(name="铁道供电技术"),
    )
    grant()
    for text in ("铁道", "装调", "中车", "供电", "tiedao", "铁道 中车 装调"):
        assert found(f"q={text}") == [line], text
    assert found("q=铁道 老年") == []


def test_sorting_by_quota_either_way() -> None:
    small, large = grant(20), grant(90)
    assert found("sort=quota") == [small, large]
    assert found("sort=-quota") == [large, small]


@pytest.mark.parametrize(
    "query",
    [
        "region=999999",
        "status=unknown",
        "as_of=2020-02-30",
        "as_of=yesterday",
        "school=123",
        "certificate=0000000000",
        "round=2020-3-9",
        "major=" + "长" * 201,
    ],
)
def test_an_unknown_value_is_a_form_error(query: str) -> None:
    grant()
    assert not asked(query).is_valid()


def test_the_chip_of_a_school_says_its_name() -> None:
    school = SchoolFactory(name="湖南铁道职业技术学院")
    grant(school=school)
    (chip,) = asked(f"school={school.code}").chips()
    assert chip.value == "湖南铁道职业技术学院"
