"""The list of certificates and a certificate's page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from registry.models import Certificate
from registry.services.filings import revoke_filing
from tests.factories import (
    OrganizationFactory,
    RoundFactory,
    SchoolFactory,
    grant,
    region,
)
from tests.registry.publication import list_page, public_certificate, public_filing, publish

pytestmark = pytest.mark.django_db

DEMO_MARK = '<strong class="xcms-demo">演示数据</strong>'


def certificate_page(client: Client, certificate: Certificate, query: str = "") -> str:
    response = client.get(f"/registry/certificates/{certificate.public_id}/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def test_who_may_issue_a_certificate_is_in_the_list(client: Client) -> None:
    owner = OrganizationFactory(name="北京中福长者文化科技有限公司")
    certificate = public_certificate(name="老年照护", organization=owner)
    page = client.get("/registry/certificates/?q=老年").content.decode()
    for text in (
        "老年照护",
        "北京中福长者文化科技有限公司",
        f"/registry/certificates/{certificate.public_id}/",
        f"/registry/organizations/{owner.public_id}/",
        "初级、中级",
        "中职、高职",
        "第一批",
        "2020年第三批第1轮",
        "200元/人",
    ):
        assert text in page, text


def test_the_page_says_what_was_published(client: Client) -> None:
    filing = public_filing(
        certificate__name="物流管理",
        certificate__standard_url="https://example.org/standard",
        cost_basis="考务与阅卷",
        exam_sites="由院校申请设立",
        note="须配备实训室",
    )
    page = certificate_page(client, filing.certificate)
    for text in (
        "物流类",
        "200元/人",
        "考务与阅卷",
        "由院校申请设立",
        "须配备实训室",
        "https://example.org/standard",
        'href="/list-2020-3-1/"',
        "第1版",
    ):
        assert text in page, text


def test_an_edit_in_the_ledger_shows_only_once_the_list_is_published_again(client: Client) -> None:
    filing = public_filing(fee="200元/人")
    filing.fee = "999元/人"
    filing.save()
    for address in (
        "/registry/certificates/",
        f"/registry/certificates/{filing.certificate.public_id}/",
    ):
        page = client.get(address).content.decode()
        assert "200元/人" in page
        assert "999元/人" not in page
    page_of_list = filing.edition_rows.get().edition.page
    publish(filing.round, page_of_list, change_note="调整收费")
    assert "999元/人" in certificate_page(client, filing.certificate)


def test_a_filing_revoked_later_stays_marked_with_date_and_basis(client: Client) -> None:
    filing = public_filing()
    revoke_filing(filing, on=date(2020, 8, 1), basis="检查通报第二条", acting_user=None)
    page = certificate_page(client, filing.certificate)
    for text in ("已撤销", "2020-08-01", "检查通报第二条"):
        assert text in page, text
    assert "2020年第三批第1轮（已撤销）" in client.get("/registry/certificates/").content.decode()


def test_which_schools_run_it_grouped_by_school_with_totals(client: Client) -> None:
    certificate = public_certificate(name="物流管理")
    here = SchoolFactory(name="湖南铁道职业技术学院", region=region("430200"))
    there = SchoolFactory(name="湖南现代物流职业技术学院", region=region("430100"))
    grant(70, school=here, certificate=certificate, level="beginner")
    grant(30, school=here, certificate=certificate, level="advanced")
    grant(200, school=there, certificate=certificate)
    grant(
        10,
        school=SchoolFactory(name="已到期的学校"),
        certificate=certificate,
        decision={"effective_to": date(2020, 7, 1)},
    )
    address = f"/registry/certificates/{certificate.public_id}/"
    everywhere = client.get(address).context
    assert [entry.school for entry in everywhere["running"]] == [there, here]
    assert (everywhere["totals"].schools, everywhere["totals"].quota) == (2, 300)
    in_zhuzhou = client.get(f"{address}?region=430200")
    (entry,) = in_zhuzhou.context["running"]
    assert (entry.school, entry.quota) == (here, 100)
    page = in_zhuzhou.content.decode()
    assert "已到期的学校" not in page
    assert f"/registry/approvals/?certificate={certificate.public_id}&amp;region=430200" in page


def test_an_unknown_region_is_a_message(client: Client) -> None:
    certificate = public_certificate()
    grant(certificate=certificate)
    response = client.get(f"/registry/certificates/{certificate.public_id}/?region=1")
    assert response.status_code == 200
    assert response.context["running"] == []
    assert 'role="alert"' in response.content.decode()


def test_a_certificate_that_no_school_runs_says_so(client: Client) -> None:
    assert "目前没有院校具有该证书的试点资格" in certificate_page(client, public_certificate())


def test_two_rounds_of_one_certificate_stand_in_order(client: Client) -> None:
    first = public_filing(fee="第一轮收费")
    public_filing(certificate=first.certificate, round=RoundFactory(number=2), fee="第二轮收费")
    page = certificate_page(client, first.certificate)
    assert page.index("第一轮收费") < page.index("第二轮收费")


def test_demo_filings_carry_the_mark(client: Client, wagtail_root: Any) -> None:
    real = public_certificate()
    demo = public_filing(list_page("demo"), round=RoundFactory(number=2), is_demo=True).certificate
    assert DEMO_MARK not in certificate_page(client, real)
    assert DEMO_MARK in certificate_page(client, demo)
    assert DEMO_MARK in client.get("/registry/certificates/").content.decode()


@pytest.mark.parametrize("address", ["0000000000", "aaaaaaaaaa", "1", "%00", "0000000000%0a"])
def test_an_unknown_id_is_a_404(client: Client, bare_host: None, address: str) -> None:
    assert client.get(f"/registry/certificates/{address}/").status_code == 404
