"""The list of approved lines."""

import re
from datetime import date

import pytest
from django.test import Client

from registry.models import School
from tests.factories import CertificateFactory, MajorFactory, SchoolFactory, grant, region
from tests.registry.publication import public_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def schools() -> list[School]:
    certificate = public_certificate(name="物流管理")
    first = SchoolFactory(name="第一所学校", region=region("430100"))
    second = SchoolFactory(name="第二所学校", region=region("430200"))
    grant(60, school=first, certificate=certificate, level="beginner")
    grant(40, school=first, certificate=certificate, level="advanced")
    grant(20, school=second, certificate=certificate, major=MajorFactory(name="物流管理专业"))
    grant(500, school=second, decision={"effective_from": date(2999, 1, 1)})
    return [first, second]


def test_the_summary_is_of_the_rows_shown(client: Client, schools: list[School]) -> None:
    totals = client.get("/registry/approvals/").context["totals"]
    assert (totals.schools, totals.certificates, totals.quota) == (2, 1, 120)
    totals = client.get("/registry/approvals/?region=430100&page_size=1").context["totals"]
    assert (totals.schools, totals.certificates, totals.quota) == (1, 1, 100)


def test_a_line_shows_school_region_certificate_level_major_and_quota(
    client: Client, schools: list[School]
) -> None:
    response = client.get(f"/registry/approvals/?school={schools[1].code}")
    (row,) = response.context["rows"]
    assert row.header.value == "第二所学校"
    assert row.header.url == f"/registry/schools/{schools[1].code}/"
    assert [str(cell.value) for cell in row.cells] == [
        "株洲", "物流管理", "中级", "物流管理专业", "20", "2020-06-12", "有效", "2020年第三批",
    ]  # fmt: skip


def test_a_certificate_that_is_not_public_has_no_link(client: Client) -> None:
    hidden = CertificateFactory(name="未公布的证书")
    grant(certificate=hidden)
    page = client.get("/registry/approvals/").content.decode()
    assert "未公布的证书" in page
    assert f"/registry/certificates/{hidden.public_id}/" not in page


def test_an_unknown_filter_value_shows_a_message_and_no_rows(
    client: Client, schools: list[School]
) -> None:
    response = client.get("/registry/approvals/?status=unknown")
    assert response.status_code == 200
    assert response.context["rows"] == []
    assert 'role="alert"' in response.content.decode()
    assert client.get("/registry/approvals/?status=unknown&format=json").status_code == 400


def test_words_given_for_a_major_stay_chosen_among_the_majors(client: Client) -> None:
    grant(major=MajorFactory(name="电子商务"))
    page = client.get("/registry/approvals/?major=物流&major=电子").content.decode()
    for text in ("物流", "电子"):
        assert re.search(f'name="major" value="{text}" id="[^"]+" checked', page)
    assert 'name="major" value="电子商务"' in page


def test_the_filter_of_a_school_survives_the_form(client: Client, schools: list[School]) -> None:
    page = client.get(f"/registry/approvals/?school={schools[0].code}").content.decode()
    assert f'<input type="hidden" name="school" value="{schools[0].code}"' in page
