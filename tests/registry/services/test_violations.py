"""Violations: the table of moves is all there is, and a decision revokes in its own transaction."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import ModelLogEntry

from registry.enums import ApprovalStatus, ViolationMeasure
from registry.enums import ViolationEventKind as Event
from registry.enums import ViolationState as State
from registry.models import Approval, ApprovalDecision, Filing, Violation, ViolationEvent
from registry.models.append_only import AppendOnlyError
from registry.rules.violation_moves import VIOLATION_MOVES, violation_moves_from
from registry.services.seen import Seen
from registry.services.violations import Ruling, move_violation, take_in_evidence
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2020, 9, 1)
BASIS = {"basis": "湘教通〔2020〕1号", "clause": "第四条"}


@pytest.fixture
def decider() -> User:
    user = User.objects.create_user("decider")
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_violation", "decide_violation"])
    )
    return user


def rectify(**values: Any) -> Ruling:
    defaults = {"measure": ViolationMeasure.RECTIFY, "rectify_by": date(2020, 10, 1)}
    return Ruling(**{**defaults, "effective_on": TODAY, **BASIS, **values})


def revoke(**values: Any) -> Ruling:
    return Ruling(**{"measure": ViolationMeasure.REVOKE, "effective_on": TODAY, **BASIS, **values})


def act(violation: Violation, event: Event, user: Any, **values: Any) -> ViolationEvent:
    seen = Seen(violation.pk, Violation.objects.get(pk=violation.pk).recorded_version)
    defaults = {"comment": "现场核查属实", "ruling": rectify(), "today": TODAY}
    return move_violation(seen, event, acting_user=user, **{**defaults, **values})


def in_state(state: State, **values: Any) -> Violation:
    return factories.violation(upheld=state is State.UPHELD, **{"state": state, **values})


def test_every_state_and_event_against_the_table(decider: User) -> None:
    stranger = User.objects.create_user("stranger")
    for state, event in product(State, Event):
        violation = in_state(state)
        with pytest.raises(ValidationError):
            act(violation, event, stranger)
        target = {m.event: m.target for m in violation_moves_from(state)}.get(event)
        if target is None:
            with pytest.raises(ValidationError):
                act(violation, event, decider)
        else:
            entry = act(violation, event, decider)
            assert (entry.from_state, entry.to_state) == (state, target)
        violation.refresh_from_db()
        assert violation.state == (target or state)


def test_nothing_is_decided_without_an_investigation_and_nothing_without_a_reason() -> None:
    assert [move.event for move in violation_moves_from(State.REPORTED)] == [Event.INVESTIGATE]
    assert all(move.needs_comment for move in VIOLATION_MOVES)


def test_every_move_keeps_who_and_why_for_good(decider: User) -> None:
    violation = factories.violation()
    entry = act(violation, Event.INVESTIGATE, decider, comment="举报附有合同")
    logged = ModelLogEntry.objects.get(action="xcms_registry.move_violation")
    assert (logged.user, logged.data["comment"]) == (decider, "举报附有合同")
    assert logged.message == "立案调查：已登记 → 调查中；举报附有合同"
    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(ValidationError):
        act(violation, Event.DISMISS, decider, comment=" ")


class TestRevocation:
    def test_a_school_s_chosen_lines_are_revoked_with_the_decision(self, decider: User) -> None:
        line = factories.grant(60)
        other = factories.grant(30, school=line.school)
        violation = in_state(State.INVESTIGATING, school=line.school)

        act(violation, Event.UPHOLD, decider, ruling=revoke(approvals=[line.pk]))

        states = dict(Approval.objects.with_state(TODAY).values_list("pk", "status"))
        assert states == {line.pk: ApprovalStatus.REVOKED, other.pk: ApprovalStatus.IN_FORCE}
        decision = violation.revocations.get()
        assert (decision.basis, decision.clause) == (BASIS["basis"], BASIS["clause"])
        assert violation.events.get().data["decisions"] == [decision.pk]

    def test_only_what_the_case_is_about_can_be_revoked(self, decider: User) -> None:
        mine, another = factories.grant(60), factories.grant(60)
        violation = in_state(State.INVESTIGATING, school=mine.school)
        for keys in ([another.pk], [mine.pk, another.pk]):
            with pytest.raises(ValidationError):
                act(violation, Event.UPHOLD, decider, ruling=revoke(approvals=keys))
        certificate = factories.CertificateFactory()
        named = in_state(State.INVESTIGATING, school=mine.school, certificate=certificate)
        with pytest.raises(ValidationError):
            act(named, Event.UPHOLD, decider, ruling=revoke(approvals=[mine.pk]))
        assert ApprovalDecision.objects.count() == 2
        assert not ViolationEvent.objects.exists()

    def test_a_line_that_is_still_to_come_never_takes_effect(self, decider: User) -> None:
        begins = date(2020, 9, 15)
        line = factories.grant(60, decision={"effective_from": begins})
        violation = in_state(State.INVESTIGATING, school=line.school)

        act(violation, Event.UPHOLD, decider, ruling=revoke(approvals=[line.pk]))

        for day in (begins, date(2021, 1, 1)):
            assert Approval.objects.with_state(day).get().status == ApprovalStatus.REVOKED
        assert not Approval.objects.effective_on(begins).exists()

    def test_an_organisation_s_filings_are_revoked(self, decider: User) -> None:
        filing = factories.FilingFactory()
        owner = filing.certificate.organization
        violation = in_state(State.INVESTIGATING, organization=owner)
        act(violation, Event.UPHOLD, decider, ruling=revoke(filings=[filing.pk]))
        found = Filing.objects.get()
        assert (found.revoked_on, found.revocation_basis) == (TODAY, "湘教通〔2020〕1号；第四条")
        assert violation.revoked_filings.get() == filing

    @pytest.mark.parametrize(
        "ruling",
        [
            revoke(),
            revoke(approvals=[1], basis=" "),
            rectify(clause=""),
            rectify(rectify_by=None),
            rectify(rectify_by=date(2020, 8, 1)),
        ],
    )
    def test_half_a_ruling_decides_nothing(self, decider: User, ruling: Ruling) -> None:
        violation = in_state(State.INVESTIGATING)
        with pytest.raises(ValidationError):
            act(violation, Event.UPHOLD, decider, ruling=ruling)
        violation.refresh_from_db()
        assert violation.state == State.INVESTIGATING


def test_of_two_deciders_the_later_reads_who_decided(decider: User) -> None:
    violation = in_state(State.INVESTIGATING)
    seen = Seen(violation.pk, violation.recorded_version)
    values: dict[str, Any] = {"acting_user": decider, "today": TODAY, "comment": "查无实据"}
    move_violation(seen, Event.DISMISS, **values)
    with pytest.raises(ValidationError, match="decider"):
        move_violation(seen, Event.UPHOLD, ruling=rectify(), **values)


def test_evidence_that_came_in_meanwhile_is_looked_at_first(decider: User) -> None:
    violation = in_state(State.INVESTIGATING)
    seen = Seen(violation.pk, violation.recorded_version)
    for _again in range(2):
        take_in_evidence(violation, name="合同.pdf", data=b"%PDF-1", acting_user=decider)
    assert violation.evidence.count() == 1
    with pytest.raises(ValidationError):
        move_violation(seen, Event.DISMISS, acting_user=decider, today=TODAY, comment="查无实据")


def test_a_later_decision_takes_the_place_of_a_wrong_one(decider: User) -> None:
    violation = in_state(State.UPHELD)
    act(violation, Event.DISMISS, decider, comment="复核后认定不成立")
    assert not Violation.objects.public().exists()
    act(violation, Event.UPHOLD, decider, ruling=rectify(public_sentence="责令整改。"))
    assert Violation.objects.public().get().public_sentence == "责令整改。"
    assert violation.events.count() == 2


def test_the_public_reads_what_was_decided_and_the_revoked_line_stays(
    client: Client, decider: User, wagtail_root: Any
) -> None:
    line = factories.grant(60)
    violation = factories.violation(school=line.school, description="内部线索", reporter="某举报人")
    address = f"/registry/schools/{line.school.code}/"
    act(violation, Event.INVESTIGATE, decider, comment="内部立案理由")
    assert "违规处理决定" not in client.get(address).content.decode()

    ruling = revoke(approvals=[line.pk], public_sentence="因外包考核，撤销该校试点资格。")
    act(violation, Event.UPHOLD, decider, comment="内部理由", ruling=ruling)

    page = client.get(address).content.decode()
    for words in (
        "违规处理决定",
        "因外包考核，撤销该校试点资格。",
        "2020-09-01",
        "第四条",
        "已撤销",
    ):
        assert words in page
    for words in ("内部线索", "某举报人", "内部立案理由", "内部理由"):
        assert words not in page
