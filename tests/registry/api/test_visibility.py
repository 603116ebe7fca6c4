"""Whatever is not public is behind no door of the API."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.factories import (
    ApprovalFactory,
    ContactFactory,
    FilingFactory,
    OrganizationFactory,
    QQGroupFactory,
    SchoolFactory,
    decide,
    grant,
)
from tests.notices.pages import draft_list, make_section, publish, published_list
from tests.registry.api.reading import BASE, NAMES
from tests.registry.publication import public_filing

pytestmark = pytest.mark.django_db

SECRET = "秘密"


def seen(client: Client) -> str:
    """Everything that any list, change or document of the API says."""
    kinds = "kind=province&kind=school&kind=organization&kind=bureau"
    everything = "status=in_force&status=future&status=ended&status=revoked"
    more = {"contacts": kinds, "approvals": everything, "schools": everything}
    texts = [client.get(f"{BASE}openapi.json").content.decode()]
    for name in NAMES:
        for query in ("", "changed_since=0", "changed_since=1", more.get(name, "page_size=1")):
            response = client.get(f"{BASE}{name}/?{query}")
            assert response.status_code == 200, (name, query)
            texts.append(response.content.decode())
    return "\n".join(texts)


def behind_its_address(client: Client, name: str, record: Any) -> int:
    return client.get(f"{BASE}{name}/{record.public_id}/").status_code


def unpublished(section: Any, filing: Any) -> None:
    draft_list(section, filing.round)


def scheduled(section: Any, filing: Any) -> None:
    page = draft_list(section, filing.round, go_live_at=timezone.now() + timedelta(days=1))
    page.bind_rows()
    page.save_revision().publish()


def taken_off(section: Any, filing: Any) -> None:
    publish(draft_list(section, filing.round)).unpublish()


def restricted(section: Any, filing: Any) -> None:
    page = publish(draft_list(section, filing.round))
    PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.mark.parametrize("state", [unpublished, scheduled, taken_off, restricted])
def test_a_list_that_is_not_shown_shows_nothing(
    client: Client, wagtail_root: Any, state: Callable[[Any, Any], None]
) -> None:
    owner = OrganizationFactory(name="秘密组织")
    filing = FilingFactory(
        certificate__organization=owner, certificate__name="秘密证书", fee="秘密"
    )
    ContactFactory(kind="organization", organization=owner, office="秘密科室")
    state(make_section(wagtail_root), filing)
    assert SECRET not in seen(client)
    for name, record in (
        ("filings", filing),
        ("certificates", filing.certificate),
        ("organizations", owner),
        ("contacts", owner.contacts.get()),
    ):
        assert behind_its_address(client, name, record) == 404, name


def test_records_that_are_not_public_are_not_there(client: Client, wagtail_root: Any) -> None:
    public = public_filing().certificate
    school = SchoolFactory()
    pending = FilingFactory(certificate__name="秘密证书甲", pending=True, fee="秘密收费")
    undecided = ApprovalFactory(school=school, certificate__name="秘密证书乙")
    voided = ApprovalFactory(school=school, certificate__name="秘密证书丙")
    decide(voided, basis="秘密依据", voided_version=10**6)
    decide(grant(school=school, certificate=public), basis="秘密更正", voided_version=10**6)
    hidden = ContactFactory(office="秘密科室", is_public=False)
    group = QQGroupFactory(name="秘密群", is_public=False)
    assert SECRET not in seen(client)
    for name, record in (
        ("filings", pending),
        ("certificates", pending.certificate),
        ("approvals", undecided),
        ("approvals", voided),
        ("contacts", hidden),
        ("groups", group),
    ):
        assert behind_its_address(client, name, record) == 404, name


def test_the_same_records_are_there_once_they_are_public(client: Client, wagtail_root: Any) -> None:
    page = published_list(make_section(wagtail_root))
    filing = page.round.filings.get()
    line = grant(certificate=filing.certificate)
    for name, record in (
        ("filings", filing),
        ("certificates", filing.certificate),
        ("organizations", filing.certificate.organization),
        ("approvals", line),
        ("contacts", ContactFactory()),
        ("groups", QQGroupFactory()),
    ):
        assert behind_its_address(client, name, record) == 200, name


def test_being_logged_in_shows_nothing_more(
    client: Client, wagtail_root: Any, admin_user: Any
) -> None:
    FilingFactory(certificate__name="秘密证书")
    ContactFactory(office="秘密科室", is_public=False)
    client.force_login(admin_user)
    assert SECRET not in seen(client)
