"""What a published list makes public goes with it, and a copy kept by ``changed_since`` learns of every way."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from registry.services.filings import revoke_filing
from tests.factories import (
    CertificateFactory,
    ContactFactory,
    FilingFactory,
    OrganizationFactory,
)
from tests.notices.pages import draft_list, make_section
from tests.notices.pages import publish as publish_list
from tests.registry.api.reading import brought_up, copies

pytestmark = pytest.mark.django_db

LISTED = ("filings", "certificates", "organizations", "contacts")


Act = Callable[[Page], Any]


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def restrict_above(page: Page) -> None:
    restrict(page.get_parent())


def move_below_a_restricted_page(page: Page) -> None:
    closed = make_section(page.get_parent().get_parent(), title="内部", slug="closed")
    restrict(closed)
    page.move(closed, pos="last-child")


def expire(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    call_command("publish_scheduled", verbosity=0)


HIDE: list[Act] = [
    lambda page: page.unpublish(),
    lambda page: page.get_parent().unpublish() or page.unpublish(),
    restrict,
    restrict_above,
    move_below_a_restricted_page,
    expire,
]


@pytest.mark.parametrize("hide", HIDE)
def test_a_list_that_goes_off_line_takes_everything_along(
    client: Client, listed: Any, hide: Act
) -> None:
    found = copies(client, *LISTED)
    had = {name: set(copy.records) for name, copy in found.items()}
    assert all(had.values())
    hide(type(listed).objects.get(pk=listed.pk))
    for name, copy in brought_up(found).items():
        assert set(copy.removed) == had[name], name
        assert not copy.records


def test_a_list_that_is_opened_again_brings_everything_back(client: Client, listed: Any) -> None:
    restrict(listed)
    found = copies(client, *LISTED)
    assert not any(copy.records for copy in found.values())
    PageViewRestriction.objects.all().delete()
    assert all(copy.records for copy in brought_up(found).values())


def test_publishing_again_without_changes_brings_everything_back(
    client: Client, listed: Any
) -> None:
    listed.unpublish()
    found = copies(client, *LISTED)
    publish_list(type(listed).objects.get(pk=listed.pk))
    assert all(copy.records for copy in brought_up(found).values())


def test_a_first_publication_shows_everything(client: Client, wagtail_root: Any) -> None:
    filing = FilingFactory()
    ContactFactory(kind="organization", organization=filing.certificate.organization)
    page = draft_list(make_section(wagtail_root), filing.round)
    found = copies(client, *LISTED)
    publish_list(page)
    assert all(copy.records for copy in brought_up(found).values())


def test_an_edition_without_a_row_removes_it(client: Client, listed: Any) -> None:
    filing = listed.round.filings.get()
    found = copies(client, *LISTED)
    revoke_filing(filing, on=date(2020, 8, 1), basis="检查通报", acting_user=None)
    assert all(copy.records for copy in brought_up(found).values())
    assert found["filings"].records[filing.public_id]["revoked_on"] == "2020-08-01"
    FilingFactory(round=listed.round)
    publish_list(listed, change_note="撤销一项，新增一项")
    brought_up(found)
    assert filing.public_id in found["filings"].removed
    assert filing.certificate.public_id in found["certificates"].removed
    assert filing.certificate.organization.public_id in found["organizations"].removed


def test_an_edit_in_the_ledger_shows_once_it_is_published(client: Client, listed: Any) -> None:
    filing = listed.round.filings.get()
    found = copies(client, "filings")
    filing.fee = "300元/人"
    filing.save()
    assert brought_up(found)["filings"].records[filing.public_id]["fee"] == "200元/人"
    publish_list(listed, change_note="收费调整")
    assert brought_up(found)["filings"].records[filing.public_id]["fee"] == "300元/人"


def test_a_certificate_that_goes_to_another_organisation_takes_the_former_one_off(
    client: Client, listed: Any
) -> None:
    certificate = listed.round.filings.get().certificate
    former = certificate.organization
    new = OrganizationFactory()
    ContactFactory(kind="organization", organization=new)
    found = copies(client, *LISTED)
    certificate.organization = new
    certificate.save()
    brought_up(found)
    assert found["organizations"].removed == [former.public_id]
    assert set(found["organizations"].records) == {new.public_id}


def test_a_filing_that_goes_to_another_certificate_takes_the_former_one_off(
    client: Client, listed: Any
) -> None:
    filing = listed.round.filings.get()
    former, filing.certificate = filing.certificate, CertificateFactory()
    found = copies(client, *LISTED)
    filing.save()
    brought_up(found)
    assert found["certificates"].removed == [former.public_id]
    assert found["organizations"].removed == [former.organization.public_id]
