"""The commissioning notice's own case, from two filing rounds to a revocation, by the services alone."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from registry.enums import ApplicationEventKind as Event
from registry.enums import ApplicationState as State
from registry.enums import DecisionKind, DecisionSource, RuleKind
from registry.enums import LedgerRole as Role
from registry.models import Application, Approval, Batch, Certificate, Filing, Rule
from registry.services import approvals
from registry.services.applications import ApprovalTerms, Seen, move
from registry.services.applications.desks import Due
from tests import factories
from tests.clock import Clock
from tests.registry import ledger
from tests.registry.publication import publish

BASIS = "湘教通〔2020〕第三批1+X证书制度试点备案结果"


class Office:
    """The people of the case; each moves what is theirs on a day of 2020."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.clerk = ledger.person(Role.CLERK)
        self.bureau = ledger.person(Role.BUREAU)
        self.province = ledger.person(Role.PROVINCE)

    def on(self, day: date) -> None:
        self.day = day
        self._clock.move_to(f"{day}T10:00:00+08:00")

    def move(self, application: Application, event: Event, user: Any, **values: Any) -> State:
        application.refresh_from_db()
        entry = move(
            Seen(application.pk, application.recorded_version),
            event,
            acting_user=user,
            today=self.day,
            **values,
        )
        return State(entry.to_state)

    def approve(self, application: Application, **terms: Any) -> State:
        given = ApprovalTerms(effective_from=self.day, basis=BASIS, **terms)
        return self.move(application, Event.APPROVE, self.province, terms=given)


@pytest.fixture
def office(db: None, clock: Clock) -> Office:
    return Office(clock)


def test_the_case_of_the_notice(office: Office, client: Client, wagtail_root: Any) -> None:
    batch: Batch = factories.BatchFactory()
    first = factories.RoundFactory(batch=batch)
    second = factories.RoundFactory(
        batch=batch,
        number=2,
        filing_deadline=date(2020, 6, 5),
        application_deadline=date(2020, 6, 19),
    )
    Rule.objects.create(batch=batch, kind=RuleKind.CERTIFICATES, percent=Decimal(40))
    Rule.objects.create(batch=batch, kind=RuleKind.ENROLMENT, percent=Decimal(30))

    # Two filing rounds, two lists.
    office.on(date(2020, 6, 1))
    early: Certificate = factories.FilingFactory(round=first).certificate
    publish(first)
    office.on(date(2020, 6, 8))
    late: Certificate = factories.FilingFactory(round=second).certificate
    publish(second)
    assert set(Certificate.objects.public()) == {early, late}

    # A 高职 and a 中职 apply in both rounds.
    college = ledger.school(name="演示职业技术学院", majors=20, enrolment=8000)
    secondary = ledger.school(name="演示职业中专学校", majors=2, enrolment=300, secondary=True)
    office.on(date(2020, 6, 12))
    round_one = {
        school: ledger.application(60, school=school, certificate=early, round=first)
        for school in (college, secondary)
    }
    for application in round_one.values():
        assert office.move(application, Event.SUBMIT, office.clerk) is State.SUBMITTED
    office.on(date(2020, 6, 19))
    round_two = {
        school: ledger.application(40, school=school, certificate=late, round=second)
        for school in (college, secondary)
    }
    for application in round_two.values():
        office.move(application, Event.SUBMIT, office.clerk)

    # The 中职 passes its bureau first; the bureau's days skip weekend and 端午.
    assert Due.of(first.municipal_review_due, date(2020, 6, 15)).day == date(2020, 6, 19)
    due = Due.of(second.municipal_review_due, date(2020, 6, 22))
    assert (due.day, due.days_left, due.is_over) == (date(2020, 6, 29), 4, False)
    assert set(Application.objects.visible_to(office.bureau)) == {
        round_one[secondary],
        round_two[secondary],
    }
    with pytest.raises(ValidationError):
        office.move(round_one[secondary], Event.TAKE_UP, office.province)
    for application in (round_one[secondary], round_two[secondary]):
        office.move(application, Event.TAKE_UP, office.bureau)
        assert office.move(application, Event.PASS_ON, office.bureau) is State.PROVINCIAL_REVIEW
    for application in (round_one[college], round_two[college]):
        assert office.move(application, Event.TAKE_UP, office.province) is State.PROVINCIAL_REVIEW

    # Approved; the 中职 goes beyond 40 % with its first certificate, with a reason in the record.
    office.on(date(2020, 6, 30))
    line = round_one[college].lines.get()
    assert office.approve(round_one[college], figures={line.pk: 50}) is State.APPROVED
    assert office.approve(round_two[college]) is State.APPROVED
    with pytest.raises(ValidationError) as refusal:
        office.approve(round_one[secondary])
    assert "证书 1 / 专业 2 = 50%（上限 40%，超出 1 个）" in refusal.value.messages
    assert not Approval.objects.filter(school=secondary).exists()
    office.approve(round_one[secondary], override="省级专业教学团队所在专业，省厅同意")
    office.move(round_two[secondary], Event.REFUSE, office.province, comment="已超过证书数上限")

    # The approval is the school's qualification.
    page = client.get(reverse("xcms_registry:school_detail", args=[college.code])).content.decode()
    assert early.name in page
    assert late.name in page
    assert BASIS in page
    scope = Approval.objects.effective_on(office.day).filter(school=college)
    assert sorted(one.quota for one in scope) == [40, 50]
    page = client.get(
        reverse("xcms_registry:school_detail", args=[secondary.code])
    ).content.decode()
    assert early.name in page
    assert late.name not in page
    assert "已超过证书数上限" not in page

    # A later revocation stays readable with day and clause.
    office.on(date(2021, 3, 1))
    approvals.decide(
        scope.get(certificate=late),
        kind=DecisionKind.REVOKE,
        quota=0,
        effective_from=office.day,
        basis="湘教通〔2021〕查处通报",
        clause="院校不得与代理机构合作开展试点，违者取消试点资格",
        reason="与代理机构合作",
        source=DecisionSource.LEDGER,
        acting_user=office.province,
        today=office.day,
    )
    page = client.get(reverse("xcms_registry:school_detail", args=[college.code])).content.decode()
    assert "湘教通〔2021〕查处通报" in page
    assert "违者取消试点资格" in page
    assert Filing.objects.public().count() == 2
