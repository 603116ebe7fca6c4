"""Two who decide on one case at the same moment: one decision, and its revocations alone."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError

from registry.enums import ViolationEventKind as Event
from registry.enums import ViolationState as State
from registry.models import Approval, Violation, ViolationEvent
from registry.services.seen import Seen
from registry.services.violations import move_violation
from tests import factories
from tests.at_once import at_once
from tests.page_tree import ensure_page_tree
from tests.registry.services.test_violations import TODAY, revoke

pytestmark = pytest.mark.django_db(transaction=True)


def deciding(case: Violation, event: Event, **values: Any) -> Any:
    user = User.objects.create_user(f"decider-{event}")
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_violation", "decide_violation"])
    )
    seen = Seen(case.pk, Violation.objects.get().recorded_version)
    return lambda: move_violation(
        seen, event, acting_user=user, today=TODAY, comment="现场核查", **values
    )


def test_of_two_deciders_one_decides() -> None:
    ensure_page_tree()
    line = factories.grant(60)
    case = factories.violation(school=line.school, state=State.INVESTIGATING)

    results = at_once(
        deciding(case, Event.DISMISS),
        deciding(case, Event.UPHOLD, ruling=revoke(approvals=[line.pk])),
        refusals=(ValidationError,),
    )

    assert sorted(type(result).__name__ for result in results) == [
        "ValidationError",
        "ViolationEvent",
    ]
    entry = ViolationEvent.objects.get()
    assert Violation.objects.get().state == entry.to_state
    assert Approval.objects.effective_on(TODAY).exists() == (entry.event == Event.DISMISS)
