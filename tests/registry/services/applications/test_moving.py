"""Every state × event × role: the table allows it, or nothing moves."""

from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from registry.enums import ApplicationEventKind as Event
from registry.enums import ApplicationState as State
from registry.enums import LedgerRole as Role
from registry.models import Application, ApplicationEvent, Filing
from registry.models.append_only import AppendOnlyError
from registry.rules.transitions import transition
from registry.services.applications import Seen, move, move_many
from tests import factories
from tests.registry import ledger
from tests.registry.ledger import TERMS, TODAY, seen

pytestmark = pytest.mark.django_db


def act(application: Application, event: Event, user: Any, **values: Any) -> ApplicationEvent:
    defaults: dict[str, Any] = {"comment": "材料齐全", "today": TODAY}
    if event is Event.APPROVE:
        defaults["terms"] = TERMS
    if event is Event.TAKE_OVER:
        defaults["today"] = TODAY.replace(day=29)
    return move(seen(application), event, acting_user=user, **{**defaults, **values})


@pytest.mark.parametrize("secondary", [True, False], ids=["中职", "高职"])
@pytest.mark.parametrize("role", Role)
def test_the_table_is_all_there_is(role: Role, secondary: bool) -> None:
    user = ledger.person(role)
    school = factories.SchoolFactory(secondary=secondary)
    for state, event in product(State, Event):
        application = ledger.application(state=state, school=school)
        step = transition(event, state, passes_bureau=secondary)
        if step is not None and step.role is role:
            entry = act(application, event, user)
            assert (entry.from_state, entry.to_state) == (state, step.target)
            assert entry.comment == "材料齐全"
        else:
            before = seen(application)
            with pytest.raises(ValidationError):
                act(application, event, user)
            assert seen(application) == before
            assert not application.events.exists()
        application.refresh_from_db()
        expected = step.target if step is not None and step.role is role else state
        assert application.state == expected


def test_a_refusal_says_what_is_not_possible_or_for_whom_it_is() -> None:
    application = ledger.application(state=State.SUBMITTED)

    with pytest.raises(ValidationError) as refusal:
        act(application, Event.APPROVE, ledger.person(Role.PROVINCE))
    assert refusal.value.messages == ["申报目前是“已提交”，不能“批准”。"]

    with pytest.raises(ValidationError) as refusal:
        act(application, Event.TAKE_UP, ledger.person(Role.CLERK))
    assert refusal.value.messages == ["“受理审核”由“省级审批”办理。"]


def test_another_bureaus_reviewer_finds_nothing_to_decide() -> None:
    application = ledger.application(
        state=State.SUBMITTED, school=factories.SchoolFactory(secondary=True)
    )
    stranger = ledger.person(Role.BUREAU, regions=("430200", "430300"))

    with pytest.raises(ValidationError) as refusal:
        act(application, Event.TAKE_UP, stranger)

    assert refusal.value.messages == ["没有这份申报，或者不归您办理。"]
    assert not Application.objects.visible_to(stranger).exists()
    assert Application.objects.visible_to(ledger.person(Role.BUREAU)).get() == application
    assert not Application.objects.visible_to(ledger.person(None)).exists()


def test_a_bureau_sees_no_school_that_goes_straight_to_the_province() -> None:
    ledger.application(state=State.SUBMITTED)
    assert not Application.objects.visible_to(ledger.person(Role.BUREAU)).exists()


def test_who_was_overtaken_reads_by_whom() -> None:
    application = ledger.application(state=State.PROVINCIAL_REVIEW)
    first, second = ledger.person(Role.PROVINCE), ledger.person(Role.PROVINCE)
    as_both_saw_it = seen(application)
    act(application, Event.REFUSE, first)

    with pytest.raises(ValidationError) as refusal:
        move(as_both_saw_it, Event.APPROVE, acting_user=second, today=TODAY, terms=TERMS)

    (message,) = refusal.value.messages
    assert first.username in message
    assert "“不予批准”" in message


@pytest.mark.parametrize("comment", ["", " \n"])
def test_a_return_tells_the_school_why(comment: str) -> None:
    application = ledger.application(state=State.PROVINCIAL_REVIEW)
    with pytest.raises(ValidationError) as refusal:
        act(application, Event.RETURN, ledger.person(Role.PROVINCE), comment=comment)
    assert "comment" in refusal.value.error_dict


