"""Cases of violations: evidence, the moves of ``rules.violation_moves``, and what a decision revokes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from registry.enums import (
    ApprovalStatus,
    DecisionKind,
    DecisionSource,
    ViolationEventKind,
    ViolationMeasure,
)
from registry.models import (
    Approval,
    ApprovalDecision,
    Filing,
    Organization,
    School,
    Violation,
    ViolationEvent,
    ViolationEvidence,
)
from registry.permissions import violation_moves_for
from registry.rules.violation_moves import ViolationMove
from registry.services.approvals import DecisionDraft, record_decisions
from registry.services.basis_links import cite, public_basis_pages
from registry.services.filings import revoke_filing
from registry.services.private_files import take_in_file
from registry.services.seen import Seen
from xcms.days import SHANGHAI
from xcms.versions import register_write


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What is decided against the subject. ``approvals`` and ``filings`` are keys of what is revoked."""

    measure: ViolationMeasure
    effective_on: date
    basis: str
    basis_page: int | None = None
    clause: str
    rectify_by: date | None = None
    public_sentence: str = ""
    approvals: Collection[int] = field(default_factory=tuple)
    filings: Collection[int] = field(default_factory=tuple)


def take_in_evidence(
    violation: Violation, *, name: str, data: bytes, acting_user: Any
) -> ViolationEvidence:
    """The same bytes again are the same file. Whoever was about to decide must look again."""
    with register_write():
        known = violation.evidence.count()
        file = take_in_file(
            ViolationEvidence,
            violation,
            name=name,
            data=data,
            field="evidence",
            action="xcms_registry.take_in_evidence",
            acting_user=acting_user,
        )
        if violation.evidence.count() != known:
            violation.save(update_fields=["recorded_version"])
    return file


def revocable_approvals(violation: Violation, today: date) -> QuerySet[Approval]:
    """The school's lines in force or coming, of the case's certificate where it names one; none of an organisation."""
    if violation.school_id is None:
        return Approval.objects.none()
    lines = (
        Approval.objects.public()
        .filter(school=violation.school_id)
        .with_state(today)
        .filter(status__in=[ApprovalStatus.IN_FORCE, ApprovalStatus.FUTURE])
        .select_related("school", "certificate", "major")
    )
    return lines.filter(certificate=violation.certificate_id) if violation.certificate_id else lines


def revocable_filings(violation: Violation) -> QuerySet[Filing]:
    """The organisation's agreed filings, within the case's certificate and batch where it names them."""
    if violation.organization_id is None:
        return Filing.objects.none()
    filings = (
        Filing.objects.agreed()
        .filter(certificate__organization=violation.organization_id, revoked_on__isnull=True)
        .select_related("certificate", "round__batch")
    )
    if violation.certificate_id:
        filings = filings.filter(certificate=violation.certificate_id)
    if violation.batch_id:
        filings = filings.filter(round__batch=violation.batch_id)
    return filings


def move_violation(
    seen: Seen,
    event: ViolationEventKind,
    *,
    acting_user: Any,
    today: date,
    comment: str,
    ruling: Ruling | None = None,
) -> ViolationEvent:
    """Move one case, and revoke what the ruling names, in one transaction.

    Everything is asked after the lock: who may, the state, what was seen. So of two deciders at once one decides, and
    the other reads who did. Raises ValidationError with the sentence why not.
    """
    with register_write() as version:
        violation = Violation.objects.visible_to(acting_user).filter(pk=seen.pk).first()
        if violation is None:
            raise ValidationError(_("This case does not exist, or is not yours to decide."))
        if violation.recorded_version != seen.recorded_version:
            raise ValidationError(_overtaken(violation))
        step = _step(violation, event, acting_user)
        if step.needs_comment and not comment.strip():
            raise ValidationError({"comment": _("Say why: who reads it next must know.")})
        data: dict[str, Any] = {}
        if event is ViolationEventKind.UPHOLD:
            if ruling is None:
                raise TypeError("a decision needs its ruling")
            data = _rule(violation, ruling, acting_user=acting_user, today=today)
        elif event is ViolationEventKind.DISMISS:
            violation.measure, violation.public_sentence = "", ""
            violation.rectify_by = None
        violation.state = step.target
        violation.save()
        entry = ViolationEvent.objects.create(
            violation=violation,
            event=step.event,
            from_state=step.source,
            to_state=step.target,
            comment=comment.strip(),
            data=data,
            happened_at=timezone.now(),
            acting_user=acting_user if getattr(acting_user, "is_authenticated", False) else None,
            recorded_version=version,
        )
        log(
            instance=violation,
            action="xcms_registry.move_violation",
            user=acting_user,
            data={
                "event": str(step.event),
                "from": str(step.source),
                "to": str(step.target),
                "comment": entry.comment,
                **data,
            },
        )
    return entry


def _step(violation: Violation, event: ViolationEventKind, user: Any) -> ViolationMove:
    for move in violation_moves_for(user, violation):
        if move.event is event:
            return move
    raise ValidationError(
        _("“%(event)s” is not possible for you while the case is: %(state)s.")
        % {"event": event.label, "state": violation.get_state_display()}
    )


