"""Who may do what with the register, as questions. Views and menus ask here, never for codenames."""

from typing import Any

from registry.models import Approval, ApprovalDecision, Filing

_APP = "xcms_registry"

#: Also names the panels that only a decider sees.
DECIDE_FILING = f"{_APP}.decide_filing"
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


def user_can_view_editions(user: Any) -> bool:
    return bool(user.has_perm(f"{_APP}.view_listedition"))
