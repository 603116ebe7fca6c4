"""Decisions on approvals: the only way to change who may run what, and how many (design rule 5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from registry.enums import ApprovalStatus, CertificateLevel, DecisionKind, DecisionSource
from registry.models import Approval, ApprovalDecision, Certificate, Major, Round, School
from registry.services.basis_links import cite
from xcms.versions import register_write

_BATCH = 500

Identity = tuple[int, int, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDraft:
    """A decision to record on the line (school, certificate, level, major).

    ``kind`` None derives it from the state on ``effective_from``: no line in force, a grant; a larger
    quota, an enlargement; a smaller one, a cut; the same one, no decision, only "last synchronised" is
    renewed. ``quota`` is the total afterwards, in persons.
    """

    school: School
    certificate: Certificate
    level: str
    major: Major
    kind: DecisionKind | None
    quota: int
    effective_from: date
    effective_to: date | None = None
    round: Round | None = None
    basis: str
    #: Key of the page that ``basis`` means; None: what is known of these words, else found by them.
    basis_page: int | None = None
    clause: str = ""
    reason: str = ""
    source: DecisionSource
    is_demo: bool = False

    @property
    def identity(self) -> Identity:
        return (self.school.pk, self.certificate.pk, self.level, self.major.pk)

    def describe(self) -> str:
        level = CertificateLevel(self.level).label if self.level else ""
        parts = [self.school.name, self.certificate.name, str(level), self.major.name]
        return " · ".join(part for part in parts if part)


def record_decisions(
    drafts: Sequence[DecisionDraft], *, acting_user: Any, today: date
) -> list[ApprovalDecision]:
    """Record decisions, making the lines that do not exist yet. All or nothing.

    A fixed number of queries per 500 drafts. Drafts whose quota is already in force make no decision
    and only renew ``synchronised_on``; the office's own ledger never renews it.
    Raises ValidationError with one sentence per bad draft; also when two drafts name the same line.
    """
    _refuse_bad_drafts(drafts)
    if not drafts:
        return []
    with register_write() as version:
        lines = _existing_lines(drafts)
        states = _states(lines.values(), {draft.effective_from for draft in drafts})
        _make_missing_lines(drafts, lines, version)
        now = timezone.now()
        errors: list[str] = []
        decisions: list[ApprovalDecision] = []
        for draft in drafts:
            line = lines[draft.identity]
            state = states.get((line.pk, draft.effective_from))
            try:
                kind = _kind(draft, state)
            except ValidationError as error:
                errors += [f"{draft.describe()}：{message}" for message in error.messages]
                continue
            if kind is not None:
                decisions.append(_decision(draft, kind, line, state, version, now, acting_user))
        if errors:
            raise ValidationError(errors)
        ApprovalDecision.objects.bulk_create(decisions, batch_size=_BATCH)
        _cite(drafts, decisions, acting_user)
        synchronised = {d.identity for d in drafts if d.source is not DecisionSource.LEDGER}
        for identity, line in lines.items():
            if identity in synchronised:
                line.synchronised_on = max(line.synchronised_on or today, today)
        _touch(lines.values(), version)
        return decisions


def decide(
    approval: Approval,
    *,
    kind: DecisionKind,
    quota: int,
    effective_from: date,
    effective_to: date | None = None,
    round: Round | None = None,
    basis: str,
    basis_page: int | None = None,
    clause: str = "",
    reason: str = "",
    source: DecisionSource,
    acting_user: Any,
    today: date,
) -> ApprovalDecision:
    """Record one decision on an existing line, and log it. See ``record_decisions``."""
    draft = DecisionDraft(
        school=approval.school,
        certificate=approval.certificate,
        level=approval.level,
        major=approval.major,
        kind=kind,
        quota=quota,
        effective_from=effective_from,
        effective_to=effective_to,
        round=round,
        basis=basis,
        basis_page=basis_page,
        clause=clause,
        reason=reason,
        source=source,
        is_demo=approval.is_demo,
    )
    with register_write():
        (decision,) = record_decisions([draft], acting_user=acting_user, today=today)
        _log(approval, "xcms_registry.decide", acting_user, decision)
    return decision


def correct(
    decision: ApprovalDecision,
    *,
    quota: int,
    effective_from: date,
    effective_to: date | None = None,
    basis: str,
    basis_page: int | None = None,
    clause: str = "",
    reason: str,
    acting_user: Any,
) -> ApprovalDecision:
    """Replace a wrong decision: it is voided, and the correction stands in its place.

    Both stay readable. Raises ValidationError without a reason, and when the decision is void already
    (somebody else has corrected it meanwhile).
    """
    if not reason.strip():
        raise ValidationError({"reason": _("A correction needs a reason.")})
    _refuse_bad_correction(quota, effective_from, effective_to, basis)
    with register_write() as version:
        if not ApprovalDecision.objects.filter(pk=decision.pk).void(version):
            raise ValidationError(_("This decision is no longer valid; look at the line again."))
        correction = ApprovalDecision.objects.create(
            approval=decision.approval,
            kind=DecisionKind.CORRECT,
            quota=quota,
            effective_from=effective_from,
            effective_to=effective_to,
            round=decision.round,
            basis=basis,
            clause=clause,
            reason=reason,
            source=decision.source,
            corrects=decision,
            decided_at=timezone.now(),
            decided_by=acting_user,
            recorded_version=version,
        )
        cite([correction.basis], page=basis_page, acting_user=acting_user)
        decision.approval.save(update_fields=["recorded_version"])
        _log(decision.approval, "xcms_registry.decide", acting_user, correction)
    return correction


def void(decisions: Iterable[ApprovalDecision], *, reason: str, acting_user: Any) -> int:
    """Take decisions out of force; a line whose decisions are all void is no longer public.

    The rows stay. Returns how many were still valid. Raises ValidationError without a reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Voiding a decision needs a reason.")})
    chosen = list(decisions)
    with register_write() as version:
        count = ApprovalDecision.objects.filter(pk__in=[d.pk for d in chosen]).void(version)
        for approval in Approval.objects.filter(decisions__in=chosen).distinct():
            approval.save(update_fields=["recorded_version"])
            log(
                instance=approval,
                action="xcms_registry.void_decisions",
                user=acting_user,
                data={"reason": reason.strip()},
            )
    return count


