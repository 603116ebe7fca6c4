"""The plan of a filing: what came in, what reviewers find in it, what is open, and the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from registry.enums import FilingDecision, FindingOutcome, PlanContent, SealState
from registry.models import Filing, FilingPlanFile, PlanFinding
from registry.services.private_files import take_in_file
from xcms.versions import register_write


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reviewer says of one required content."""

    content: PlanContent
    outcome: FindingOutcome
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: FilingDecision
    decided_on: date | None = None
    reason: str = ""


def latest_plan(filing: Filing) -> FilingPlanFile | None:
    """The plan that counts, without its bytes."""
    plan: FilingPlanFile | None = filing.plan_files.without_bytes().first()
    return plan


def findings_of(filing: Filing) -> Mapping[str, PlanFinding]:
    """By content; one that nobody has judged is not in it."""
    found = filing.findings.select_related("judged_by")
    return {finding.content: finding for finding in found}


def take_in_plan(filing: Filing, *, name: str, data: bytes, acting_user: Any) -> FilingPlanFile:
    """Another plan becomes the one that counts; the same bytes again are the same. See ``take_in_file``."""
    return take_in_file(
        FilingPlanFile,
        filing,
        name=name,
        data=data,
        field="plan_file",
        action="xcms_registry.take_in_plan",
        acting_user=acting_user,
    )


def _known(user: Any) -> Any:
    return user if getattr(user, "is_authenticated", False) else None


def open_points(filing: Filing) -> list[str]:
    """Everything for which an agreement needs a reason, as sentences; [] for a plan in order."""
    return [*arrival_points(filing), *content_points(findings_of(filing)), *unchecked(filing)]


def arrival_points(filing: Filing) -> list[str]:
    """How it came in: late, as no PDF, without a seal."""
    found: list[str] = []
    arrived = filing.arrived_on
    if filing.is_late and arrived is not None:
        found.append(
            _("It came in on %(day)s, after the filing deadline %(deadline)s.")
            % {"day": arrived.isoformat(), "deadline": filing.round.filing_deadline.isoformat()}
        )
    plan = latest_plan(filing)
    if plan is None:
        found.append(_("No plan has been taken in."))
    elif not plan.is_pdf:
        found.append(_("The plan “%(name)s” is no PDF.") % {"name": plan.name})
    if filing.has_seal == SealState.NO:
        found.append(_("The plan bears no official seal."))
    elif filing.has_seal == SealState.UNKNOWN:
        found.append(_("It is not recorded whether the plan bears an official seal."))
    return found


def content_points(findings: Mapping[str, PlanFinding]) -> list[str]:
    """What reviewers have found missing or to be amended."""
    sentences = {
        FindingOutcome.MISSING: _("The plan lacks: %(contents)s."),
        FindingOutcome.AMEND: _("To be amended in the plan: %(contents)s."),
    }
    found = []
    for outcome, sentence in sentences.items():
        named = [
            f"{content.label}（{finding.remark}）" if finding.remark else str(content.label)
            for content in PlanContent
            if (finding := findings.get(content)) is not None and finding.outcome == outcome
        ]
        if named:
            found.append(sentence % {"contents": "、".join(named)})
    return found


def unchecked(filing: Filing) -> list[str]:
    """The contents that nobody has judged, in one sentence."""
    findings = findings_of(filing)
    named = [
        str(content.label)
        for content in PlanContent
        if content not in findings or findings[content].outcome == FindingOutcome.UNCHECKED
    ]
    return [_("Not reviewed yet: %(contents)s.") % {"contents": "、".join(named)}] if named else []


def seen_state(filing: Filing) -> str:
    """What a reviewer has before the eyes; it differs as soon as anybody changes anything of it."""
    judged = [one.judged_at.isoformat() for one in findings_of(filing).values()]
    plan = latest_plan(filing)
    parts = (filing.recorded_version, plan.pk if plan else 0, max(judged, default=""))
    return "/".join(map(str, parts))


def review_filing(
    filing: Filing,
    *,
    judgements: Sequence[Judgement],
    decision: Decision,
    seen: str,
    acting_user: Any,
) -> Filing:
    """Record what a reviewer finds, and the decision if it is another than before. All or nothing.

    ``seen`` is the ``seen_state`` that the reviewer looked at: of two at once the later is told so.
    Raises ValidationError for that, for an agreement with open points or a refusal without a reason, and for
    a decision without a day.
    """
    with register_write():
        filing = Filing.objects.with_associations().get(pk=filing.pk)
        if seen_state(filing) != seen:
            raise ValidationError(
                _(
                    "Somebody else has changed this filing or its review meanwhile. "
                    "Look at the present state and enter your findings again."
                )
            )
        _judge(filing, judgements, acting_user)
        _decide(filing, decision, acting_user)
    return filing


def _judge(filing: Filing, judgements: Sequence[Judgement], acting_user: Any) -> None:
    findings = findings_of(filing)
    now = timezone.now()
    for one in judgements:
        former = findings.get(one.content)
        outcome = former.outcome if former else FindingOutcome.UNCHECKED
        if (outcome, former.remark if former else "") == (one.outcome, one.remark):
            continue
        PlanFinding.objects.update_or_create(
            filing=filing,
            content=one.content,
            defaults={
                "outcome": one.outcome,
                "remark": one.remark,
                "judged_at": now,
                "judged_by": _known(acting_user),
            },
        )
        log(
            instance=filing,
            action="xcms_registry.judge_plan",
            user=acting_user,
            data={
                "content": one.content.value,
                "before": str(outcome),
                "after": one.outcome.value,
                "remark": one.remark,
            },
        )


def _decide(filing: Filing, decision: Decision, acting_user: Any) -> None:
    before = filing.decision
    former = (before, filing.decided_on, filing.decision_reason)
    if former == (decision.outcome, decision.decided_on, decision.reason):
        return
    filing.decision = decision.outcome
    filing.decided_on = decision.decided_on
    filing.decision_reason = decision.reason
    points = refuse_without_reason(filing, before=before)
    filing.save()
    log(
        instance=filing,
        action="xcms_registry.decide_filing",
        user=acting_user,
        data={
            "before": before,
            "after": filing.decision,
            "on": filing.decided_on.isoformat() if filing.decided_on else "",
            "reason": filing.decision_reason,
            "open": points,
        },
    )


def refuse_without_reason(filing: Filing, *, before: str) -> list[str]:
    """What is open at a new decision; raises ValidationError where that, or a refusal, needs a reason and has none."""
    pending = filing.decision == FilingDecision.PENDING
    if pending and filing.decided_on:
        raise ValidationError(
            {"decided_on": _("A filing under review has no day of decision yet.")}
        )
    if pending or filing.decision == before:
        return []
    if not filing.decided_on:
        raise ValidationError({"decided_on": _("Say on which day this was decided.")})
    given = filing.decision_reason.strip()
    if filing.decision == FilingDecision.DECLINED:
        if not given:
            raise ValidationError(
                {"decision_reason": _("A filing is declined for a reason: enter it.")}
            )
        return []
    points = open_points(filing)
    if points and not given:
        raise ValidationError(
            {
                "decision_reason": [
                    _("Something is open. To agree all the same, give the reason:"),
                    *points,
                ]
            }
        )
    return points
