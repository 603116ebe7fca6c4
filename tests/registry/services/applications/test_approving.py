"""An approval is the school's qualification: figures, rules and decisions in one transaction."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from registry.enums import ApplicationEventKind as Event
from registry.enums import ApplicationState as State
from registry.enums import DecisionKind, DecisionSource, RuleSeverity
from registry.enums import LedgerRole as Role
from registry.models import Application, ApplicationEvent, Approval, ApprovalDecision, Rule
from registry.services.applications import move, move_many
from tests import factories
from tests.registry import ledger
from tests.registry.ledger import TERMS, TODAY, seen

pytestmark = pytest.mark.django_db


def approve(application: Application, **terms: Any) -> ApplicationEvent:
    return move(
        seen(application),
        Event.APPROVE,
        acting_user=ledger.person(Role.PROVINCE),
        today=TODAY,
        terms=replace(TERMS, **terms),
    )


def waiting(*students: int, **values: Any) -> Application:
    return ledger.application(*students, state=State.PROVINCIAL_REVIEW, **values)


def test_an_approval_writes_the_lines_and_their_decisions() -> None:
    application = waiting(60, 40)

    entry = approve(application, clause="三、（二）")

    lines = Approval.objects.effective_on(TODAY).filter(school=application.school)
    assert sorted(line.quota for line in lines) == [40, 60]
    decision = ApprovalDecision.objects.first()
    assert decision is not None
    assert (decision.kind, decision.source, decision.round, decision.basis, decision.clause) == (
        DecisionKind.GRANT,
        DecisionSource.LEDGER,
        application.round,
        "2020年第三批备案",
        "三、（二）",
    )
    application = Application.objects.get(pk=application.pk)
    assert application.approved == application.students == 100
    assert [item["approved"] for item in entry.data["figures"]] == [60, 40]


def test_figures_may_differ_from_what_was_applied_for() -> None:
    application = waiting(60, 40, 20)
    first, second, third = application.lines.order_by("pk")

    approve(application, figures={first.pk: 30, second.pk: 0})

    assert [line.approved for line in application.lines.order_by("pk")] == [30, 0, 20]
    lines = Approval.objects.effective_on(TODAY).order_by("quota")
    assert [(line.major, line.quota) for line in lines] == [(third.major, 20), (first.major, 30)]


def test_a_second_round_enlarges_what_the_first_gave() -> None:
    application = waiting(40)
    line = application.lines.get()
    factories.grant(
        60,
        school=application.school,
        certificate=application.certificate,
        major=line.major,
        level=line.level,
    )

    approve(application)

    enlarged = Approval.objects.effective_on(TODAY).get()
    assert enlarged.quota == 100
    assert enlarged.decisions.order_by("-pk")[0].kind == DecisionKind.ENLARGE


def test_what_the_platform_has_brought_for_this_round_is_not_given_twice() -> None:
    application = waiting(40)
    line = application.lines.get()
    factories.grant(
        40,
        school=application.school,
        certificate=application.certificate,
        major=line.major,
        level=line.level,
        decision={"round": application.round, "source": DecisionSource.PLATFORM},
    )

    approve(application)

    assert Approval.objects.effective_on(TODAY).get().quota == 40
    assert ApprovalDecision.objects.count() == 1


def test_nothing_approved_is_a_refusal() -> None:
    application = waiting(60)
    with pytest.raises(ValidationError) as refusal:
        approve(application, figures={application.lines.get().pk: 0})
    assert "不予批准" in refusal.value.messages[0]
    assert not Approval.objects.exists()


def test_a_figure_of_another_application_is_refused() -> None:
    application, other = waiting(60), waiting(40)
    with pytest.raises(ValidationError):
        approve(application, figures={other.lines.get().pk: 10})


def test_a_cap_that_is_just_reached_needs_no_reason() -> None:
    ledger.batch_with_caps()
    school = ledger.school(majors=20, enrolment=1000)
    for _ in range(7):
        factories.grant(10, school=school)

    entry = approve(waiting(230, school=school))

    assert {finding["outcome"] for finding in entry.data["findings"]} == {"met"}
    assert entry.data["override"] == ""


def test_beyond_a_cap_only_with_a_recorded_reason() -> None:
    ledger.batch_with_caps()
    school = ledger.school(majors=20, enrolment=1000)
    for _ in range(8):
        factories.grant(10, school=school)
    application = waiting(10, school=school)

    with pytest.raises(ValidationError) as refusal:
        approve(application)
    assert "证书 9 / 专业 20 = 45%（上限 40%，超出 1 个）" in refusal.value.messages
    assert Application.objects.get(pk=application.pk).state == State.PROVINCIAL_REVIEW
    assert Approval.objects.filter(certificate=application.certificate).count() == 0

    entry = approve(application, override="国家级教师教学创新团队所在专业")
    assert entry.data["override"] == "国家级教师教学创新团队所在专业"
    broken = [item["rule"] for item in entry.data["findings"] if item["outcome"] == "not_met"]
    assert broken == ["certificates"]
    decision = ApprovalDecision.objects.get(approval__certificate=application.certificate)
    assert decision.reason == "国家级教师教学创新团队所在专业"


def test_a_rule_that_is_an_error_lets_no_reason_pass() -> None:
    ledger.batch_with_caps()
    Rule.objects.update(severity=RuleSeverity.ERROR)
    application = waiting(400, school=ledger.school(majors=20, enrolment=1000))

    with pytest.raises(ValidationError) as refusal:
        approve(application, override="省厅同意")
    assert refusal.value.messages == ["规模 400 / 在校生 1000 = 40%（上限 30%，超出 100 人）"]


def test_an_unknown_figure_stops_nothing_and_is_kept_in_the_record() -> None:
    ledger.batch_with_caps()
    entry = approve(waiting(400))
    assert {finding["outcome"] for finding in entry.data["findings"]} == {"open"}
    assert entry.data["override"] == ""


def test_two_applications_of_one_school_are_counted_together_in_one_bulk_decision() -> None:
    ledger.batch_with_caps()
    school = ledger.school(majors=5, enrolment=1000)
    factories.grant(10, school=school)
    both = [waiting(10, school=school), waiting(10, school=school)]

    with pytest.raises(ValidationError) as refusal:
        move_many(
            [seen(one) for one in both],
            Event.APPROVE,
            acting_user=ledger.person(Role.PROVINCE),
            today=TODAY,
            terms=TERMS,
        )
    assert any("证书 3 / 专业 5 = 60%" in message for message in refusal.value.messages)
    assert Approval.objects.count() == 1


def test_a_coming_day_counts_what_will_be_in_force_then() -> None:
    ledger.batch_with_caps()
    school = ledger.school(majors=20, enrolment=100)
    factories.grant(30, school=school, decision={"effective_to": date(2020, 8, 1)})

    with pytest.raises(ValidationError):
        approve(waiting(30, school=school))
    approve(waiting(30, school=school), effective_from=date(2020, 9, 1))
