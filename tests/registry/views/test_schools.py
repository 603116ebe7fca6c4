"""The list of schools and the scope page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from registry.models import School, SchoolName, SchoolYear
from tests.factories import (
    ApprovalFactory,
    CertificateFactory,
    ContactFactory,
    MajorFactory,
    QQGroupFactory,
    RoundFactory,
    SchoolFactory,
    decide,
    grant,
    region,
)
from tests.registry.publication import public_certificate
from xcms.days import shanghai_today

pytestmark = pytest.mark.django_db

DEMO_MARK = '<strong class="xcms-demo">演示数据</strong>'


def scope_page(client: Client, school: School, query: str = "") -> str:
    response = client.get(f"/registry/schools/{school.code}/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_list_counts_certificates_and_persons_in_force(client: Client) -> None:
    school = SchoolFactory()
    certificate = CertificateFactory()
    grant(60, school=school, certificate=certificate, level="beginner")
    grant(40, school=school, certificate=certificate, level="advanced")
    grant(30, school=school)
    grant(500, school=school, decision={"effective_to": date(2020, 7, 1)})
    ApprovalFactory(school=school)
    response = client.get("/registry/schools/")
    (row,) = response.context["rows"]
    assert [cell.value for cell in row.cells][-2:] == [2, 130]


def test_the_scope_page_says_what_the_school_may_run_and_on_what_basis(client: Client) -> None:
    school = SchoolFactory(name="湖南铁道职业技术学院", region=region("430200"))
    approval = grant(
        80,
        school=school,
        certificate=public_certificate(name="物流管理"),
        major=MajorFactory(code="630903", name="物流管理专业"),
        decision={
            "round": RoundFactory(),
            "basis": "第一轮审核备案结果",
            "clause": "第三部分",
        },
    )
    approval.synchronised_on = date(2020, 7, 20)
    approval.save()
    page = scope_page(client, school)
    for text in (
        "物流管理专业",
        "630903",
        "中级",
        "<strong>80</strong>",
        "第一轮审核备案结果",
        "第三部分",
        "2020年第三批第1轮",
        "自 2020-06-12 起",
        "2020-07-20",
        "不再行文发布",
        "株洲市",
    ):
        assert text in page, text


def test_lines_that_are_not_in_force_stand_apart_and_do_not_count(client: Client) -> None:
    school = SchoolFactory()
    grant(60, school=school)
    revoked = grant(50, school=school)
    decide(
        revoked,
        kind="revoke",
        quota=0,
        effective_from=date(2020, 6, 20),
        basis="检查通报",
        clause="学校职责第二项",
        reason="委托代理机构培训",
    )
    grant(40, school=school, decision={"effective_from": date(2999, 1, 1)})
    grant(30, school=school, decision={"effective_to": date(2020, 7, 1)})
    response = client.get(f"/registry/schools/{school.code}/")
    scope = response.context["scope"]
    assert (scope.certificates, scope.quota) == (1, 60)
    assert [line.status for line in scope.in_force] == ["in_force"]
    assert {line.status for line in scope.other} == {"revoked", "future", "ended"}
    page = response.content.decode()
    for text in ("已撤销", "2020-06-20", "委托代理机构培训", "检查通报", "学校职责第二项"):
        assert text in page, text
    assert "尚未生效" in page
    assert "已到期" in page


def test_as_of_shows_the_scope_of_that_day(client: Client) -> None:
    school = SchoolFactory()
    line = grant(60, school=school)
    decide(line, kind="enlarge", quota=90, effective_from=date(2020, 9, 1))
    address = f"/registry/schools/{school.code}/"
    assert client.get(f"{address}?as_of=2020-08-31").context["scope"].quota == 60
    assert client.get(f"{address}?as_of=2020-09-01").context["scope"].quota == 90
    before = client.get(f"{address}?as_of=2020-06-11").context["scope"]
    assert [entry.status for entry in before.other] == ["future"]
    page = scope_page(client, school, "?as_of=2020-08-31")
    assert "自 2020-09-01 起扩大规模，规模 90 人" in page


@pytest.mark.parametrize("day", ["2020-02-30", "gestern", "%00", "0000-00-00", "99999-01-01", "１"])
def test_an_impossible_day_is_a_message(client: Client, bare_host: None, day: str) -> None:
    school = SchoolFactory()
    grant(school=school)
    response = client.get(f"/registry/schools/{school.code}/?as_of={day}")
    assert response.status_code == 200
    assert response.context["scope"].day == shanghai_today()
    if day != "%00":
        assert "请按“年-月-日”填写真实日期" in response.content.decode()


def test_a_school_without_approvals_gets_advice(client: Client) -> None:
    school = SchoolFactory()
    ApprovalFactory(school=school)
    ContactFactory(office="职成所")
    page = scope_page(client, school)
    assert "登记簿中没有该校的试点资格" in page
    assert "职成所" in page


def test_an_undecided_or_voided_line_never_shows(client: Client) -> None:
    school = SchoolFactory()
    ApprovalFactory(school=school, certificate=CertificateFactory(name="未决定的证书"))
    voided = ApprovalFactory(school=school, certificate=CertificateFactory(name="作废的证书"))
    decide(voided, voided_version=10**6)
    line = grant(60, school=school)
    decide(line, kind="enlarge", quota=98765, voided_version=10**6)
    page = scope_page(client, school)
    assert "未决定的证书" not in page
    assert "作废的证书" not in page
    assert "98765" not in page


def test_a_certificate_that_is_not_public_is_named_without_a_link(client: Client) -> None:
    school = SchoolFactory()
    public = public_certificate(name="公开的证书")
    hidden = CertificateFactory(name="未公布的证书")
    grant(school=school, certificate=public)
    grant(school=school, certificate=hidden)
    page = scope_page(client, school)
    assert f"/registry/certificates/{public.public_id}/" in page
    assert "未公布的证书" in page
    assert hidden.public_id not in page


def test_figures_names_offices_and_groups(client: Client) -> None:
    school = SchoolFactory(secondary=True, region=region("430200"))
    SchoolName.objects.create(school=school, name="老校名", kind="former")
    SchoolYear.objects.create(school=school, year=2020, majors_count=37, source="年报")
    ContactFactory(kind="school", school=school, office="本校教务处")
    ContactFactory(kind="bureau", region=region("430200"), office="株洲市教育局职成科")
    ContactFactory(kind="bureau", region=region("430100"), office="长沙市教育局职成科")
    ContactFactory(kind="province", office="省级职成所", phone="0731-85149710")
    QQGroupFactory(number="235468629")
    page = scope_page(client, school)
    for text in ("老校名", "37", "待定", "年报", "本校教务处", "株洲市教育局职成科", "省级职成所"):
        assert text in page, text
    assert "长沙市教育局职成科" not in page
    assert 'href="tel:+86-731-8514-9710"' in page
    assert "235468629" in page


def test_demo_lines_carry_the_mark_and_others_do_not(client: Client) -> None:
    school = SchoolFactory()
    grant(school=school)
    assert DEMO_MARK not in scope_page(client, school)
    grant(school=school, is_demo=True)
    assert scope_page(client, school).count(DEMO_MARK) == 2


@pytest.mark.parametrize(
    "address", ["/registry/schools/4143020999/", "/registry/schools/abc/", "/registry/schools/%00/"]
)
def test_an_unknown_code_is_a_404(client: Client, bare_host: None, address: str) -> None:
    assert client.get(address).status_code == 404


def test_figures_without_a_number_are_not_zero(client: Client, wagtail_root: Any) -> None:
    school = SchoolFactory()
    SchoolYear.objects.create(school=school, year=2020)
    assert scope_page(client, school).count("待定") == 2
