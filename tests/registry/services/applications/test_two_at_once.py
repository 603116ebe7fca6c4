"""Two reviewers at the same moment: one decides, and no cap is broken unnoticed."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from registry.enums import ApplicationEventKind as Event
from registry.enums import ApplicationState as State
from registry.enums import LedgerRole as Role
from registry.models import Application, ApplicationEvent, Approval
from registry.services.applications import move
from tests import factories
from tests.at_once import at_once
from tests.page_tree import ensure_page_tree
from tests.registry import ledger
from tests.registry.ledger import TERMS, TODAY, seen

pytestmark = pytest.mark.django_db(transaction=True)


def moving(application: Application, event: Event, **values: Any) -> Any:
    user, as_seen = ledger.person(Role.PROVINCE), seen(application)
    return lambda: move(
        as_seen, event, acting_user=user, today=TODAY, **{"comment": "理由", **values}
    )


def test_of_two_reviewers_one_decides() -> None:
    ensure_page_tree()
    application = ledger.application(state=State.PROVINCIAL_REVIEW)

    results = at_once(
        moving(application, Event.REFUSE),
        moving(application, Event.APPROVE, terms=TERMS),
        refusals=(ValidationError,),
    )

    assert sorted(type(result).__name__ for result in results) == [
        "ApplicationEvent",
        "ValidationError",
    ]
    entry = ApplicationEvent.objects.get()
    assert Application.objects.get().state == entry.to_state
    assert Approval.objects.exists() == (entry.event == Event.APPROVE)


def test_two_approvals_do_not_jointly_break_a_cap_unnoticed() -> None:
    ensure_page_tree()
    ledger.batch_with_caps()
    # Two certificates for five majors are 40 %: either of the two fits, both do not.
    school = ledger.school(majors=5, enrolment=1000)
    factories.grant(10, school=school)
    both = [ledger.application(10, state=State.PROVINCIAL_REVIEW, school=school) for _ in range(2)]

    results = at_once(
        *(moving(application, Event.APPROVE, terms=TERMS) for application in both),
        refusals=(ValidationError,),
    )

    (refusal,) = [result for result in results if isinstance(result, ValidationError)]
    assert "证书 3 / 专业 5 = 60%（上限 40%，超出 1 个）" in refusal.messages
    assert Application.objects.filter(state=State.APPROVED).count() == 1