# Checks


def _refuse_bad_drafts(drafts: Sequence[DecisionDraft]) -> None:
    errors: list[str] = []
    seen: set[Identity] = set()
    for draft in drafts:
        problems = list(_problems(draft))
        if draft.identity in seen:
            problems.append(_("The same line is named twice."))
        seen.add(draft.identity)
        errors += [f"{draft.describe()}：{problem}" for problem in problems]
    if errors:
        raise ValidationError(errors)


def _problems(draft: DecisionDraft) -> Iterable[str]:
    if draft.level and draft.level not in draft.certificate.levels:
        yield _("This certificate is offered only at: %(levels)s.") % {
            "levels": draft.certificate.get_levels_display()
        }
    if draft.quota < 0:
        yield _("A quota is not below zero.")
    if not draft.basis.strip():
        yield _("A decision needs a basis.")
    if draft.effective_to and draft.effective_to <= draft.effective_from:
        yield _("A decision ends after it begins.")
    if draft.kind is DecisionKind.CORRECT:
        yield _("A correction names the decision that it corrects.")
    if draft.kind is DecisionKind.REVOKE:
        if not draft.reason.strip() or not draft.clause.strip():
            yield _("A revocation needs a reason and a clause.")
        if draft.quota:
            yield _("A revocation leaves no quota.")
    elif draft.kind is not DecisionKind.CUT and draft.quota == 0:
        yield _("A quota of 0 is a revocation or a cut, not a grant.")


def _refuse_bad_correction(
    quota: int, effective_from: date, effective_to: date | None, basis: str
) -> None:
    if quota < 0:
        raise ValidationError({"quota": _("A quota is not below zero.")})
    if not basis.strip():
        raise ValidationError({"basis": _("A decision needs a basis.")})
    if effective_to and effective_to <= effective_from:
        raise ValidationError({"effective_to": _("A decision ends after it begins.")})


