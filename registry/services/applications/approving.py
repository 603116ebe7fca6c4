"""Approving an application: the figures, the rules, and the school's qualification, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from registry.enums import DecisionSource
from registry.models import Application, ApplicationLine, ApprovalDecision
from registry.services.applications.checks import review
from registry.services.approvals import DecisionDraft, record_decisions


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalTerms:
    """What is approved, from when and on what basis.

    ``figures``: persons by primary key of the line; a line that is not named keeps what it applied for, 0 leaves it
    out. ``override``: why the school may go beyond a rule of the batch.
    """

    effective_from: date
    basis: str
    basis_page: int | None = None
    clause: str = ""
    figures: Mapping[int, int] = field(default_factory=dict)
    override: str = ""


def approve(
    application: Application, terms: ApprovalTerms, *, acting_user: Any, today: date
) -> dict[str, Any]:
    """Write figures and decisions; returns what the log keeps. Call it inside the write that moves the state.

    The school's lines grow by what is approved: what it ran before stays. The rules are asked after the lock, so of
    two approvals at once the second counts what the first gave. Raises ValidationError: nothing approved, a figure
    of another application, a rule broken without a reason, or one that lets nothing pass.
    """
    lines = {line.pk: line for line in application.lines.select_related("major")}
    figures = {pk: terms.figures.get(pk, line.students) for pk, line in lines.items()}
    if set(terms.figures) - set(lines):
        raise ValidationError(_("The application has changed meanwhile; look at it again."))
    if min(figures.values(), default=0) < 0:
        raise ValidationError(_("A quota is not below zero."))
    if not any(figures.values()):
        raise ValidationError(_("Nothing would be approved: refuse the application instead."))
    found = review(application, max(today, terms.effective_from), figures)
    if found.problems or found.stops:
        raise ValidationError(found.problems or found.stops)
    broken = found.broken
    if broken and not terms.override.strip():
        raise ValidationError(
            {
                "override": [
                    *(finding.sentence for finding in broken),
                    _("To approve it all the same, give the reason."),
                ]
            }
        )
    record_decisions(
        _drafts(application, lines, figures, terms), acting_user=acting_user, today=today
    )
    for pk, line in lines.items():
        line.approved = figures[pk]
        line.save(update_fields=["approved"])
    return {
        "figures": [
            {"line": str(lines[pk]), "applied": lines[pk].students, "approved": figure}
            for pk, figure in figures.items()
        ],
        "effective_from": terms.effective_from.isoformat(),
        "basis": terms.basis.strip(),
        "clause": terms.clause.strip(),
        "findings": [finding.as_data() for finding in found.findings],
        "override": terms.override.strip() if broken else "",
    }


def _drafts(
    application: Application,
    lines: Mapping[int, ApplicationLine],
    figures: Mapping[int, int],
    terms: ApprovalTerms,
) -> list[DecisionDraft]:
    present = _present(application, terms.effective_from)
    return [
        DecisionDraft(
            school=application.school,
            certificate=application.certificate,
            level=lines[pk].level,
            major=lines[pk].major,
            kind=None,
            quota=present.get((lines[pk].level, lines[pk].major_id), 0) + figure,
            effective_from=terms.effective_from,
            round=application.round,
            basis=terms.basis.strip(),
            basis_page=terms.basis_page,
            clause=terms.clause.strip(),
            reason=terms.override.strip(),
            source=DecisionSource.LEDGER,
            is_demo=application.is_demo,
        )
        for pk, figure in figures.items()
        if figure
    ]


def _present(application: Application, day: date) -> dict[tuple[str, int], int]:
    """What the school runs of this certificate on the day by level and major, without what this round has brought.

    The platform's figures of the round may be in the register already: they are this application, not one more.
    """
    found: dict[tuple[str, int], int] = {}
    decisions = (
        ApprovalDecision.objects.valid()
        .filter(
            approval__school=application.school_id,
            approval__certificate=application.certificate_id,
            effective_from__lte=day,
        )
        .exclude(round=application.round_id)
        .select_related("approval")
        .order_by("effective_from", "recorded_version", "pk")
    )
    for decision in decisions:
        is_over = decision.effective_to is not None and decision.effective_to <= day
        key = (decision.approval.level, decision.approval.major_id)
        found[key] = 0 if is_over else decision.quota
    return found
