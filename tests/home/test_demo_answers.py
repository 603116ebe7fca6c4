"""What the issue asks a newcomer to find, and that no page shows demo rows without saying so."""

import json
from typing import Any

import pytest
from django.test import Client

from notices.models import CertificateListPage, NoticeIndexPage
from registry.models import Approval, Certificate, Organization, School

pytestmark = pytest.mark.usefixtures("demo")

MARK = "演示数据"


def main_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    page: str = response.content.decode()
    return page.partition("<main")[2].partition("</main>")[0]


def certificate(name: str) -> Certificate:
    found: Certificate = Certificate.objects.get(name=name)
    return found


def test_who_may_issue_elderly_care(client: Client) -> None:
    page = main_of(client, f"/registry/certificates/{certificate('老年照护').public_id}/")
    assert "北京中福长者文化科技有限公司" in page
    assert "老年照护" in main_of(client, "/registry/certificates/?q=照护")


def test_several_schools_run_elderly_care() -> None:
    schools = Approval.objects.filter(certificate__name="老年照护").values("school").distinct()
    assert schools.count() >= 5


def test_which_schools_in_zhuzhou_run_logistics(client: Client) -> None:
    logistics = certificate("物流管理").public_id
    address = f"/registry/approvals/?certificate={logistics}&region=430200"
    listed = json.loads(client.get(f"{address}&format=json&page_size=100").content)
    page = main_of(client, address)
    detail = main_of(client, f"/registry/certificates/{logistics}/?region=430200")
    for name in (
        "湖南铁道职业技术学院",
        "湖南铁路科技职业技术学院",
        "湖南化工职业技术学院",
        "湖南汽车工程职业学院",
    ):
        assert name in page
        assert name in detail
        assert name in json.dumps(listed, ensure_ascii=False)
    for elsewhere in ("湖南现代物流职业技术学院", "湖南商务职业技术学院"):
        assert elsewhere not in page
        assert elsewhere not in detail


def test_what_the_railway_college_may_run_and_for_how_many(client: Client) -> None:
    school = School.objects.get(name="湖南铁道职业技术学院")
    page = main_of(client, f"/registry/schools/{school.code}/")
    synchronised_on: Any = Approval.objects.values_list("synchronised_on", flat=True).first()
    lines = school.approvals.with_state(synchronised_on)
    assert lines.count() >= 6
    for line in lines:
        assert line.certificate.name in page
        assert str(line.quota) in page
    assert "湖南铁道职业技术学院" in main_of(client, "/registry/schools/?q=铁道")


def test_the_qq_group_and_the_office(client: Client) -> None:
    page = main_of(client, "/directory/")
    for text in (
        "235468629",
        "各试点院校相关负责人",
        "湖南省教育科学研究院职成所",
        "0731-85149710",
        "zcs801@126.com",
        "平台使用手册（演示文件）",
    ):
        assert text in page


def pages_with_demo_rows() -> dict[str, str]:
    owner = Organization.objects.get(certificates__name="老年照护")
    school = School.objects.get(name="湖南铁道职业技术学院")
    made_up = School.objects.filter(is_demo=True)[0]
    return {
        "home": "/",
        "section": NoticeIndexPage.objects.get().url,
        "first list": CertificateListPage.objects.get(round__number=1).url,
        "second list": CertificateListPage.objects.get(round__number=2).url,
        "certificates": "/registry/certificates/",
        "certificate": f"/registry/certificates/{certificate('物流管理').public_id}/",
        "schools": "/registry/schools/?school_level=secondary",
        "school": f"/registry/schools/{school.code}/",
        "made-up school": f"/registry/schools/{made_up.code}/",
        "organisation": f"/registry/organizations/{owner.public_id}/",
        "approvals": "/registry/approvals/",
    }


def test_every_page_that_shows_demo_rows_says_so(client: Client) -> None:
    silent = [
        name
        for name, address in pages_with_demo_rows().items()
        if MARK not in main_of(client, address)
    ]
    assert not silent


@pytest.mark.parametrize("format_", ["csv", "json", "atom"])
@pytest.mark.parametrize(
    "address",
    [
        "/registry/approvals/?",
        "/registry/certificates/?",
        "/registry/schools/?school_level=secondary&",
    ],
)
def test_every_export_of_demo_rows_says_so(client: Client, address: str, format_: str) -> None:
    response: Any = client.get(f"{address}format={format_}")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert MARK in body.decode() or 'is_demo": true' in body.decode()


def test_the_published_file_carries_the_mark_on_each_line(client: Client) -> None:
    for page in CertificateListPage.objects.live():
        response: Any = client.get(f"{page.url}csv/")
        body = b"".join(response.streaming_content) if response.streaming else response.content
        lines = body.decode("utf-8-sig").splitlines()
        assert len(lines) > 5
        assert all(line.rstrip('"').endswith(MARK) for line in lines[1:])


def test_a_real_school_without_approvals_needs_no_mark(client: Client) -> None:
    school = School.objects.get(name="湖南大学")
    assert MARK not in main_of(client, f"/registry/schools/{school.code}/")
