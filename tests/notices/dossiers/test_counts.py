"""A batch's counts are those of its public lists."""

from datetime import date

import pytest
from django.test import Client

from registry.models import Filing
from registry.services.filings import revoke_filing
from tests.factories import grant
from tests.notices.dossiers import World, gathered
from tests.notices.pages import published_list

pytestmark = pytest.mark.django_db


def test_a_revoked_certificate_is_told_among_the_filed(client: Client, world: World) -> None:
    published_list(world.section, round_=world.rounds[0], filings=3)
    revoke_filing(
        Filing.objects.all()[0], on=date(2020, 7, 1), basis="通知第三条", acting_user=None
    )

    found = gathered(client, world.page).counts

    assert (found.certificates, found.revoked) == (3, 1)


def test_the_counts_are_those_of_the_lists_they_link_to(client: Client, world: World) -> None:
    published_list(world.section, round_=world.rounds[0], filings=2)
    published_list(world.section, round_=world.rounds[1], filings=1, slug="round-2")
    grant(40, decision={"round": world.rounds[1]})

    found = gathered(client, world.page).counts

    for url, count in (
        (found.certificates_url, found.certificates),
        (found.approvals_url, found.approved.lines),
    ):
        assert client.get(f"{url}&format=json").json()["count"] == count > 0
