"""Whatever people do in whatever order: the table holds, and the log says how it came."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.enums import ApplicationEventKind as Event
from registry.enums import ApplicationState as State
from registry.enums import LedgerRole as Role
from registry.models import Application, ApplicationEvent, Approval
from registry.rules.transitions import TRANSITIONS
from registry.services.applications import move
from tests import factories
from tests.registry import ledger
from tests.registry.ledger import TERMS, TODAY, seen

pytestmark = pytest.mark.django_db

#: Weighted towards what moves: a random event from a random role is nearly always forbidden.
_STEPS = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from([(move.event, move.role) for move in TRANSITIONS]),
            st.tuples(st.sampled_from(Event), st.sampled_from(Role)),
        ),
        st.sampled_from(["", "理由"]),
        st.booleans(),
    ),
    min_size=5,
    max_size=25,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=_STEPS, secondary=st.booleans())
def test_only_the_table_moves_and_every_move_is_recorded(
    steps: list[Any], secondary: bool, transactional_savepoint: Any
) -> None:
    with transactional_savepoint():
        people = {role: ledger.person(role) for role in Role}
        application = ledger.application(school=factories.SchoolFactory(secondary=secondary))
        stale = seen(application)
        path = [State.DRAFT]
        for (event, role), comment, is_stale in steps:
            try:
                entry = move(
                    stale if is_stale else seen(application),
                    event,
                    acting_user=people[role],
                    # After the bureau's days: the province may take over.
                    today=TODAY.replace(day=30),
                    comment=comment,
                    terms=TERMS if event is Event.APPROVE else None,
                )
            except ValidationError:
                continue
            step = next(
                move
                for move in TRANSITIONS
                if move.event is event
                and move.source is path[-1]
                and move.is_for(passes_bureau=secondary)
            )
            assert step.role is role
            assert not step.needs_comment or entry.comment
            path.append(step.target)
        entries = ApplicationEvent.objects.filter(application=application).order_by("pk")
        assert [State.DRAFT, *(State(entry.to_state) for entry in entries)] == path
        assert all(entry.from_state == state for entry, state in zip(entries, path, strict=False))
        assert Application.objects.get(pk=application.pk).state == path[-1]
        is_approved = path[-1] is State.APPROVED
        assert Approval.objects.filter(school=application.school).exists() == is_approved


@pytest.fixture
def transactional_savepoint(db: None) -> Any:
    """Each example begins with an empty ledger."""
    from contextlib import contextmanager

    from django.db import transaction

    @contextmanager
    def rolled_back() -> Any:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return rolled_back
