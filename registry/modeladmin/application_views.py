"""Views of applications: the whole record, and one view for each event of the table of moves."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from registry.enums import ApplicationEventKind, ApplicationState
from registry.forms.applications import ApplicationPlanForm, MoveForm, form_of
from registry.modeladmin.private_files import PrivateFileView
from registry.models import Application
from registry.permissions import moves_for
from registry.services.applications import move
from registry.services.applications.checks import review
from registry.services.applications.plan_files import take_in_plan
from xcms.days import shanghai_today
from xcms.modeladmin_views import ObjectActionView, RegisterInspectView

_EVENTS_OF_NOTE = frozenset({ApplicationEventKind.REFUSE, ApplicationEventKind.RETURN})


def record_of(application: Application) -> dict[str, Any]:
    """Lines, what the rules say of them today, and every move so far, the latest first."""
    lines = list(application.lines.select_related("major").order_by("pk"))
    is_open = application.state != ApplicationState.APPROVED
    return {
        "application": application,
        "lines": lines,
        "review": review(application, shanghai_today()) if is_open else None,
        "plans": list(application.plan_files.without_bytes().select_related("taken_in_by")),
        "events": application.events.select_related("acting_user").order_by("-pk"),
    }


class ApplicationInspectView(RegisterInspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**record_of(self.instance), **kwargs})


class MoveView(ObjectActionView):
    """One event on one application, with its record in view."""

    event: ApplicationEventKind
    instance: Any

    def get_form_class(self) -> type[MoveForm]:
        return form_of(self.event)

    def get_form_kwargs(self) -> dict[str, Any]:
        needs_comment = any(
            step.event is self.event and step.needs_comment
            for step in moves_for(self.request.user, self.instance)
        )
        return {
            **super().get_form_kwargs(),
            "record": self.instance,
            "needs_comment": needs_comment,
        }

    def act(self, form: forms.Form) -> str:
        move(
            form.seen,  # type: ignore[attr-defined]
            self.event,
            acting_user=self.request.user,
            today=shanghai_today(),
            comment=form.cleaned_data["comment"],
            terms=form.terms,  # type: ignore[attr-defined]
        )
        return _("%(event)s: %(application)s.") % {
            "event": self.event.label,
            "application": self.instance,
        }

    def form_invalid(self, form: forms.Form) -> Any:
        messages.error(self.request, _("Nothing was decided: see the messages below."))
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**record_of(self.instance), **kwargs})

    def get_template_names(self) -> list[str]:
        return ["xcms_registry/admin/application_move.html"]


class AddPlanView(ObjectActionView):
    """The plan may come after the application: no other way to bring it in once that is submitted."""

    action = "add_plan"
    label = gettext_lazy("Take in a plan")
    form_class = ApplicationPlanForm

    def act(self, form: forms.Form) -> str:
        file = form.cleaned_data["plan_file"]
        plan = take_in_plan(
            self.instance, name=file.name, data=file.read(), acting_user=self.request.user
        )
        return _("The plan “%(name)s” was taken in.") % {"name": plan.name}


class ApplicationPlanView(PrivateFileView):
    action = "plan"
    label = gettext_lazy("Download the plan")
    files_name = "plan_files"


def _view_of(event: ApplicationEventKind) -> type[ObjectActionView]:
    grave = event in _EVENTS_OF_NOTE
    return type(
        f"{event.name.title().replace('_', '')}View",
        (MoveView,),
        {
            "event": event,
            "action": event.value,
            "label": event.label,
            "submit_classes": "serious" if grave else "",
            "button_classes": ("no",) if grave else ("button-secondary",),
        },
    )


MOVE_VIEWS: Mapping[str, type[ObjectActionView]] = {
    event.value: _view_of(event) for event in ApplicationEventKind
}