def test_what_is_late_is_accepted_with_a_reason_alone() -> None:
    application, clerk = ledger.application(), ledger.person(Role.CLERK)
    last_day = application.round.application_deadline

    with pytest.raises(ValidationError) as refusal:
        act(application, Event.SUBMIT, clerk, comment="", today=last_day.replace(day=13))
    assert "2020-06-12" in refusal.value.messages[0]

    act(application, Event.SUBMIT, clerk, comment="", today=last_day)
    application.refresh_from_db()
    assert application.state == State.SUBMITTED
    assert application.submitted_at is not None


def test_the_province_takes_over_when_the_bureaus_days_are_over() -> None:
    school = factories.SchoolFactory(secondary=True)
    application = ledger.application(state=State.MUNICIPAL_REVIEW, school=school)
    province = ledger.person(Role.PROVINCE)
    due = application.round.municipal_review_due
    assert due == TODAY.replace(day=19)

    with pytest.raises(ValidationError) as refusal:
        act(application, Event.TAKE_OVER, province, today=due)
    assert "2020-06-19" in refusal.value.messages[0]

    act(application, Event.TAKE_OVER, province, today=due.replace(day=20))


def test_what_is_no_application_is_not_submitted() -> None:
    clerk = ledger.person(Role.CLERK)
    empty = ledger.application()
    empty.lines.all().delete()
    unfiled = ledger.application()
    unfiled.certificate.filings.all().delete()
    outside = ledger.application(school=factories.SchoolFactory(undergraduate=True))
    too_high = ledger.application()
    too_high.lines.update(level="advanced")

    for application, words in (
        (empty, "没有明细"),
        (unfiled, "未在轮次"),
        (outside, "不在试点范围"),
        (too_high, "高级"),
    ):
        with pytest.raises(ValidationError) as refusal:
            act(application, Event.SUBMIT, clerk)
        assert words in " ".join(refusal.value.messages)


def test_a_certificate_filed_in_an_earlier_round_may_be_applied_for_later() -> None:
    first = factories.RoundFactory()
    second = factories.RoundFactory(number=2)
    filed_early = factories.FilingFactory(round=first).certificate
    filed_late = factories.FilingFactory(round=second).certificate
    clerk = ledger.person(Role.CLERK)

    later = ledger.application(round=second, certificate=filed_early)
    Filing.objects.filter(round=second, certificate=filed_early).delete()
    act(later, Event.SUBMIT, clerk)

    too_early = ledger.application(round=first, certificate=filed_late)
    Filing.objects.filter(round=first, certificate=filed_late).delete()
    with pytest.raises(ValidationError):
        act(too_early, Event.SUBMIT, clerk)


def test_many_are_moved_together_or_not_at_all() -> None:
    province = ledger.person(Role.PROVINCE)
    ready = [ledger.application(state=State.PROVINCIAL_REVIEW) for _ in range(3)]
    draft = ledger.application()

    with pytest.raises(ValidationError) as refusal:
        move_many(
            [seen(one) for one in (*ready, draft)],
            Event.REFUSE,
            acting_user=province,
            today=TODAY,
            comment="超出本轮范围",
        )
    assert len(refusal.value.messages) == 1
    assert str(draft) in refusal.value.messages[0]
    assert not ApplicationEvent.objects.exists()

    entries = move_many(
        [seen(one) for one in ready],
        Event.REFUSE,
        acting_user=province,
        today=TODAY,
        comment="超出本轮范围",
    )
    assert {entry.comment for entry in entries} == {"超出本轮范围"}
    assert Application.objects.filter(state=State.REFUSED).count() == 3


def test_a_deleted_application_is_a_sentence() -> None:
    with pytest.raises(ValidationError):
        move(Seen(999, 1), Event.REFUSE, acting_user=ledger.person(Role.PROVINCE), today=TODAY)


def test_the_record_of_moves_is_append_only() -> None:
    entry = act(ledger.application(), Event.SUBMIT, ledger.person(Role.CLERK))
    entry.comment = "另一说法"
    for change in (entry.save, entry.delete, ApplicationEvent.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            change()
