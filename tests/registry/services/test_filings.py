"""Revoking a filing, and what filings allow."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from registry.models import Filing
from registry.services.filings import filing_scopes, revoke_filing
from tests.factories import FilingFactory, RoundFactory
from xcms.days import shanghai_today

pytestmark = pytest.mark.django_db


def test_a_revocation_is_kept_with_day_and_basis_and_logged() -> None:
    filing = revoke_filing(
        FilingFactory(), on=date(2020, 9, 1), basis=" 通知第六条 ", acting_user=None
    )

    assert (filing.revoked_on, filing.revocation_basis) == (date(2020, 9, 1), "通知第六条")
    assert filing not in Filing.objects.agreed()


def test_a_revocation_needs_a_basis() -> None:
    with pytest.raises(ValidationError, match="依据"):
        revoke_filing(FilingFactory(), on=date(2020, 9, 1), basis=" ", acting_user=None)


def test_a_filing_is_not_revoked_from_a_day_to_come() -> None:
    tomorrow = shanghai_today() + timedelta(days=1)

    with pytest.raises(ValidationError, match="当日或此前"):
        revoke_filing(FilingFactory(), on=tomorrow, basis="通知第六条", acting_user=None)


def test_a_filing_is_revoked_once() -> None:
    filing = FilingFactory()
    revoke_filing(filing, on=date(2020, 9, 1), basis="通知第六条", acting_user=None)

    with pytest.raises(ValidationError, match="已于 2020-09-01 撤销"):
        revoke_filing(filing, on=date(2020, 9, 2), basis="通知第七条", acting_user=None)


def test_what_a_round_s_filings_allow(django_assert_num_queries: Any) -> None:
    filing = FilingFactory()
    elsewhere = FilingFactory(round=RoundFactory(number=2))
    FilingFactory(pending=True)

    with django_assert_num_queries(1):
        scopes = filing_scopes([filing.round])

    assert scopes == {
        (filing.round_id, filing.certificate_id): (
            {"beginner", "intermediate"},
            {"secondary", "higher_vocational"},
        )
    }
    assert len(filing_scopes([filing.round, elsewhere.round])) == 2
