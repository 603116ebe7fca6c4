"""The steps 审核 and 签发 of a text, with the people who may not decide on it and the day it is due."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from notices.models.publication import PublishesEditionMixin
from notices.sign_off.locks import SignOffLock
from notices.sign_off.permissions import signing
from notices.sign_off.rules import SignOffRefusedError, refusal, refusals
from registry.working_days import add_working_days
from xcms.days import shanghai_today
from xcms.versions import register_write


class SignOffTaskState(TaskState):
    """A text at a step. It checks by itself who decides, whatever way the decision comes."""

    due_on = models.DateField(_("due on"), null=True, editable=False)

    class Meta:
        verbose_name = _("state of a step")
        verbose_name_plural = _("states of steps")
        default_permissions = ()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and self.due_on is None:
            self.due_on = self.task.specific.due_on(shanghai_today())
        super().save(*args, **kwargs)

    @transaction.atomic
    def approve(self, user: Any = None, update: bool = True, comment: str = "") -> Any:
        with self._lock_before_pages():
            obj = self._locked_object()
            self.refuse_unless_allowed(user)
            with signing(obj.pk):
                return super().approve(user=user, update=update, comment=comment)

    @transaction.atomic
    def reject(self, user: Any = None, update: bool = True, comment: str = "") -> Any:
        self._locked_object()
        self.refuse_unless_allowed(user)
        return super().reject(user=user, update=update, comment=comment)

    def refuse_unless_allowed(self, user: Any) -> None:
        """A decision is a person's. Raises SignOffRefusedError with the reason."""
        if user is None:
            raise SignOffRefusedError("A decision needs a user.")
        if (why := refusal(self, user)) is not None:
            raise SignOffRefusedError(str(why))

    def _lock_before_pages(self) -> AbstractContextManager[Any]:
        """Whoever publishes a list locks the register's version, then the page: nobody does it the other way round."""
        model = self.workflow_state.content_type.model_class()
        publishes = model is not None and issubclass(model, PublishesEditionMixin)
        return register_write() if publishes else nullcontext()

    def _locked_object(self) -> Any:
        """Nobody saves another version between the look at its writers and its going live."""
        obj = self.workflow_state.content_object
        model: Any = self.workflow_state.base_content_type.model_class()
        model._default_manager.select_for_update().only("pk").get(pk=obj.pk)
        # Two people deciding at once: the later one sees what the first has done.
        self.refresh_from_db(fields=["status"])
        return obj


class SignOffTask(AbstractGroupApprovalTask):
    """A step of 公文签发: who decides, until when, and whether the writer may be among them."""

    class Right(models.TextChoices):
        NONE = "", _("none: being in the group is enough")
        CHANGE = "change", _("edit the page")
        PUBLISH = "publish", _("publish the page")

    second_person = models.BooleanField(
        _("a second person decides"),
        default=True,
        help_text=_(
            "Neither who submitted the text nor who wrote any of it may decide; that holds for superusers as well. "
            "Where a workflow has such a step, its texts can't be published past it."
        ),
    )
    page_right = models.CharField(
        _("right on the page"),
        max_length=10,
        choices=Right.choices,
        default=Right.PUBLISH,
        blank=True,
        help_text=_("What a member of the group must be allowed where the page stands."),
    )
    working_days = models.PositiveSmallIntegerField(
        _("working days"),
        default=3,
        validators=[MaxValueValidator(250)],
        help_text=_(
            "The decision is due at the end of this working day after the submission, "
            "by China's calendar. 0: no due date."
        ),
    )

    admin_form_fields: ClassVar[list[str]] = [
        *AbstractGroupApprovalTask.admin_form_fields,
        "second_person",
        "page_right",
        "working_days",
    ]
    task_state_class = SignOffTaskState
    lock_class = SignOffLock

    class Meta:
        verbose_name = _("sign-off step")
        verbose_name_plural = _("sign-off steps")

    @classmethod
    def get_description(cls) -> Promise:
        return _(
            "Members of the chosen groups decide, within a number of working days; "
            "a second person where that is asked for"
        )

    def has_member(self, user: Any) -> bool:
        return bool(self._user_in_groups(user))

    def due_on(self, day: Any) -> Any:
        """For a text that comes to this step on the day; None: it is never due."""
        return add_working_days(day, self.working_days) if self.working_days else None

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        state = obj.current_workflow_task_state
        if state is None or state.task_id != self.pk or refusal(state, user) is not None:
            return []
        return [
            ("reject", _("Send back"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        if not user.is_active or not (user.is_superuser or self.has_member(user)):
            return TaskState.objects.none()
        states = list(
            self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related(
                "workflow_state__base_content_type"
            )
        )
        refused = refusals(self, states, user)
        allowed = [state.pk for state in states if state.pk not in refused]
        return self.task_states.filter(pk__in=allowed)


class SentReminder(models.Model):
    """Who was reminded of what is due on which day: once, also where the command is run again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    # The process that sends it (xcms.imports.owners); empty once it is through.
    owner = models.CharField(max_length=250, blank=True)
    claimed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reminder sent")
        verbose_name_plural = _("reminders sent")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "day"], name="xcms_notices_one_reminder_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.day}"
