"""What a hostile reader found: doors, sums and dates that the pages got wrong."""

from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.models import EditionRow, ListEdition
from tests.factories import (
    BatchFactory,
    CertificateFactory,
    ContactFactory,
    FilingFactory,
    OrganizationFactory,
    QQGroupFactory,
    SchoolFactory,
    decide,
    grant,
    region,
)
from tests.registry.publication import public_filing, publish
from tests.registry.views.answers import FORMATS, LISTS, answer

pytestmark = pytest.mark.django_db

DEMO_NOTICE = "本页含有生成的演示数据"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _site(wagtail_root: Any) -> None:
    """The skin's menu needs a home page."""


@pytest.mark.parametrize("name", FORMATS)
def test_the_offices_of_a_hidden_organisation_are_hidden_too(client: Client, name: str) -> None:
    public = public_filing().certificate.organization
    hidden = FilingFactory(
        pending=True, certificate__organization__name="尚未公布的机构"
    ).certificate.organization
    ContactFactory(kind="organization", organization=public, office="已公布机构的办公室")
    ContactFactory(kind="organization", organization=hidden, office="尚未公布机构的办公室")
    text = answer(client, "/directory/", kind="organization", format=name)
    assert "已公布机构的办公室" in text
    assert "尚未公布" not in text
    assert "尚未公布" not in answer(client, "/directory/", q="尚未公布机构", format="json")


def test_certificates_are_found_by_what_was_published_and_not_by_the_ledger(
    client: Client,
) -> None:
    filing = public_filing(levels=["beginner"], school_levels=["secondary"], majors_range="物流类")
    name = filing.certificate.name
    filing.levels, filing.school_levels = ["advanced"], ["applied_undergraduate"]
    filing.majors_range = "护理类"
    filing.save()

    def is_found(query: str) -> bool:
        return name in answer(client, f"/registry/certificates/?{query}&format=json")

    assert is_found("certificate_level=beginner&school_level=secondary&major=物流")
    assert is_found("certificate_level=advanced&certificate_level=beginner")
    for query in (
        "certificate_level=advanced",
        "school_level=applied_undergraduate",
        "major=护理",
        "certificate_level=beginner&school_level=applied_undergraduate",
    ):
        assert not is_found(query), query

    publish(filing.round, EditionRow.objects.get().edition.page)
    assert is_found("certificate_level=advanced&school_level=applied_undergraduate&major=护理")
    assert not is_found("certificate_level=beginner")


def test_sums_that_count_demo_lines_of_other_pages_are_marked(client: Client) -> None:
    certificate = public_filing().certificate
    grant(certificate=certificate, school=SchoolFactory(code="4143000001"))
    grant(certificate=certificate, school=SchoolFactory(code="4143000002"), is_demo=True)
    for address in ("/registry/approvals/", f"/registry/certificates/{certificate.public_id}/"):
        assert DEMO_NOTICE in answer(client, address, page_size="1"), address


def test_counts_of_regions_that_hold_demo_lines_are_marked(client: Client) -> None:
    certificate = public_filing().certificate
    grant(certificate=certificate)
    grant(certificate=certificate, school=SchoolFactory(region=region("430200")), is_demo=True)
    address = f"/registry/certificates/{certificate.public_id}/"
    assert DEMO_NOTICE in answer(client, address, region="430100")


def test_of_two_decisions_for_a_coming_day_the_page_announces_the_later_one(
    client: Client,
) -> None:
    line = grant(60)
    decide(line, kind="enlarge", quota=100, effective_from=date(2999, 9, 1))
    decide(line, kind="cut", quota=80, effective_from=date(2999, 9, 1))
    address = f"/registry/schools/{line.school.code}/"
    (shown,) = client.get(address).context["scope"].in_force
    assert shown.coming.quota == 80
    (after,) = client.get(f"{address}?as_of=2999-09-01").context["scope"].in_force
    assert (after.quota, after.coming) == (80, None)


