"""Applications in the admin: entered as drafts, moved by actions, read with their whole record."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from registry import permissions
from registry.enums import ApplicationState
from registry.forms.applications import ApplicationForm
from registry.modeladmin.application_views import (
    MOVE_VIEWS,
    AddPlanView,
    ApplicationInspectView,
    ApplicationPlanView,
)
from registry.modeladmin.filters import RegionFilter
from registry.models import Application, ApplicationLine, BureauMember
from xcms.modeladmin import RegisterModelAdmin, RegisterPermissionHelper


class ApplicationPermissionHelper(RegisterPermissionHelper):
    """The list holds what is the user's own; outside of it nothing exists."""

    def user_can_list(self, user: Any) -> bool:
        return permissions.user_can_read_ledger(user)

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return permissions.user_can_read_ledger(user)

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        return isinstance(obj, Application) and permissions.user_can_edit_application(user, obj)

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        return self.user_can_edit_obj(user, obj) and self.user_has_specific_permission(
            user, "delete_application"
        )

    def user_can_act(self, user: Any, obj: Model, action: str) -> bool:
        if action == ApplicationPlanView.action:
            return permissions.user_can_read_ledger(user)
        if action == AddPlanView.action:
            return isinstance(obj, Application) and permissions.user_can_add_plan(user, obj)
        return isinstance(obj, Application) and any(
            move.event == action for move in permissions.moves_for(user, obj)
        )


class ApplicationAdmin(RegisterModelAdmin):
    model = Application
    menu_label = gettext_lazy("Applications")
    menu_icon = "doc-full-inverse"
    menu_order = 15
    form_class = ApplicationForm
    register_name = "applications"
    add_to_reference_index = False
    permission_helper_class = ApplicationPermissionHelper
    inspect_view_class = ApplicationInspectView
    inspect_template_name = "xcms_registry/admin/application_inspect.html"
    object_actions: ClassVar[Mapping[str, type[Any]]] = {
        **MOVE_VIEWS,
        AddPlanView.action: AddPlanView,
        ApplicationPlanView.action: ApplicationPlanView,
    }
    list_display = (
        "school",
        "region",
        "certificate",
        "round",
        "applied",
        "approved_persons",
        "state",
        "demo_mark",
    )
    list_filter: Sequence[Any] = (
        "round",
        "state",
        RegionFilter,
        "school__level",
        "is_demo",
    )
    list_select_related = ("school__region", "certificate", "round__batch")
    search_fields = ("school__search_text", "certificate__search_text")
    ordering = ("-round__batch__year", "-round", "school__pinyin", "certificate__pinyin")
    inspect_view_fields: ClassVar = [
        "school",
        "region",
        "certificate",
        "round",
        "state",
        "submitted_at",
        "platform_number",
        "plan",
        "note",
        "is_demo",
    ]
    panels = (
        MultiFieldPanel(
            [FieldPanel("school"), FieldPanel("certificate"), FieldPanel("round")],
            heading=gettext_lazy("Who applies for what"),
        ),
        InlinePanel(
            "lines",
            [
                FieldRowPanel([FieldPanel("level"), FieldPanel("students")]),
                FieldPanel("major"),
            ],
            heading=gettext_lazy("Lines"),
            label=gettext_lazy("Line"),
            help_text=gettext_lazy("One line for each level and major, with its students."),
        ),
        MultiFieldPanel(
            [FieldPanel("plan"), FieldPanel("plan_file")], heading=gettext_lazy("Pilot plan")
        ),
        MultiFieldPanel(
            [FieldPanel("platform_number"), FieldPanel("note"), FieldPanel("is_demo")],
            heading=gettext_lazy("For the office"),
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        lines = ApplicationLine.objects.select_related("major").order_by("pk")
        return (
            super()
            .get_queryset(request)
            .visible_to(request.user)
            .select_related("school__region", "certificate__organization", "round__batch")
            .prefetch_related(Prefetch("lines", lines))
        )

    def exported(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return ApplicationLine.objects.filter(application__in=queryset.values("pk")).order_by("pk")

    def region(self, application: Application) -> str:
        return application.school.region.short_name

    region.short_description = gettext_lazy("region")  # type: ignore[attr-defined]
    region.admin_order_field = "school__region"  # type: ignore[attr-defined]

    def applied(self, application: Application) -> int:
        return application.students

    applied.short_description = gettext_lazy("students applied for")  # type: ignore[attr-defined]

    def approved_persons(self, application: Application) -> Any:
        return "—" if application.approved is None else application.approved

    approved_persons.short_description = gettext_lazy("students approved")  # type: ignore[attr-defined]

    def refusal_to_delete(self, obj: Any) -> str:
        if obj.state == ApplicationState.DRAFT and not obj.events.exists():
            return ""
        return _(
            "This application has been submitted before; its record stays. Return or refuse it instead."
        )


class BureauMemberAdmin(RegisterModelAdmin):
    model = BureauMember
    menu_label = gettext_lazy("Municipal reviewers")
    menu_icon = "group"
    menu_order = 95
    list_display = ("user", "region")
    list_filter = ("region",)
    list_select_related = ("user", "region")
    search_fields = ("user__username", "user__last_name", "region__name")
    inspect_view_fields: ClassVar = ["user", "region"]
    panels = (FieldPanel("user"), FieldPanel("region"))
