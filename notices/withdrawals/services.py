"""Withdraw and restore: recorded with reason, person and moment; the page stays live at its address (design rule 1)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from notices.models import PageWithdrawal
from notices.models.successors import is_official, leads_to
from xcms.versions import page_write

#: A reason is a sentence or two; a text that takes the other's place is a page of its own.
LONGEST_REASON = 2000


def withdraw_page(
    page: Any, *, reason: str, successor: Any = None, acting_user: Any
) -> PageWithdrawal:
    """Mark a live notice or list as withdrawn from now on. The register stays as it is.

    Raises ValidationError without a reason, for a page that isn't a live text of its own or is withdrawn
    already, and for a successor that is no such page, the page itself, or leads back to it. Of two people at
    once one withdraws, the other is told so.
    """
    reason = checked_reason(reason, _("Say why the text is withdrawn: visitors read it."))
    with page_write():
        page = _live_text(page)
        if open_withdrawal(page) is not None:
            raise ValidationError(_("“%(page)s” is withdrawn already.") % {"page": page.title})
        if successor is not None:
            _check_successor(page, successor)
        withdrawal = PageWithdrawal.objects.create(
            page_id=page.pk,
            reason=reason,
            successor_id=successor.pk if successor else None,
            withdrawn_at=timezone.now(),
            withdrawn_by=acting_user,
        )
        log(
            instance=page.specific,
            action="xcms_notices.withdraw",
            user=acting_user,
            data={"reason": reason, "successor": successor.title if successor else ""},
        )
    return withdrawal


def restore_page(page: Any, *, reason: str, acting_user: Any) -> PageWithdrawal:
    """Lift the withdrawal that holds now; it stays readable in the page's history.

    Raises ValidationError without a reason, and where nothing is withdrawn (any more).
    """
    reason = checked_reason(reason, _("Say why the text is restored: visitors read it."))
    with page_write():
        page = _live_text(page)
        withdrawal = open_withdrawal(page)
        if withdrawal is None:
            raise ValidationError(_("“%(page)s” is not withdrawn.") % {"page": page.title})
        withdrawal.lifted_at = timezone.now()
        withdrawal.lifted_by = acting_user
        withdrawal.lift_reason = reason
        withdrawal.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
        log(
            instance=page.specific,
            action="xcms_notices.restore",
            user=acting_user,
            data={"reason": reason},
        )
    return withdrawal


def open_withdrawal(page: Any) -> PageWithdrawal | None:
    return PageWithdrawal.objects.open().filter(page=page.pk).select_related("successor").first()


def checked_reason(reason: str, missing: str) -> str:
    """Without what surrounds it. Raises ValidationError, with the sentence ``missing`` where there is none."""
    # PostgreSQL refuses a NUL.
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise ValidationError({"reason": missing})
    if len(reason) > LONGEST_REASON:
        raise ValidationError(
            {"reason": _("At most %(limit)s characters, please.") % {"limit": LONGEST_REASON}}
        )
    return reason


def _live_text(page: Any) -> Any:
    """As it is under the lock: somebody may have unpublished or deleted it meanwhile."""
    fresh = type(page)._base_manager.filter(pk=page.pk).first()
    if fresh is None or not is_official(fresh):
        raise ValidationError(_("Only notices and lists can be withdrawn or restored."))
    if fresh.alias_of_id:
        raise ValidationError(
            _("“%(page)s” is an alias: withdraw or restore the original page.")
            % {"page": fresh.title}
        )
    if not fresh.live:
        raise ValidationError(
            _(
                "“%(page)s” is not published: only a text that is public can be withdrawn or restored."
            )
            % {"page": fresh.title}
        )
    return fresh


def _check_successor(page: Any, successor: Any) -> None:
    if not is_official(successor):
        raise ValidationError({"successor": _("Choose a notice or a list.")})
    if successor.pk == page.pk:
        raise ValidationError({"successor": _("A text can't be replaced by itself.")})
    if leads_to(successor.pk, page.pk):
        raise ValidationError(
            {
                "successor": _(
                    "The chosen text is itself replaced by this one, directly or through others: "
                    "readers would go in a circle."
                )
            }
        )