def test_the_way_from_a_scope_of_some_day_to_its_lines_keeps_the_day(client: Client) -> None:
    line = grant(60)
    address = f"/registry/schools/{line.school.code}/"
    lines = f"/registry/approvals/?school={line.school.code}"
    assert f'href="{lines}&amp;as_of=2020-07-01"' in answer(client, address, as_of="2020-07-01")
    assert f'href="{lines}"' in answer(client, address)


def test_a_list_published_after_midnight_in_shanghai_bears_that_day_everywhere(
    client: Client, settings: Any
) -> None:
    settings.TIME_ZONE = "UTC"
    certificate = public_filing().certificate
    moment = datetime(2020, 6, 18, 16, 30, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {ListEdition._meta.db_table} SET published_at = %s",  # noqa: S608
            [moment if connection.vendor == "postgresql" else "2020-06-18 16:30:00"],
        )
    page = answer(client, f"/registry/certificates/{certificate.public_id}/")
    assert "2020-06-19" in page
    assert "2020-06-18" not in page


def test_the_version_of_an_answer_is_never_newer_than_its_rows(client: Client) -> None:
    grant()
    with CaptureQueriesContext(connection) as queries:
        client.get("/registry/approvals/?format=json")
    tables = [query["sql"] for query in queries]
    version = next(i for i, sql in enumerate(tables) if "xcms_registerversion" in sql)
    rows = next(i for i, sql in enumerate(tables) if 'FROM "xcms_registry_approval"' in sql)
    assert version < rows


@pytest.mark.parametrize("address", LISTS)
def test_a_feed_names_its_author_and_is_itself_for_each_choice_of_filters(
    client: Client, address: str
) -> None:
    def feed(query: str = "") -> Any:
        return ElementTree.fromstring(  # noqa: S314
            answer(client, f"{address}?format=atom{query}")
        )

    whole, some = feed(), feed("&q=物流")
    assert whole.findtext(f"{ATOM}author/{ATOM}name")
    assert whole.findtext(f"{ATOM}id") != some.findtext(f"{ATOM}id")
    assert some.findtext(f"{ATOM}id") == feed("&q=物流").findtext(f"{ATOM}id")


@pytest.mark.parametrize("name", FORMATS)
def test_a_control_character_pasted_from_a_word_processor_breaks_no_format(
    client: Client, name: str
) -> None:
    ContactFactory(office="科研处", address="教育街\x0b11号\x1f", duty="申报\uffff\ufffe")
    text = answer(client, "/directory/", format=name)
    assert "科研处" in text
    if name == "atom":
        ElementTree.fromstring(text)  # noqa: S314


def test_a_certificate_that_only_an_undecided_application_names_is_no_choice(
    client: Client,
) -> None:
    OrganizationFactory(name="无人知晓的机构")
    CertificateFactory(name="无人知晓的证书")
    for address in LISTS:
        assert "无人知晓" not in answer(client, address), address


def test_a_batch_that_is_not_shown_is_not_named_by_its_group(client: Client) -> None:
    hidden = BatchFactory(number=4, title="尚未公布的批次", is_listed=False)
    QQGroupFactory(batch=hidden, number="23456")
    assert "23456" in answer(client, "/directory/")
    assert "尚未公布的批次" not in answer(client, "/directory/")


def test_a_list_published_as_demo_data_stays_so_whatever_the_ledger_says(client: Client) -> None:
    filing = public_filing(is_demo=True)
    filing.is_demo = False
    filing.save()
    assert DEMO_NOTICE in answer(client, f"/registry/certificates/{filing.certificate.public_id}/")


def test_very_many_values_do_not_keep_the_page_busy(client: Client) -> None:
    values = "&".join(f"region={number}" for number in range(3000))
    response = client.get(f"/registry/schools/?{values}")
    assert response.status_code == 200
    assert len(response.context["chips"]) == 30
    assert "清除全部条件" in response.content.decode()
