"""Taking in plans, judging them, and deciding with something open."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from registry.enums import FilingDecision, FindingOutcome, PlanContent, SealState
from registry.models import Filing, FilingPlanFile, PlanFinding
from registry.services.filing_plans import (
    Decision,
    Judgement,
    latest_plan,
    open_points,
    review_filing,
    seen_state,
    take_in_plan,
)
from registry.services.private_files import MOST_BYTES
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2020, 6, 3)
MET = [Judgement(content, FindingOutcome.MET) for content in PlanContent]


@pytest.fixture
def filing() -> Filing:
    made: Filing = factories.FilingFactory(
        pending=True, received_on=date(2020, 5, 28), has_seal=SealState.YES
    )
    return made


@pytest.fixture
def reviewer() -> Any:
    return get_user_model().objects.create_user("reviewer")


def take_in(filing: Filing, data: bytes = b"%PDF-1.7 x", name: str = "方案.pdf") -> FilingPlanFile:
    return take_in_plan(filing, name=name, data=data, acting_user=None)


def review(
    filing: Filing,
    judgements: list[Judgement],
    decision: Decision,
    *,
    user: Any = None,
    seen: str | None = None,
) -> Filing:
    return review_filing(
        filing,
        judgements=judgements,
        decision=decision,
        seen=seen_state(filing) if seen is None else seen,
        acting_user=user,
    )


PENDING = Decision(FilingDecision.PENDING)


def agreed(reason: str = "") -> Decision:
    return Decision(FilingDecision.AGREED, DAY, reason)


def test_the_latest_plan_counts_the_former_stays_and_the_same_again_is_none(
    filing: Filing,
) -> None:
    first = take_in(filing)
    assert take_in(filing) == first
    second = take_in(filing, b"%PDF-1.7 amended")

    assert latest_plan(filing) == second
    assert filing.plan_files.count() == 2
    assert bytes(FilingPlanFile.objects.get(pk=first.pk).data) == b"%PDF-1.7 x"


@pytest.mark.parametrize(
    ("data", "is_pdf"),
    [
        (b"%PDF-1.7", True),
        (b"\r\n%PDF-1.4", True),
        (b"PK\x03\x04", False),
        (b"<script>", False),
        (b" " * 2000 + b"%PDF-1.7", False),
    ],
)
def test_whether_it_is_a_pdf_is_told_by_its_bytes(
    filing: Filing, data: bytes, is_pdf: bool
) -> None:
    assert take_in(filing, data, name="方案.pdf").is_pdf is is_pdf


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\方案.pdf", "方案.pdf"),
        ("方案\u202efdp.exe", "方案fdp.exe"),
        ('a"\r\nSet-Cookie: x.pdf', 'a"Set-Cookie: x.pdf'),
        ("\u200b", "方案"),
    ],
)
def test_a_strangers_file_name_is_a_plain_name(filing: Filing, name: str, kept: str) -> None:
    assert take_in(filing, name=name).name == kept


def test_nothing_and_too_much_are_refused(filing: Filing) -> None:
    for data in (b"", b"%PDF-" + bytes(MOST_BYTES)):
        with pytest.raises(ValidationError):
            take_in(filing, data)
    assert not FilingPlanFile.objects.exists()


def test_a_plan_in_order_is_agreed_to_without_a_word(filing: Filing, reviewer: Any) -> None:
    take_in(filing)
    done = review(filing, MET, agreed(), user=reviewer)

    assert open_points(done) == []
    assert (done.decision, done.decided_on) == ("agreed", DAY)
    assert set(PlanFinding.objects.values_list("outcome", "judged_by")) == {("met", reviewer.pk)}


def test_each_judgement_and_the_decision_are_logged_once(filing: Filing, reviewer: Any) -> None:
    take_in(filing)
    review(filing, MET, PENDING, user=reviewer)
    review(filing, MET, agreed(), user=reviewer)

    log = ModelLogEntry.objects.filter(user=reviewer)
    judged = log.filter(action="xcms_registry.judge_plan")
    assert sorted(one.data["content"] for one in judged) == sorted(PlanContent.values)
    (decided,) = log.filter(action="xcms_registry.decide_filing")
    assert (decided.data["before"], decided.data["after"]) == ("pending", "agreed")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"received_on": date(2020, 5, 30)}, "晚于备案截止日期"),
        ({"has_seal": SealState.NO}, "未加盖公章"),
        ({"has_seal": SealState.UNKNOWN}, "未登记"),
    ],
)
def test_what_is_open_at_an_agreement_asks_for_a_reason(
    filing: Filing, change: dict[str, Any], named: str
) -> None:
    take_in(filing)
    for field, value in change.items():
        setattr(filing, field, value)
    filing.save()

    with pytest.raises(ValidationError, match=named) as refused:
        review(filing, MET, agreed())

    assert "decision_reason" in refused.value.error_dict
    assert not PlanFinding.objects.exists()
    done = review(filing, MET, agreed("已电话核实"))
    assert (done.decision, done.decision_reason) == ("agreed", "已电话核实")
    (decided,) = ModelLogEntry.objects.filter(action="xcms_registry.decide_filing")
    assert named in "".join(decided.data["open"])
    assert decided.data["reason"] == "已电话核实"


@pytest.mark.parametrize(
    ("judgements", "named"),
    [
        ([*MET[:-1], Judgement(PlanContent.COST_BASIS, FindingOutcome.MISSING)], "缺少：成本测算"),
        ([*MET[:-1], Judgement(PlanContent.COST_BASIS, FindingOutcome.AMEND, "x")], "需补正"),
        (MET[:-1], "尚未审查：成本测算依据"),
    ],
)
def test_so_does_an_open_content(filing: Filing, judgements: list[Judgement], named: str) -> None:
    take_in(filing)
    with pytest.raises(ValidationError, match=named):
        review(filing, judgements, agreed())
    assert review(filing, judgements, agreed("限期补正")).decision == "agreed"


def test_so_does_a_plan_that_is_no_pdf_or_not_there(filing: Filing) -> None:
    with pytest.raises(ValidationError, match="没有收存方案"):
        review(filing, MET, agreed())
    take_in(filing, b"PK\x03\x04")
    with pytest.raises(ValidationError, match="不是 PDF"):
        review(filing, MET, agreed())


def test_a_refusal_needs_a_reason_and_a_decision_a_day(filing: Filing) -> None:
    with pytest.raises(ValidationError, match="原因"):
        review(filing, MET, Decision(FilingDecision.DECLINED, DAY, " "))
    with pytest.raises(ValidationError, match="日期"):
        review(filing, MET, Decision(FilingDecision.DECLINED, None, "无依据"))
    assert review(filing, MET, Decision(FilingDecision.DECLINED, DAY, "无依据")).decided_on == DAY


def test_of_two_reviewers_the_later_looks_again(filing: Filing) -> None:
    take_in(filing)
    seen = seen_state(filing)
    review(filing, MET, PENDING, seen=seen)
    lacking = [Judgement(PlanContent.FEE, FindingOutcome.MISSING)]

    with pytest.raises(ValidationError, match="其他人"):
        review(filing, lacking, PENDING, seen=seen)
    assert filing.findings.get(content="fee").outcome == "met"
    # A new plan is something to look at, too.
    seen = seen_state(filing)
    take_in(filing, b"%PDF-1.7 amended")
    with pytest.raises(ValidationError, match="其他人"):
        review(filing, lacking, PENDING, seen=seen)
