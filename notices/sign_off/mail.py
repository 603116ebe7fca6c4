"""E-mail about texts at a step: sent after the commit, to those who may act, whatever the mail server says.

Wagtail's own notifiers send inside the transaction: a mail server that doesn't answer would undo the submission,
and on SQLite make every other writer wait for it.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from wagtail.admin import mail, signal_handlers
from wagtail.models import WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from notices.models.sign_off import SignOffTask, SignOffTaskState
from notices.sign_off.recipients import may_get_mail
from notices.sign_off.rules import able_among
from registry.working_days import office_calendar
from xcms.days import shanghai_today

logger = logging.getLogger("xcms.sign_off")


class SignOffSubmissionNotifier(mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    """To those who may decide: not to the writer, who could only be told that there are no buttons."""

    def get_recipient_users(self, task_state: Any, **kwargs: Any) -> set[Any]:
        users = super().get_recipient_users(task_state, **kwargs)
        return {user for user in able_among(users.distinct(), task_state) if may_get_mail(user)}

    def get_context(self, task_state: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(task_state, **kwargs)
        return {
            **context,
            "task_state": task_state,
            "due_on": (due_on := getattr(task_state, "due_on", None)),
            "is_provisional": due_on is not None
            and office_calendar().is_provisional(due_on, shanghai_today()),
            "requested_by": task_state.workflow_state.requested_by,
        }


_notify_of_step = SignOffSubmissionNotifier()


def on_step(instance: Any, user: Any = None, **kwargs: Any) -> None:
    _after_commit(_notify_of_step, instance, user, kwargs)


def _workflow_receiver(notifier: Any) -> Callable[..., None]:
    """Wagtail's notifier for all other workflows; for ours the same, later and safely."""

    def receive(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
        if SignOffTask.objects.filter(workflow_tasks__workflow=instance.workflow_id).exists():
            _after_commit(notifier, instance, user, kwargs)
        else:
            notifier(instance=instance, user=user, **kwargs)

    return receive


def _after_commit(notifier: Any, instance: Any, user: Any, kwargs: dict[str, Any]) -> None:
    def send() -> None:
        try:
            notifier(instance=instance, user=user, **kwargs)
        except Exception:
            logger.exception("Notification failed", extra={"instance": str(instance.pk)})

    transaction.on_commit(send, robust=True)


# Kept for as long as the process lives: signals hold receivers weakly.
_workflow_receivers = [
    (
        workflow_submitted,
        "workflow_state_submitted_email_notification",
        _workflow_receiver(signal_handlers.workflow_submission_email_notifier),
    ),
    (
        workflow_rejected,
        "workflow_state_rejected_email_notification",
        _workflow_receiver(signal_handlers.workflow_rejection_email_notifier),
    ),
    (
        workflow_approved,
        "workflow_state_approved_email_notification",
        _workflow_receiver(signal_handlers.workflow_approval_email_notifier),
    ),
]


def connect() -> None:
    """Take the place of Wagtail's receivers, whichever app is ready first: the last one of a uid counts."""
    task_submitted.connect(on_step, sender=SignOffTaskState, dispatch_uid="xcms_sign_off_step")
    for signal, uid, receiver in _workflow_receivers:
        signal.disconnect(sender=WorkflowState, dispatch_uid=uid)
        signal.connect(receiver, sender=WorkflowState, dispatch_uid=uid, weak=False)
