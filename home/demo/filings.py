"""Generated filings: which certificates were really filed in 2020 is not known here."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from home.demo.certificates import PROFILES, Profile
from home.demo.missing import add_missing
from home.demo.register import DemoRegister
from registry.enums import (
    CertificateLevel,
    FilingDecision,
    FindingOutcome,
    PlanContent,
    SchoolLevel,
    SealState,
)
from registry.models import Filing, PlanFinding, Round
from xcms.days import SHANGHAI

_LEVEL_NAMES = {
    CertificateLevel.BEGINNER: "初级",
    CertificateLevel.INTERMEDIATE: "中级",
    CertificateLevel.ADVANCED: "高级",
}
_COST_BASIS = "按命题、考务、监考、阅卷和证书制作分项测算（演示）"
_EXAM_SITES = "试点院校提出申请，评价组织按统一条件认定并公布站点（演示）"


def load_filings(register: DemoRegister) -> None:
    """One agreed filing per certificate, and one still under review, which no list may show."""
    stored = add_missing(Filing, _filings(register), key=("certificate_id", "round_id"))
    _load_findings(one for one in stored.values() if one.is_demo)


def _load_findings(filings: Iterable[Filing]) -> None:
    """Plans in order for what is agreed to; the one under review shows each kind of finding."""
    judged = set(PlanFinding.objects.values_list("filing", flat=True))
    PlanFinding.objects.bulk_create(
        PlanFinding(
            filing=filing,
            content=content,
            outcome=outcome,
            remark=remark,
            judged_at=_closing_time(filing.received_on) + timedelta(days=2),
        )
        for filing in filings
        if filing.pk not in judged and filing.received_on
        for content, (outcome, remark) in _outcomes(filing).items()
    )


def _outcomes(filing: Filing) -> Mapping[PlanContent, tuple[FindingOutcome, str]]:
    if filing.decision == FilingDecision.AGREED:
        return dict.fromkeys(PlanContent, (FindingOutcome.MET, ""))
    return {
        PlanContent.NAME: (FindingOutcome.MET, ""),
        PlanContent.SCOPE: (FindingOutcome.MET, ""),
        PlanContent.FEE: (FindingOutcome.AMEND, "未分等级列明收费标准（演示）"),
        PlanContent.COST_BASIS: (FindingOutcome.MISSING, "未附成本测算表（演示）"),
    }


def _closing_time(day: date) -> datetime:
    return datetime.combine(day, time(16), SHANGHAI)


def _filings(register: DemoRegister) -> Iterator[Filing]:
    for profile in PROFILES:
        yield _filing(register, profile, register.rounds[profile.round])
    under_review = _filing(register, PROFILES[2], register.rounds[2])
    under_review.decision = FilingDecision.PENDING
    under_review.decided_on = None
    yield under_review


def _filing(register: DemoRegister, profile: Profile, round_: Round) -> Filing:
    return Filing(
        certificate=register.certificates[profile.name],
        round=round_,
        levels=profile.levels,
        school_levels=_school_levels(profile),
        majors_range=profile.majors_range,
        fee="，".join(
            f"{_LEVEL_NAMES[CertificateLevel(level)]}{fee}元/人"
            for level, fee in zip(profile.levels, profile.fees, strict=True)
        ),
        cost_basis=_COST_BASIS,
        exam_sites=_EXAM_SITES,
        received_on=round_.filing_deadline,
        received_at=_closing_time(round_.filing_deadline),
        has_seal=SealState.YES,
        decision=FilingDecision.AGREED,
        decided_on=_decided_on(round_),
        is_demo=True,
    )


def _school_levels(profile: Profile) -> tuple[str, ...]:
    secondary = (SchoolLevel.SECONDARY,) if profile.secondary else ()
    return (*secondary, SchoolLevel.HIGHER_VOCATIONAL, SchoolLevel.APPLIED_UNDERGRADUATE)


def _decided_on(round_: Round) -> date:
    """Between the two deadlines: schools apply once the list is out."""
    return round_.filing_deadline + (round_.application_deadline - round_.filing_deadline) / 2
