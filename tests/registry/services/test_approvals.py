"""Quota changes are decisions (design rule 5)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from registry.enums import ApprovalStatus, DecisionKind, DecisionSource
from registry.models import Approval, ApprovalDecision
from registry.models.append_only import AppendOnlyError
from registry.services import approvals
from registry.services.approvals import DecisionDraft, record_decisions
from tests.factories import CertificateFactory, SchoolFactory, grant, unspecified_major
from xcms.versions import current_version

pytestmark = pytest.mark.django_db

JUNE = date(2020, 6, 12)
JULY = date(2020, 7, 1)
TODAY = date(2020, 8, 1)


def draft(**values: object) -> DecisionDraft:
    defaults: dict[str, object] = {
        "level": "intermediate",
        "major": unspecified_major(),
        "kind": None,
        "quota": 60,
        "effective_from": JUNE,
        "basis": "2020年第三批",
        "source": DecisionSource.PLATFORM,
    }
    for name, factory in (("school", SchoolFactory), ("certificate", CertificateFactory)):
        defaults[name] = values.pop(name, None) or factory()
    return DecisionDraft(**{**defaults, **values})  # type: ignore[arg-type]


def state(approval: Approval, day: date) -> Approval:
    return Approval.objects.with_state(day).get(pk=approval.pk)


def decide(approval: Approval, **values: object) -> ApprovalDecision:
    return approvals.decide(
        approval,
        **{  # type: ignore[arg-type]
            "basis": "省厅决定",
            "source": DecisionSource.LEDGER,
            "acting_user": None,
            "today": TODAY,
            **values,
        },
    )


def test_the_first_decision_on_a_new_line_is_a_grant() -> None:
    (decision,) = record_decisions([draft()], acting_user=None, today=TODAY)

    assert decision.kind == DecisionKind.GRANT
    assert state(decision.approval, JUNE).quota == 60
    assert state(decision.approval, JUNE).status == ApprovalStatus.IN_FORCE


@pytest.mark.parametrize(("quota", "kind"), [(80, DecisionKind.ENLARGE), (40, DecisionKind.CUT)])
def test_another_quota_is_a_new_decision(quota: int, kind: DecisionKind) -> None:
    first = draft()
    record_decisions([first], acting_user=None, today=TODAY)

    (decision,) = record_decisions(
        [
            draft(
                school=first.school, certificate=first.certificate, quota=quota, effective_from=JULY
            )
        ],
        acting_user=None,
        today=TODAY,
    )

    assert decision.kind == kind
    assert state(decision.approval, JUNE).quota == 60
    assert state(decision.approval, JULY).quota == quota


def test_the_same_quota_only_renews_the_day_of_synchronisation() -> None:
    first = draft()
    record_decisions([first], acting_user=None, today=JUNE)

    assert record_decisions([first], acting_user=None, today=TODAY) == []
    assert ApprovalDecision.objects.count() == 1
    assert Approval.objects.get().synchronised_on == TODAY


def test_the_office_s_own_decision_does_not_claim_to_be_synchronised() -> None:
    record_decisions([draft(source=DecisionSource.LEDGER)], acting_user=None, today=TODAY)

    assert Approval.objects.get().synchronised_on is None


def test_a_new_scale_does_not_prolong_the_qualification() -> None:
    end = date(2021, 1, 1)
    first = draft(effective_to=end)
    record_decisions([first], acting_user=None, today=TODAY)
    larger = draft(
        school=first.school, certificate=first.certificate, quota=90, effective_from=JULY
    )

    (decision,) = record_decisions([larger], acting_user=None, today=TODAY)

    assert decision.effective_to == end
    assert state(decision.approval, end).status == ApprovalStatus.ENDED


def test_one_bad_draft_leaves_nothing_behind() -> None:
    drafts = [draft(), draft(quota=-1)]
    version = current_version()

    with pytest.raises(ValidationError, match="不得小于 0"):
        record_decisions(drafts, acting_user=None, today=TODAY)

    assert not Approval.objects.exists()
    assert current_version() == version


def test_a_line_named_twice_is_refused() -> None:
    one = draft()

    with pytest.raises(ValidationError, match="出现了两次"):
        record_decisions([one, one], acting_user=None, today=TODAY)


def test_a_level_that_the_certificate_does_not_offer_is_refused() -> None:
    certificate = CertificateFactory(levels=("beginner",))

    with pytest.raises(ValidationError, match="仅设：初级"):
        record_decisions([draft(certificate=certificate)], acting_user=None, today=TODAY)


def test_the_number_of_queries_does_not_grow_with_the_drafts(
    django_assert_max_num_queries: Any,
) -> None:
    certificate = CertificateFactory()
    many = [draft(certificate=certificate) for _ in range(60)]

    with django_assert_max_num_queries(16):
        record_decisions(many, acting_user=None, today=TODAY)

    assert ApprovalDecision.objects.count() == 60


def test_a_revocation_needs_reason_and_clause() -> None:
    approval = grant()

    with pytest.raises(ValidationError, match="撤销须填写原因和条款"):
        decide(approval, kind=DecisionKind.REVOKE, quota=0, effective_from=JULY, reason="转包教学")


def test_a_revoked_line_stays_public_with_its_history() -> None:
    approval = grant()
    decide(
        approval,
        kind=DecisionKind.REVOKE,
        quota=0,
        effective_from=JULY,
        reason="转包教学",
        clause="第五条",
    )

    assert state(approval, JUNE).status == ApprovalStatus.IN_FORCE
    assert state(approval, JULY).status == ApprovalStatus.REVOKED
    assert state(approval, JULY).quota == 0
    assert approval in Approval.objects.public()


@pytest.mark.parametrize(
    ("kind", "quota", "sentence"),
    [
        (DecisionKind.GRANT, 60, "已生效"),
        (DecisionKind.ENLARGE, 60, "须大于当前的 60"),
        (DecisionKind.CUT, 60, "须小于当前的 60"),
        (DecisionKind.ENLARGE, 0, "规模为 0"),
    ],
)
def test_a_decision_says_what_it_is(kind: DecisionKind, quota: int, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        decide(grant(60), kind=kind, quota=quota, effective_from=JULY)


def test_a_correction_voids_what_it_corrects_and_both_stay_readable() -> None:
    approval = grant(600)
    wrong = approval.decisions.get()

    right = approvals.correct(
        wrong, quota=60, effective_from=JULY, basis="省厅决定", reason="录入有误", acting_user=None
    )

    wrong.refresh_from_db()
    assert wrong.voided_version == right.recorded_version
    assert right.corrects == wrong
    assert state(approval, JUNE).status == ApprovalStatus.FUTURE
    assert state(approval, JULY).quota == 60


def test_a_decision_is_corrected_once() -> None:
    wrong = grant().decisions.get()
    values = {
        "effective_from": JUNE,
        "basis": "省厅决定",
        "reason": "录入有误",
        "acting_user": None,
    }
    approvals.correct(wrong, quota=50, **values)  # type: ignore[arg-type]

    with pytest.raises(ValidationError, match="已失效"):
        approvals.correct(wrong, quota=40, **values)  # type: ignore[arg-type]


def test_a_correction_of_an_old_decision_does_not_outrank_a_later_cut() -> None:
    approval = grant(100)
    first = approval.decisions.get()
    decide(approval, kind=DecisionKind.CUT, quota=30, effective_from=JULY)

    approvals.correct(
        first, quota=90, effective_from=JUNE, basis="省厅决定", reason="录入有误", acting_user=None
    )

    assert state(approval, JUNE).quota == 90
    assert state(approval, JULY).quota == 30


def test_a_line_whose_decisions_are_all_void_is_not_public() -> None:
    approval = grant()

    approvals.void(approval.decisions.all(), reason="导入有误", acting_user=None)

    assert not Approval.objects.public().exists()
    assert ApprovalDecision.objects.count() == 1


def test_a_line_without_a_decision_is_not_public() -> None:
    Approval.objects.create(
        school=SchoolFactory(), certificate=CertificateFactory(), major=unspecified_major()
    )

    assert not Approval.objects.public().exists()


def test_decisions_are_never_changed_or_deleted() -> None:
    decision = grant().decisions.get()

    for attempt in (
        decision.save,
        decision.delete,
        ApprovalDecision.objects.all().delete,
        lambda: ApprovalDecision.objects.update(quota=1),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


def test_lines_begin_and_end_at_midnight_without_a_write() -> None:
    approval = grant(decision={"effective_from": JUNE, "effective_to": JULY})

    assert state(approval, date(2020, 6, 11)).status == ApprovalStatus.FUTURE
    assert state(approval, JUNE).status == ApprovalStatus.IN_FORCE
    assert state(approval, date(2020, 6, 30)).status == ApprovalStatus.IN_FORCE
    assert state(approval, JULY).status == ApprovalStatus.ENDED


def test_effective_on_gives_only_lines_in_force() -> None:
    running = grant()
    grant(decision={"effective_from": JULY})

    assert list(Approval.objects.effective_on(JUNE)) == [running]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"quota": -1}, "不得小于 0"),
        ({"basis": " "}, "须填写依据"),
        ({"reason": ""}, "更正须填写原因"),
        ({"effective_to": JUNE}, "应晚于生效日期"),
    ],
)
def test_a_bad_correction_leaves_the_decision_valid(
    values: dict[str, object], sentence: str
) -> None:
    wrong = grant().decisions.get()
    asked = {
        "quota": 50,
        "effective_from": JUNE,
        "basis": "省厅决定",
        "reason": "录入有误",
        "acting_user": None,
        **values,
    }

    with pytest.raises(ValidationError, match=sentence):
        approvals.correct(wrong, **asked)  # type: ignore[arg-type]

    wrong.refresh_from_db()
    assert wrong.voided_version is None
