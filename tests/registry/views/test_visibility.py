"""Visibility follows publication, in every format; what is private never leaks (design rules 1 and 9)."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from registry.models import Certificate
from registry.services.filings import revoke_filing
from tests.factories import (
    ApprovalFactory,
    CertificateFactory,
    ContactFactory,
    FilingFactory,
    OrganizationFactory,
    QQGroupFactory,
    SchoolFactory,
    decide,
    grant,
)
from tests.registry.publication import list_page, public_filing, publish
from tests.registry.views.answers import FORMATS, LISTS, answer

pytestmark = pytest.mark.django_db

MOBILE = "138" + "0" * 8


def shows(client: Client, certificate: Certificate) -> bool:
    """Whether the certificate is public; every address and format must agree."""
    seen = {
        f"{address} {name}": certificate.name in answer(client, address, format=name)
        for address, names in (
            ("/registry/certificates/", FORMATS),
            ("/registry/organizations/", ("html",)),
        )
        for name in names
    }
    for address in (
        f"/registry/certificates/{certificate.public_id}/",
        f"/registry/organizations/{certificate.organization.public_id}/",
    ):
        seen[address] = client.get(address).status_code == 200
    assert len(set(seen.values())) == 1, seen
    return any(seen.values())


@pytest.fixture
def listed(wagtail_root: Any) -> tuple[Certificate, Page]:
    parent = list_page("notices")
    page = list_page("list", parent)
    return public_filing(page, certificate__name="物流管理证书").certificate, page


def test_a_published_filing_is_public(client: Client, listed: tuple[Certificate, Page]) -> None:
    assert shows(client, listed[0])


def test_unpublishing_the_page_hides_it_and_publishing_again_shows_it(
    client: Client, listed: tuple[Certificate, Page]
) -> None:
    certificate, page = listed
    page.unpublish()
    assert not shows(client, certificate)
    page.save_revision().publish()
    assert shows(client, certificate)


@pytest.mark.parametrize("restriction", ["login", "password", "groups"])
@pytest.mark.parametrize("on_ancestor", [False, True])
def test_a_view_restriction_on_the_page_or_above_hides_it(
    client: Client, listed: tuple[Certificate, Page], restriction: str, on_ancestor: bool
) -> None:
    certificate, page = listed
    PageViewRestriction.objects.create(
        page=page.get_parent() if on_ancestor else page,
        restriction_type=restriction,
        password="x" if restriction == "password" else "",
    )
    assert not shows(client, certificate)


@pytest.mark.parametrize("values", [{"pending": True}, {"decision": "declined"}])
def test_a_filing_that_is_not_agreed_is_not_public(
    client: Client, listed: tuple[Certificate, Page], values: dict[str, Any]
) -> None:
    filing = FilingFactory(**values)
    assert not shows(client, filing.certificate)


def test_an_agreed_filing_waits_for_the_next_edition(
    client: Client, listed: tuple[Certificate, Page]
) -> None:
    filing = FilingFactory()
    assert not shows(client, filing.certificate)
    publish(filing.round, listed[1])
    assert shows(client, filing.certificate)


def test_an_edition_that_no_longer_lists_it_hides_it(
    client: Client, listed: tuple[Certificate, Page]
) -> None:
    certificate, page = listed
    filing = certificate.filings.get()
    FilingFactory(round=filing.round)
    revoke_filing(filing, on=date(2020, 8, 1), basis="检查通报", acting_user=None)
    assert shows(client, certificate)
    publish(filing.round, page)
    assert not shows(client, certificate)


def test_a_school_page_names_a_hidden_certificate_without_a_link(
    client: Client, listed: tuple[Certificate, Page]
) -> None:
    certificate, page = listed
    school = grant(certificate=certificate).school
    address = f"/registry/certificates/{certificate.public_id}/"
    assert address in answer(client, f"/registry/schools/{school.code}/")
    page.unpublish()
    text = answer(client, f"/registry/schools/{school.code}/")
    assert certificate.name in text
    assert address not in text


def test_nothing_private_is_in_any_page_or_file(client: Client, wagtail_root: Any) -> None:
    owner = OrganizationFactory()
    public = public_filing(certificate__organization=owner).certificate
    school = grant(certificate=public).school
    hidden = CertificateFactory(name="秘密证书甲", organization=owner)
    FilingFactory(certificate=hidden, pending=True, fee="秘密收费")
    ApprovalFactory(school=school, certificate=CertificateFactory(name="秘密证书乙"))
    voided = ApprovalFactory(school=school, certificate=CertificateFactory(name="秘密证书丙"))
    decide(voided, basis="秘密依据", voided_version=10**6)
    line = grant(school=school)
    decide(line, quota=98765, basis="秘密更正", voided_version=10**6)
    for values in (
        {"kind": "province"},
        {"kind": "school", "school": school},
        {"kind": "organization", "organization": owner},
    ):
        ContactFactory(person="秘密人", mobile=MOBILE, **values)
        ContactFactory(office="秘密科室", is_public=False, **values)
    QQGroupFactory(name="秘密群", is_public=False)
    SchoolFactory(name="公开的学校")

    details = (
        f"/registry/schools/{school.code}/",
        f"/registry/certificates/{public.public_id}/",
        f"/registry/organizations/{owner.public_id}/",
    )
    answers = {address: answer(client, address) for address in details}
    for address in LISTS:
        for name in FORMATS:
            answers[f"{address} {name}"] = answer(client, address, format=name)
    kinds = "/directory/?kind=province&kind=school&kind=organization&kind=bureau"
    for name in FORMATS:
        answers[f"{kinds} {name}"] = answer(client, f"{kinds}&format={name}")
    everything = answer(client, "/registry/approvals/?status=in_force&status=revoked&status=ended")
    answers["all approvals"] = everything
    for where, text in answers.items():
        assert "秘密" not in text, where
        assert MOBILE not in text, where
        assert "98765" not in text, where


def test_a_person_who_chose_to_be_shown_is_in_no_file(client: Client, wagtail_root: Any) -> None:
    ContactFactory(person="愿意公开的人", mobile=MOBILE, show_person=True)
    assert "愿意公开的人" in answer(client, "/directory/")
    for name in FORMATS[1:]:
        text = answer(client, "/directory/", format=name)
        assert "愿意公开的人" not in text
        assert MOBILE not in text


def test_demo_rows_carry_their_mark_into_every_format(client: Client, wagtail_root: Any) -> None:
    certificate = public_filing(
        is_demo=True,
        certificate__is_demo=True,
        certificate__organization__is_demo=True,
    ).certificate
    grant(certificate=certificate, is_demo=True, school=SchoolFactory(is_demo=True))
    ContactFactory(is_demo=True)
    for address in LISTS:
        assert '<strong class="xcms-demo">演示数据</strong>' in answer(client, address), address
        for name in ("csv", "xlsx", "atom"):
            assert "演示数据" in answer(client, address, format=name), (address, name)
        assert '"is_demo": true' in answer(client, address, format="json"), address


def test_a_real_certificate_in_a_demo_list_is_marked_as_such(
    client: Client, wagtail_root: Any
) -> None:
    public_filing(is_demo=True)
    for address in ("/registry/certificates/", "/registry/organizations/"):
        assert '<strong class="xcms-demo">演示数据</strong>' in answer(client, address), address
        assert "演示数据" in answer(client, address, format="atom"), address
    for name in ("csv", "xlsx"):
        assert "演示数据" in answer(client, "/registry/certificates/", format=name)
    assert '"filing_is_demo": true' in answer(client, "/registry/certificates/", format="json")