def _rule(violation: Violation, ruling: Ruling, *, acting_user: Any, today: date) -> dict[str, Any]:
    """Write the ruling on the case and carry it out; returns what the record keeps."""
    _refuse_bad_ruling(ruling)
    violation.measure = ruling.measure
    violation.effective_on = ruling.effective_on
    violation.rectify_by = ruling.rectify_by if ruling.measure == ViolationMeasure.RECTIFY else None
    violation.basis, violation.clause = ruling.basis.strip(), ruling.clause.strip()
    violation.public_sentence = ruling.public_sentence.strip()
    cite([violation.basis], page=ruling.basis_page, acting_user=acting_user)
    revoked: list[str] = []
    decisions: list[ApprovalDecision] = []
    if ruling.measure == ViolationMeasure.REVOKE:
        lines, filings = _chosen(violation, ruling, today)
        decisions = record_decisions(
            [_revocation(line, ruling) for line in lines],
            acting_user=acting_user,
            today=today,
        )
        basis = f"{violation.basis}；{violation.clause}"[:300]
        for filing in filings:
            _revoke_filing(filing, ruling, basis, acting_user)
        violation.revocations.add(*decisions)
        violation.revoked_filings.add(*filings)
        revoked = [str(one) for one in (*lines, *filings)]
    return {
        "measure": str(violation.measure),
        "effective_on": ruling.effective_on.isoformat(),
        "rectify_by": violation.rectify_by.isoformat() if violation.rectify_by else "",
        "basis": violation.basis,
        "clause": violation.clause,
        "public_sentence": violation.public_sentence,
        "decisions": [decision.pk for decision in decisions],
        "revoked": revoked,
    }


def _refuse_bad_ruling(ruling: Ruling) -> None:
    errors: dict[str, Any] = {}
    if not ruling.basis.strip():
        errors["basis"] = _("A decision needs a basis.")
    if not ruling.clause.strip():
        errors["clause"] = _("A decision names the clause that was broken.")
    if ruling.measure == ViolationMeasure.RECTIFY:
        if ruling.rectify_by is None:
            errors["rectify_by"] = _("By which day must it be rectified?")
        elif ruling.rectify_by < ruling.effective_on:
            errors["rectify_by"] = _("The day to rectify by comes after the decision takes effect.")
    elif not ruling.approvals and not ruling.filings:
        errors["measure"] = _("Choose at least one thing that is revoked.")
    if errors:
        raise ValidationError(errors)


def _chosen(
    violation: Violation, ruling: Ruling, today: date
) -> tuple[list[Approval], list[Filing]]:
    """Read again after the lock: what somebody else has revoked meanwhile is named in no second decision."""
    lines = list(revocable_approvals(violation, today).filter(pk__in=ruling.approvals))
    filings = list(revocable_filings(violation).filter(pk__in=ruling.filings))
    if len(lines) != len(set(ruling.approvals)) or len(filings) != len(set(ruling.filings)):
        raise ValidationError(
            _("What was chosen is no longer all in force; look at the case again.")
        )
    return lines, filings


def _revocation(line: Approval, ruling: Ruling) -> DecisionDraft:
    return DecisionDraft(
        school=line.school,
        certificate=line.certificate,
        level=line.level,
        major=line.major,
        kind=DecisionKind.REVOKE,
        quota=0,
        # A line that is still to come ends on the day on which it would have begun.
        effective_from=max(ruling.effective_on, line.effective_from),
        basis=ruling.basis.strip(),
        basis_page=ruling.basis_page,
        clause=ruling.clause.strip(),
        # The reason of a revocation is public with its line; that of the case is the office's own.
        reason=ruling.public_sentence.strip() or _("Violation found"),
        source=DecisionSource.LEDGER,
        is_demo=line.is_demo,
    )


def _revoke_filing(filing: Filing, ruling: Ruling, basis: str, acting_user: Any) -> None:
    try:
        revoke_filing(
            filing,
            on=ruling.effective_on,
            basis=basis,
            basis_page=ruling.basis_page,
            acting_user=acting_user,
        )
    except ValidationError as error:
        raise ValidationError([f"{filing}：{message}" for message in error.messages]) from error


def _overtaken(violation: Violation) -> str:
    last = violation.events.order_by("-pk").select_related("acting_user").first()
    if last is None:
        return _("The case has changed meanwhile; look at it again.")
    return _(
        "The case has changed meanwhile: %(who)s, %(when)s, “%(event)s”. Look at it again."
    ) % {
        "who": last.acting_user or "—",
        "when": f"{last.happened_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        "event": last.get_event_display(),
    }


# What the public reads


@dataclass(frozen=True, slots=True)
class PublicDecisions:
    """What was decided against a subject, as the public may read it, the latest first."""

    decisions: Iterable[Violation]
    basis_pages: dict[str, Any]

    def __bool__(self) -> bool:
        return bool(self.decisions)

    @property
    def is_demo(self) -> bool:
        return any(one.is_demo for one in self.decisions)


def public_decisions(subject: School | Organization) -> PublicDecisions:
    """Decided, upheld and with a public sentence. One query, and two for the pages of the bases where there are any."""
    key = "school" if isinstance(subject, School) else "organization"
    found = list(
        Violation.objects.public()
        .filter(**{key: subject})
        .select_related("certificate")
        .defer("description", "reporter")
        .order_by("-effective_on", "-pk")
    )
    return PublicDecisions(found, public_basis_pages(one.basis for one in found))
