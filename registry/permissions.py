"""Who may do what with the register, as questions. Views and menus ask here, never for codenames."""

from dataclasses import dataclass
from typing import Any

from registry.enums import ApplicationState, LedgerRole, ViolationState
from registry.models import (
    Application,
    Approval,
    ApprovalDecision,
    BureauMember,
    EvaluationScheme,
    Filing,
    Violation,
)
from registry.rules.transitions import Transition, moves_from
from registry.rules.violation_moves import ViolationMove, violation_moves_from

_APP = "xcms_registry"

#: Also names the panels that only a decider sees.
DECIDE_FILING = f"{_APP}.decide_filing"
DECIDE_APPLICATION = f"{_APP}.decide_application"
DECIDE_VIOLATION = f"{_APP}.decide_violation"
REVIEW_APPLICATION = f"{_APP}.review_application"
CHANGE_SCHOOL = f"{_APP}.change_school"


def permissions(*codenames: str) -> tuple[str, ...]:
    """In full, as ``has_perms`` wants them."""
    return tuple(f"{_APP}.{codename}" for codename in codenames)


def user_can_view_approvals(user: Any) -> bool:
    return any(
        user.has_perm(f"{_APP}.{permission}")
        for permission in ("view_approval", "add_approval", "add_approvaldecision")
    )


def user_can_grant_approvals(user: Any) -> bool:
    """A new line arises together with its first decision: both permissions are needed."""
    return bool(
        user.has_perm(f"{_APP}.add_approval") and user.has_perm(f"{_APP}.add_approvaldecision")
    )


def user_can_decide(user: Any, approval: Approval) -> bool:
    """Whether the user may record a decision on this line."""
    return approval.pk is not None and bool(user.has_perm(f"{_APP}.add_approvaldecision"))


def user_can_correct(user: Any, decision: ApprovalDecision) -> bool:
    """A void decision has been corrected already."""
    return decision.voided_version is None and user_can_decide(user, decision.approval)


def user_can_revoke_filing(user: Any, filing: Filing) -> bool:
    """Only an agreed filing that is still in force can be revoked."""
    return (
        bool(user.has_perm(DECIDE_FILING))
        and filing.decision == "agreed"
        and filing.revoked_on is None
    )


def user_can_copy_batch(user: Any) -> bool:
    """A copy is a batch with rounds of its own."""
    return bool(user.has_perms(permissions("add_batch", "add_round")))


def user_can_read_plans(user: Any) -> bool:
    """What organisations sent in and what reviewers find in it: for those who enter or judge it alone."""
    return any(
        user.has_perm(one) for one in (DECIDE_FILING, f"{_APP}.change_filing", f"{_APP}.add_filing")
    )


def user_can_review_filing(user: Any, filing: Filing) -> bool:
    """Judging the plan and deciding; what is revoked is over."""
    return bool(user.has_perm(DECIDE_FILING)) and filing.revoked_on is None


def user_can_read_ledger(user: Any) -> bool:
    """Of applications; which of them is ``Application.objects.visible_to``."""
    return any(user.has_perm(f"{_APP}.{verb}_application") for verb in ("view", "review"))


def user_can_edit_application(user: Any, application: Application) -> bool:
    """What was submitted is changed only after it has been returned or taken back."""
    return application.is_open_to_change and bool(user.has_perm(f"{_APP}.change_application"))


def user_can_edit_evaluation(user: Any, scheme: EvaluationScheme) -> bool:
    """A public one is taken back before anything of it changes."""
    return not scheme.is_public and bool(user.has_perm(f"{_APP}.change_evaluationscheme"))


def user_can_enter_scores(user: Any, scheme: EvaluationScheme) -> bool:
    return not scheme.is_public and bool(user.has_perm(f"{_APP}.change_evaluationscore"))


def user_can_publish_evaluation(user: Any) -> bool:
    return bool(user.has_perm(f"{_APP}.publish_evaluation"))