def _kind(draft: DecisionDraft, state: Approval | None) -> DecisionKind | None:
    """The kind to record; None where the quota asked for is in force already."""
    in_force = state is not None and state.status == ApprovalStatus.IN_FORCE
    current: int = state.quota if state is not None and in_force else 0
    if draft.kind is None:
        if not in_force:
            return DecisionKind.GRANT
        if draft.quota == current:
            return None
        return DecisionKind.ENLARGE if draft.quota > current else DecisionKind.CUT
    if draft.kind is DecisionKind.GRANT and in_force:
        raise ValidationError(
            _("This line is in force already, with %(quota)s persons.") % {"quota": current}
        )
    if draft.kind is not DecisionKind.GRANT and not in_force:
        raise ValidationError(
            _("This line is not in force on %(day)s.") % {"day": draft.effective_from.isoformat()}
        )
    if draft.kind is DecisionKind.ENLARGE and draft.quota <= current:
        raise ValidationError(
            _("An enlargement goes beyond the present %(quota)s persons.") % {"quota": current}
        )
    if draft.kind is DecisionKind.CUT and draft.quota >= current:
        raise ValidationError(
            _("A cut stays below the present %(quota)s persons.") % {"quota": current}
        )
    return draft.kind


# Rows


def _existing_lines(drafts: Sequence[DecisionDraft]) -> dict[Identity, Approval]:
    wanted = {draft.identity for draft in drafts}
    lines: dict[Identity, Approval] = {}
    schools = sorted({identity[0] for identity in wanted})
    for start in range(0, len(schools), _BATCH):
        for line in Approval.objects.filter(school__in=schools[start : start + _BATCH]):
            identity = (line.school_id, line.certificate_id, line.level, line.major_id)
            if identity in wanted:
                lines[identity] = line
    return lines


def _states(lines: Iterable[Approval], days: set[date]) -> dict[tuple[int, date], Approval]:
    """The lines' state on each of the days; usually there is one day."""
    keys = sorted(line.pk for line in lines)
    states: dict[tuple[int, date], Approval] = {}
    for day in days:
        for start in range(0, len(keys), _BATCH):
            for line in Approval.objects.filter(pk__in=keys[start : start + _BATCH]).with_state(
                day
            ):
                if line.ruling is not None:
                    states[line.pk, day] = line
    return states


def _make_missing_lines(
    drafts: Sequence[DecisionDraft], lines: dict[Identity, Approval], version: int
) -> None:
    missing = [
        Approval(
            school=draft.school,
            certificate=draft.certificate,
            level=draft.level,
            major=draft.major,
            is_demo=draft.is_demo,
            recorded_version=version,
        )
        for draft in drafts
        if draft.identity not in lines
    ]
    for line in Approval.objects.bulk_create(missing, batch_size=_BATCH):
        lines[line.school_id, line.certificate_id, line.level, line.major_id] = line


def _decision(
    draft: DecisionDraft,
    kind: DecisionKind,
    line: Approval,
    state: Approval | None,
    version: int,
    now: datetime,
    acting_user: Any,
) -> ApprovalDecision:
    effective_to = draft.effective_to
    if (
        effective_to is None
        and kind in (DecisionKind.ENLARGE, DecisionKind.CUT)
        and state is not None
    ):
        # A new scale does not prolong the qualification beyond the end it was granted for.
        effective_to = state.effective_to
    return ApprovalDecision(
        approval=line,
        kind=kind,
        quota=draft.quota,
        effective_from=draft.effective_from,
        effective_to=effective_to,
        round=draft.round,
        basis=draft.basis.strip(),
        clause=draft.clause.strip(),
        reason=draft.reason.strip(),
        source=draft.source,
        decided_at=now,
        decided_by=acting_user,
        recorded_version=version,
    )


def _cite(
    drafts: Iterable[DecisionDraft], decisions: Iterable[ApprovalDecision], acting_user: Any
) -> None:
    """Note what the recorded decisions rest on."""
    recorded = {decision.basis for decision in decisions}
    pages: dict[int | None, set[str]] = {}
    for draft in drafts:
        if (basis := draft.basis.strip()) in recorded:
            pages.setdefault(draft.basis_page, set()).add(basis)
    # Those with a page first: the others then find it.
    for page in sorted(pages, key=lambda key: key is None):
        cite(pages[page], page=page, acting_user=acting_user)


def _touch(lines: Iterable[Approval], version: int) -> None:
    lines = list(lines)
    for line in lines:
        line.recorded_version = version
    Approval.objects.bulk_update(lines, ["synchronised_on", "recorded_version"], batch_size=_BATCH)


def _log(approval: Approval, action: str, acting_user: Any, decision: ApprovalDecision) -> None:
    log(
        instance=approval,
        action=action,
        user=acting_user,
        data={
            "kind": decision.kind,
            "quota": decision.quota,
            "effective_from": decision.effective_from.isoformat(),
            "basis": decision.basis,
            "clause": decision.clause,
            "reason": decision.reason,
        },
    )
