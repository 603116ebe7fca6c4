"""Why a certificate is not on the list, in the order of the procedure."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from registry.enums import FilingDecision, FindingOutcome, PlanContent, SealState
from registry.models import Filing, FilingPlanFile, PlanFinding, Round
from registry.services.filing_answers import publication_of, why_not_listed
from registry.services.filings import revoke_filing
from tests import factories
from tests.notices.pages import draft_list, make_section, publish, published_list

pytestmark = pytest.mark.django_db


def answers(filing: Filing) -> list[str]:
    return list(why_not_listed(filing.certificate, filing.round))


@pytest.fixture
def round_() -> Round:
    made: Round = factories.RoundFactory()
    return made


def pending(round_: Round, **values: Any) -> Filing:
    made: Filing = factories.FilingFactory(
        round=round_,
        **{"decision": FilingDecision.PENDING, "has_seal": SealState.YES, **values},
    )
    FilingPlanFile.of(b"%PDF-1.7 x", filing=made, name="方案.pdf").save()
    return made


def judge(
    filing: Filing, outcome: FindingOutcome, *contents: PlanContent, remark: str = ""
) -> None:
    for content in contents:
        PlanFinding.objects.create(
            filing=filing,
            content=content,
            outcome=outcome,
            remark=remark,
            judged_at=timezone.now(),
        )


def test_nothing_was_received(round_: Round) -> None:
    certificate = factories.CertificateFactory(name="老年照护")

    assert why_not_listed(certificate, round_) == [
        "2020年第三批第1轮没有收到“老年照护”的备案材料。"
    ]


def test_it_came_late_lacks_things_and_nothing_is_decided(round_: Round) -> None:
    filing = pending(
        round_,
        has_seal=SealState.NO,
        # Half past midnight on the day after the deadline, in Shanghai.
        received_at=datetime(2020, 5, 29, 16, 30, tzinfo=UTC),
    )
    FilingPlanFile.of(b"PK\x03\x04", filing=filing, name="方案.docx").save()
    judge(filing, FindingOutcome.MISSING, PlanContent.COST_BASIS)
    judge(filing, FindingOutcome.AMEND, PlanContent.FEE, remark="未分等级")
    judge(filing, FindingOutcome.MET, PlanContent.NAME, PlanContent.SCOPE, PlanContent.EXAM_SITES)
    judge(filing, FindingOutcome.UNCHECKED, PlanContent.ASSESSMENT)

    assert answers(filing) == [
        "于 2020-05-30 收到，晚于备案截止日期 2020-05-29。",
        "方案“方案.docx”不是 PDF。",
        "方案未加盖公章。",
        "方案缺少：成本测算依据。",
        "方案需补正：考证收费标准（未分等级）。",
        "尚未审查：试点院校师资配置与教学条件基本要求、证书考核实施办法。",
        "备案正在审核，尚未作出决定。",
    ]


@pytest.mark.parametrize(
    ("received_at", "late"),
    [
        (datetime(2020, 5, 29, 15, 59, 59, tzinfo=UTC), False),
        (datetime(2020, 5, 29, 16, 0, 0, tzinfo=UTC), True),
    ],
)
def test_a_deadline_is_the_end_of_its_day_in_shanghai(
    round_: Round, received_at: datetime, late: bool
) -> None:
    filing = pending(round_, received_at=received_at)

    assert filing.is_late is late
    assert any("晚于备案截止日期" in one for one in answers(filing)) is late


def test_a_day_alone_tells_too_and_no_day_tells_nothing(round_: Round) -> None:
    assert pending(round_, received_on=date(2020, 5, 30)).is_late
    assert not pending(round_, received_on=date(2020, 5, 29)).is_late
    assert not pending(round_).is_late


def test_it_was_declined_for_a_reason(round_: Round) -> None:
    filing = pending(
        round_,
        decision=FilingDecision.DECLINED,
        decided_on=date(2020, 6, 3),
        decision_reason="收费标准无依据。",
    )
    judge(filing, FindingOutcome.MET, *PlanContent)

    assert answers(filing) == ["于 2020-06-03 不予备案：收费标准无依据。"]


def test_it_is_agreed_but_no_list_is_out(round_: Round) -> None:
    filing = factories.FilingFactory(round=round_)

    assert answers(filing) == ["已同意备案，但本轮名单尚未公布。"]
    assert publication_of(round_, filing) is None


def test_it_is_agreed_but_not_in_the_current_edition(wagtail_root: Any, round_: Round) -> None:
    page = published_list(make_section(wagtail_root), filings=1, round_=round_)
    late = factories.FilingFactory(round=round_)
    listed = Filing.objects.exclude(pk=late.pk).get()

    assert answers(late) == ["已同意备案，但不在现行名单（第 1 版）中，需要重新公布名单。"]
    assert answers(listed) == []
    publish(Page.objects.get(pk=page.pk).specific, change_note="增补")
    assert answers(late) == []


def test_its_page_is_not_live(wagtail_root: Any, round_: Round) -> None:
    page = published_list(make_section(wagtail_root), filings=1, round_=round_)
    Page.objects.get(pk=page.pk).specific.unpublish()

    (sentence,) = answers(Filing.objects.get())

    assert "第 1 版" in sentence
    assert page.title in sentence
    assert "未公开" in sentence


def test_a_revocation_is_told_of_a_listed_filing(wagtail_root: Any, round_: Round) -> None:
    published_list(make_section(wagtail_root), filings=1, round_=round_)
    filing = Filing.objects.get()
    revoke_filing(filing, on=date(2020, 8, 1), basis="湘教通〔2020〕2号第一条", acting_user=None)

    assert answers(filing) == ["已于 2020-08-01 撤销备案，依据：湘教通〔2020〕2号第一条。"]


def test_what_is_agreed_and_listed_does_not_bring_up_what_was_open_then(
    wagtail_root: Any, round_: Round
) -> None:
    filing = factories.FilingFactory(round=round_, received_on=date(2020, 6, 1))
    publish(draft_list(make_section(wagtail_root), round_))
    judge(filing, FindingOutcome.MISSING, PlanContent.FEE)

    assert answers(filing) == []