def user_can_add_plan(user: Any, application: Application) -> bool:
    """A plan may follow the application that it belongs to, until that is decided."""
    return application.takes_in_plans and bool(user.has_perm(f"{_APP}.change_application"))


def user_can_read_reconciliations(user: Any) -> bool:
    """For the province's office: figures of all schools stand in it."""
    return any(user.has_perm(f"{_APP}.{verb}_reconciliation") for verb in ("view", "add", "decide"))


def user_can_reconcile(user: Any) -> bool:
    """Decide on differences; to follow the platform also takes ``user_can_grant_approvals``."""
    return bool(user.has_perm(f"{_APP}.decide_reconciliation"))


def user_can_compare_again(user: Any) -> bool:
    return user_can_reconcile(user) or bool(user.has_perm(f"{_APP}.add_reconciliation"))


@dataclass(frozen=True, slots=True)
class LedgerRoles:
    """Of one user: for the whole province, and the prefectures whose bureau the user reviews for."""

    is_clerk: bool
    is_province: bool
    regions: frozenset[str]

    def on(self, application: Application) -> frozenset[LedgerRole]:
        """As whom the user may act; a bureau's reviewer only on that bureau's own 中职."""
        is_own = application.passes_bureau and application.school.region_id in self.regions
        return frozenset(
            role
            for role, holds in (
                (LedgerRole.CLERK, self.is_clerk),
                (LedgerRole.BUREAU, is_own),
                (LedgerRole.PROVINCE, self.is_province),
            )
            if holds
        )


def ledger_roles(user: Any) -> LedgerRoles:
    """One query, beside those of the permissions."""
    regions: frozenset[str] = frozenset()
    if user.has_perm(REVIEW_APPLICATION):
        mine = BureauMember.objects.filter(user=user)
        regions = frozenset(mine.values_list("region_id", flat=True))
    return LedgerRoles(
        is_clerk=bool(user.has_perm(f"{_APP}.change_application")),
        is_province=bool(user.has_perm(DECIDE_APPLICATION)),
        regions=regions,
    )


def moves_with(roles: LedgerRoles, application: Application) -> list[Transition]:
    """The moves that these roles allow now."""
    mine = roles.on(application)
    state = ApplicationState(application.state)
    return [
        move
        for move in moves_from(state, passes_bureau=application.passes_bureau)
        if move.role in mine
    ]


def moves_for(user: Any, application: Application) -> list[Transition]:
    return moves_with(ledger_roles(user), application)


def user_can_read_violations(user: Any) -> bool:
    """Which of them is ``Violation.objects.visible_to``."""
    return any(user.has_perm(f"{_APP}.{verb}_violation") for verb in ("view", "add"))


def user_can_read_reporter(user: Any, violation: Violation) -> bool:
    """A bureau may be close to the school: it reads who reported only where it entered that itself."""
    return bool(user.has_perm(f"{_APP}.view_violation")) or violation.entered_by_id == user.pk


def user_can_edit_violation(user: Any, violation: Violation) -> bool:
    """A report is changed until somebody takes it up, by the province or by whoever entered it."""
    return (
        violation.state == ViolationState.REPORTED
        and bool(user.has_perm(f"{_APP}.change_violation"))
        and user_can_read_reporter(user, violation)
    )


def user_can_add_evidence(user: Any, violation: Violation) -> bool:
    """Once it is decided, whoever may decide anew."""
    is_open = violation.state in (ViolationState.REPORTED, ViolationState.INVESTIGATING)
    return bool(user.has_perm(DECIDE_VIOLATION)) or (
        is_open and bool(user.has_perm(f"{_APP}.add_violation"))
    )


def violation_moves_for(user: Any, violation: Violation) -> list[ViolationMove]:
    if not user.has_perm(DECIDE_VIOLATION):
        return []
    return violation_moves_from(ViolationState(violation.state))
