"""Decisions of an import taken back: every day reads as before, and nothing is changed or deleted."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.enums import DecisionKind, DecisionSource
from registry.models import Approval, ApprovalDecision, Certificate, School
from registry.services.approval_undo import later_decisions, restore_synchronised, take_back
from registry.services.approvals import DecisionDraft, correct, record_decisions, void
from tests import factories
from xcms.versions import register_write

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = date(2020, 6, 12), date(2020, 9, 1), date(2021, 3, 1)
DAYS = [FIRST - timedelta(1), FIRST, FIRST + timedelta(9), SECOND, THIRD, date(2030, 1, 1)]
TODAY = date(2020, 7, 1)

Decisions = Sequence[ApprovalDecision]


def reading() -> list[Any]:
    """What the public sees of every line, day by day, and what an export says of it."""
    return [
        list(
            Approval.objects.public()
            .with_state(day)
            .order_by("pk")
            .values_list("pk", "status", "quota", "effective_from", "effective_to", "ruling_kind")
        )
        for day in DAYS
    ]


def content() -> list[Any]:
    valid = ApprovalDecision.objects.valid()
    return sorted(valid.values_list("approval", "quota", "effective_from", "basis", "kind"))


def record(quota: int, day: date, line: Approval, **values: Any) -> list[ApprovalDecision]:
    draft = DecisionDraft(
        school=line.school,
        certificate=line.certificate,
        level=line.level,
        major=line.major,
        **{
            "kind": None,
            "quota": quota,
            "effective_from": day,
            "basis": "平台",
            "source": DecisionSource.PLATFORM,
            **values,
        },
    )
    return record_decisions([draft], acting_user=None, today=TODAY)


def corrected(quota: int, decision: ApprovalDecision, day: date) -> list[ApprovalDecision]:
    return [
        correct(
            decision,
            quota=quota,
            effective_from=day,
            basis="平台",
            reason="抄错",
            acting_user=None,
        )
    ]


def keys(decisions: Decisions) -> list[int]:
    return [decision.pk for decision in decisions]


def refusals(decisions: Decisions) -> list[str]:
    return list(later_decisions(keys(decisions), decisions[0].recorded_version))


def undo(decisions: Decisions) -> int:
    with register_write() as version:
        take_back(keys(decisions), version=version, acting_user=None)
    return version


@pytest.fixture
def line() -> Approval:
    school: School = factories.SchoolFactory(name="甲学院")
    certificate: Certificate = factories.CertificateFactory(name="物流管理")
    return factories.grant(60, school=school, certificate=certificate)


def test_new_decisions_are_voided_and_their_line_moves_on(line: Approval) -> None:
    before, kept = reading(), content()
    decisions = record(90, SECOND, line)

    assert refusals(decisions) == []
    version = undo(decisions)

    assert (reading(), content()) == (before, kept)
    assert ApprovalDecision.objects.get(quota=90).voided_version == version
    line.refresh_from_db()
    assert line.recorded_version == version


def test_a_line_that_the_import_made_stays_and_is_not_public(line: Approval) -> None:
    other = factories.ApprovalFactory(school=line.school, certificate=line.certificate, level="")
    decisions = record(20, SECOND, other)

    undo(decisions)

    assert list(Approval.objects.public()) == [line]
    other.refresh_from_db()
    again = record(20, SECOND, other)
    assert [decision.kind for decision in again] == [DecisionKind.GRANT]
    assert set(Approval.objects.public()) == {line, other}


def test_a_revocation_is_voided(line: Approval) -> None:
    before = reading()
    decisions = record(
        0, SECOND, line, kind=DecisionKind.REVOKE, reason="名单中已无", clause="第六条"
    )
    assert reading() != before
    undo(decisions)
    assert reading() == before


@pytest.mark.parametrize("day", [FIRST, FIRST + timedelta(9), SECOND])
def test_what_a_correction_replaced_is_recorded_anew(line: Approval, day: date) -> None:
    factories.decide(line, quota=55, kind=DecisionKind.CORRECT, basis="同日", reason="先后")
    factories.decide(line, quota=70, kind=DecisionKind.ENLARGE, effective_from=THIRD)
    ruling = line.decisions.get(quota=55)
    before, kept = reading(), content()
    decisions = corrected(44, ruling, day)
    assert reading() != before

    assert refusals(decisions) == []
    version = undo(decisions)

    assert (reading(), content()) == (before, kept)
    anew = line.decisions.get(recorded_version=version)
    assert (anew.corrects, anew.basis, anew.reason) == (ruling, "同日", "先后")
    ruling.refresh_from_db()
    assert ruling.voided_version is not None


def test_imports_are_undone_one_after_the_other(line: Approval) -> None:
    states = [reading()]
    first = record(90, SECOND, line)
    states.append(reading())
    second = corrected(80, first[0], SECOND)
    states.append(reading())
    third = corrected(85, second[0], THIRD)
    states.append(reading())

    for decisions in (third, second, first):
        assert reading() == states.pop()
        assert refusals(decisions) == []
        undo(decisions)
    assert reading() == states.pop()


def test_refused_where_a_later_decision_stands_on_a_line(line: Approval) -> None:
    decisions = record(90, SECOND, line)
    record(95, THIRD, line)
    expected = "“甲学院 · 物流管理 · 中级”在导入之后另有决定“扩大规模 95 · 2021-03-01”。"
    assert refusals(decisions) == [expected]


def test_a_later_decision_that_is_void_itself_is_in_nobodys_way(line: Approval) -> None:
    decisions = record(90, SECOND, line)
    void(record(95, THIRD, line), reason="撤回", acting_user=None)
    assert refusals(decisions) == []


def test_refused_where_somebody_corrected_a_decision_since(line: Approval) -> None:
    decisions = record(90, SECOND, line)
    corrected(91, decisions[0], SECOND)
    assert refusals(decisions) == [
        "“甲学院 · 物流管理 · 中级”在导入之后另有决定“更正 91 · 2020-09-01”。"
    ]


def test_refused_where_somebody_voided_a_correction_since(line: Approval) -> None:
    decisions = corrected(50, line.decisions.get(), FIRST)
    void(decisions, reason="撤回", acting_user=None)
    assert refusals(decisions) == [
        "“甲学院 · 物流管理 · 中级”的决定“更正 50 · 2020-06-12”在导入之后已作废。"
    ]


def test_last_synchronised_comes_back_where_the_import_was_the_last_to_set_it() -> None:
    days = [None, date(2020, 5, 1), TODAY, date(2020, 8, 1)]
    lines = [factories.ApprovalFactory(synchronised_on=day) for day in days]
    for line in lines:
        line.synchronised_on = max(line.synchronised_on or TODAY, TODAY)
        line.save()
    overtaken = factories.ApprovalFactory(synchronised_on=date(2020, 7, 2))

    with register_write() as version:
        restore_synchronised(
            [
                *((line.pk, day) for line, day in zip(lines, days, strict=True)),
                (overtaken.pk, None),
            ],
            synchronised_on=TODAY,
            version=version,
        )

    found = Approval.objects.order_by("pk").values_list("synchronised_on", flat=True)
    assert list(found) == [*days, date(2020, 7, 2)]


def test_the_queries_do_not_grow_with_the_lines() -> None:
    def queries(count: int) -> int:
        lines = [factories.grant() for _ in range(count)]
        decisions: list[ApprovalDecision] = []
        for line in lines:
            decisions += corrected(50, line.decisions.get(), FIRST)
        with CaptureQueriesContext(connection) as captured:
            assert list(later_decisions(keys(decisions), decisions[-1].recorded_version)) == []
            undo(decisions)
        return len(captured)

    queries(1)
    assert queries(2) == queries(30)
