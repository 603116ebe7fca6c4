"""Plans of applications: the latest counts, the former stay, and whoever decides sees that it changed."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from registry.enums import ApplicationEventKind, ApplicationState, LedgerRole
from registry.models import Application, ApplicationPlanFile
from registry.services.applications import move
from registry.services.applications.checks import broken_rules, review
from registry.services.applications.plan_files import take_in_plan
from tests.registry import ledger

pytestmark = pytest.mark.django_db


def take_in(application: Application, data: bytes = b"%PDF-1") -> ApplicationPlanFile:
    return take_in_plan(application, name="方案.pdf", data=data, acting_user=None)


def test_the_latest_counts_the_former_stays_and_the_same_again_is_none() -> None:
    application = ledger.application()
    first = take_in(application)
    second = take_in(application, b"%PDF-2")

    assert take_in(application, b"%PDF-2") == second
    assert list(application.plan_files.all()) == [second, first]


def test_who_decides_on_the_former_plan_is_told() -> None:
    application = ledger.application(state=ApplicationState.PROVINCIAL_REVIEW)
    before = ledger.seen(application)
    take_in(application)

    with pytest.raises(ValidationError, match="改动"):
        move(
            before,
            ApplicationEventKind.APPROVE,
            acting_user=ledger.person(LedgerRole.PROVINCE),
            today=ledger.TODAY,
            terms=ledger.TERMS,
        )


@pytest.mark.parametrize("state", [ApplicationState.APPROVED, ApplicationState.REFUSED])
def test_what_is_decided_keeps_its_plan(state: ApplicationState) -> None:
    application = ledger.application(state=state)

    with pytest.raises(ValidationError, match="不再更换"):
        take_in(application)
    assert not ApplicationPlanFile.objects.exists()


@pytest.mark.parametrize(
    ("values", "with_file", "hints"),
    [
        ({}, False, 2),
        ({"plan": "校内实训基地两处。"}, False, 1),
        ({}, True, 0),
    ],
)
def test_a_missing_plan_is_a_hint_and_stops_nobody(
    values: dict[str, Any], with_file: bool, hints: int
) -> None:
    application = ledger.application(**values)
    if with_file:
        take_in(application)
    rows = list(Application.objects.with_associations().with_plan_file())

    found = review(application, ledger.TODAY)

    assert len(found.hints) == hints
    assert found.problems == []
    assert broken_rules(rows, ledger.TODAY)[application.pk].hints == found.hints
