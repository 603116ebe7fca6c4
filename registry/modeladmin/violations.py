"""Cases of violations in the admin: reported, investigated, decided; a bureau sees its own 中职's alone."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from registry import permissions
from registry.enums import ViolationEventKind
from registry.forms.violations import EvidenceForm, ViolationForm, ViolationMoveForm, form_of
from registry.modeladmin.filters import RegionFilter
from registry.modeladmin.private_files import PrivateFileView
from registry.models import Violation
from registry.services.basis_links import public_basis_pages
from registry.services.violations import move_violation, take_in_evidence
from xcms.days import shanghai_today
from xcms.modeladmin import RegisterModelAdmin, RegisterPermissionHelper
from xcms.modeladmin_views import ObjectActionView, RegisterInspectView


class ViolationPermissionHelper(RegisterPermissionHelper):
    """The list holds what is the user's own; outside of it nothing exists."""

    def user_can_list(self, user: Any) -> bool:
        return permissions.user_can_read_violations(user)

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return permissions.user_can_read_violations(user)

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        return isinstance(obj, Violation) and permissions.user_can_edit_violation(user, obj)

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        return False

    def user_can_act(self, user: Any, obj: Model, action: str) -> bool:
        if not isinstance(obj, Violation):
            return False
        if action == EvidenceView.action:
            return permissions.user_can_read_violations(user)
        if action == AddEvidenceView.action:
            return permissions.user_can_add_evidence(user, obj)
        return any(move.event == action for move in permissions.violation_moves_for(user, obj))


def _record_of(violation: Violation, user: Any) -> dict[str, Any]:
    return {
        "violation": violation,
        "shows_reporter": permissions.user_can_read_reporter(user, violation),
        "evidence": list(violation.evidence.without_bytes().select_related("taken_in_by")),
        "events": violation.events.select_related("acting_user").order_by("-pk"),
        "basis_pages": public_basis_pages([violation.basis]),
    }


class ViolationInspectView(RegisterInspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = _record_of(self.instance, self.request.user)
        return super().get_context_data(**{**record, **kwargs})


class AddEvidenceView(ObjectActionView):
    action = "add_evidence"
    label = gettext_lazy("Add evidence")
    form_class = EvidenceForm

    def act(self, form: forms.Form) -> str:
        file = form.cleaned_data["evidence"]
        kept = take_in_evidence(
            self.instance, name=file.name, data=file.read(), acting_user=self.request.user
        )
        return _("“%(name)s” was taken in.") % {"name": kept.name}


class EvidenceView(PrivateFileView):
    action = "evidence"
    label = gettext_lazy("Download evidence")
    files_name = "evidence"


class ViolationMoveView(ObjectActionView):
    """One event on one case, with its record in view."""

    event: ViolationEventKind
    instance: Any

    def get_form_class(self) -> type[ViolationMoveForm]:
        return form_of(self.event)

    def get_form_kwargs(self) -> dict[str, Any]:
        needs_comment = any(
            step.event is self.event and step.needs_comment
            for step in permissions.violation_moves_for(self.request.user, self.instance)
        )
        return {
            **super().get_form_kwargs(),
            "record": self.instance,
            "needs_comment": needs_comment,
        }

    def act(self, form: forms.Form) -> str:
        move_violation(
            form.seen,  # type: ignore[attr-defined]
            self.event,
            acting_user=self.request.user,
            today=shanghai_today(),
            comment=form.cleaned_data["comment"],
            ruling=form.ruling,  # type: ignore[attr-defined]
        )
        return _("%(event)s: %(case)s.") % {"event": self.event.label, "case": self.instance}

    def form_invalid(self, form: forms.Form) -> Any:
        messages.error(self.request, _("Nothing was decided: see the messages below."))
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = _record_of(self.instance, self.request.user)
        return super().get_context_data(**{**record, **kwargs})

    def get_template_names(self) -> list[str]:
        return ["xcms_registry/admin/violation_move.html"]


def _view_of(event: ViolationEventKind) -> type[ObjectActionView]:
    grave = event is ViolationEventKind.UPHOLD
    return type(
        f"{event.name.title()}View",
        (ViolationMoveView,),
        {
            "event": event,
            "action": event.value,
            "label": event.label,
            "submit_classes": "serious" if grave else "",
            "button_classes": ("no",) if grave else ("button-secondary",),
        },
    )


class ViolationAdmin(RegisterModelAdmin):
    model = Violation
    menu_label = gettext_lazy("Violations")
    menu_icon = "warning"
    menu_order = 16
    form_class = ViolationForm
    add_to_reference_index = False
    permission_helper_class = ViolationPermissionHelper
    inspect_view_class = ViolationInspectView
    inspect_template_name = "xcms_registry/admin/violation_inspect.html"
    object_actions: ClassVar[Mapping[str, type[ObjectActionView]]] = {
        **{event.value: _view_of(event) for event in ViolationEventKind},
        AddEvidenceView.action: AddEvidenceView,
        EvidenceView.action: EvidenceView,
    }
    list_display = (
        "subject_name",
        "certificate",
        "reported_on",
        "source",
        "state",
        "measure",
        "demo_mark",
    )
    list_filter: Sequence[Any] = ("state", "measure", "batch", RegionFilter, "is_demo")
    list_select_related = ("school", "organization", "certificate")
    search_fields = ("school__search_text", "organization__search_text")
    ordering = ("-reported_on", "-pk")
    inspect_view_fields: ClassVar = [
        "school",
        "organization",
        "certificate",
        "batch",
        "breach",
        "source",
        "reported_on",
        "description",
        "entered_by",
        "state",
        "measure",
        "effective_on",
        "rectify_by",
        "public_sentence",
        "is_demo",
    ]
    panels = (
        MultiFieldPanel(
            [
                FieldPanel("school"),
                FieldPanel("organization"),
                FieldPanel("certificate"),
                FieldPanel("batch"),
            ],
            heading=gettext_lazy("Whom it concerns"),
            help_text=gettext_lazy("Either a school or an organisation."),
        ),
        MultiFieldPanel(
            [FieldPanel("duty"), FieldPanel("breach"), FieldPanel("description")],
            heading=gettext_lazy("What is reported"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("source"), FieldPanel("reported_on")]),
                FieldPanel("reporter"),
                FieldPanel("evidence"),
                FieldPanel("is_demo"),
            ],
            heading=gettext_lazy("How it became known"),
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Violation]:
        return super().get_queryset(request).visible_to(request.user)

    def subject_name(self, violation: Violation) -> str:
        return str(violation.subject)

    subject_name.short_description = gettext_lazy("school or organisation")  # type: ignore[attr-defined]
