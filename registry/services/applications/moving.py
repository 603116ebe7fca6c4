"""Moving applications: one or many, all or none, each with its entry in the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.enums import ApplicationEventKind, ApplicationState
from registry.models import Application, ApplicationEvent
from registry.permissions import LedgerRoles, ledger_roles
from registry.rules.transitions import Transition, transition
from registry.services.applications.approving import ApprovalTerms, approve
from registry.services.applications.checks import review
from registry.services.applications.recording import event_of, record_events
from registry.services.seen import Seen
from xcms.days import SHANGHAI
from xcms.versions import register_write


def move(
    seen: Seen,
    event: ApplicationEventKind,
    *,
    acting_user: Any,
    today: date,
    comment: str = "",
    terms: ApprovalTerms | None = None,
) -> ApplicationEvent:
    """One application. See ``move_many``."""
    (moved,) = move_many(
        [seen], event, acting_user=acting_user, today=today, comment=comment, terms=terms
    )
    return moved


def move_many(
    chosen: Sequence[Seen],
    event: ApplicationEventKind,
    *,
    acting_user: Any,
    today: date,
    comment: str = "",
    terms: ApprovalTerms | None = None,
) -> list[ApplicationEvent]:
    """Move applications by one event with one comment (and one basis). All or none.

    Everything is asked after the lock: the role, the state, what was seen. So of two reviewers at once one decides,
    and the other reads who did. ``terms.figures`` speak of one application's lines; the others are approved as
    applied for. Raises ValidationError with a sentence per application that can't be moved.
    """
    with register_write() as version:
        applications = (
            Application.objects.visible_to(acting_user)
            .with_associations()
            .in_bulk([seen.pk for seen in chosen])
        )
        roles = ledger_roles(acting_user)
        moved: list[ApplicationEvent] = []
        errors: list[str] = []
        for seen in chosen:
            application = applications.get(seen.pk)
            if application is None:
                errors.append(_("This application does not exist, or is not yours to decide."))
                continue
            try:
                moved.append(
                    _Move(event, acting_user, roles, today, comment.strip(), terms, version).of(
                        application, seen
                    )
                )
            except ValidationError as error:
                if len(chosen) == 1:
                    raise
                errors += [f"{application}：{message}" for message in error.messages]
        if errors:
            raise ValidationError(errors)
        record_events(moved, acting_user=acting_user)
    return moved


@dataclass(frozen=True, slots=True)
class _Move:
    """What is asked for, whatever the application."""

    event: ApplicationEventKind
    acting_user: Any
    roles: LedgerRoles
    today: date
    comment: str
    terms: ApprovalTerms | None
    version: int

    def of(self, application: Application, seen: Seen) -> ApplicationEvent:
        step = self._step(application, seen)
        data: dict[str, Any] = {}
        if self.event is ApplicationEventKind.APPROVE:
            if self.terms is None:
                raise TypeError("an approval needs its terms")
            data = approve(application, self.terms, acting_user=self.acting_user, today=self.today)
        now = timezone.now()
        if self.event is ApplicationEventKind.SUBMIT:
            application.submitted_at = now
        application.state = step.target
        application.save()
        return event_of(
            application,
            step,
            comment=self.comment,
            data=data,
            at=now,
            acting_user=self.acting_user,
            version=self.version,
        )

    def _step(self, application: Application, seen: Seen) -> Transition:
        if application.recorded_version != seen.recorded_version:
            raise ValidationError(_overtaken(application))
        step = transition(
            self.event,
            ApplicationState(application.state),
            passes_bureau=application.passes_bureau,
        )
        if step is None or step.role not in self.roles.on(application):
            raise ValidationError(_forbidden(application, self.event, step))
        if step.needs_comment and not self.comment:
            raise ValidationError({"comment": _("Say why: who reads it next must know.")})
        _ask_guard(application, self.event, self.today, self.comment)
        return step


def _ask_guard(
    application: Application, event: ApplicationEventKind, today: date, comment: str
) -> None:
    is_submitted = event is ApplicationEventKind.SUBMIT
    if is_submitted and (problems := review(application, today).problems):
        raise ValidationError(problems)
    deadline = application.round.application_deadline
    if is_submitted and today > deadline and not comment:
        raise ValidationError(
            {
                "comment": _(
                    "The deadline %(day)s has passed: say why the application is accepted late."
                )
                % {"day": deadline.isoformat()}
            }
        )
    due = application.round.municipal_review_due
    if event is ApplicationEventKind.TAKE_OVER and today <= due:
        raise ValidationError(
            _("The bureau has time until %(day)s; the province takes over only afterwards.")
            % {"day": due.isoformat()}
        )


def _overtaken(application: Application) -> str:
    last = application.events.order_by("-pk").select_related("acting_user").first()
    if last is None:
        return _("The application has changed meanwhile; look at it again.")
    return _(
        "The application has changed meanwhile: %(who)s, %(when)s, “%(event)s”. Look at it again."
    ) % {
        "who": last.acting_user or "—",
        "when": f"{last.happened_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        "event": last.get_event_display(),
    }


def _forbidden(
    application: Application, event: ApplicationEventKind, step: Transition | None
) -> str:
    values = {"event": event.label, "state": application.get_state_display()}
    if step is None:
        return _("“%(event)s” is not possible while the application is: %(state)s.") % values
    return _("“%(event)s” is for: %(role)s.") % {**values, "role": step.role.label}
