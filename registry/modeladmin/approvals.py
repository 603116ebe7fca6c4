"""Approvals in the admin: no quota field anywhere, only decisions (design rule 5)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from registry import permissions
from registry.enums import ApprovalStatus
from registry.modeladmin.approval_views import (
    ApprovalCreateView,
    ApprovalInspectView,
    ChangeQuotaView,
    CorrectView,
    RegrantView,
    RevokeView,
)
from registry.modeladmin.filters import RegionFilter, RoundFilter, StatusFilter
from registry.models import Approval
from xcms.days import shanghai_today
from xcms.modeladmin import RegisterModelAdmin, RegisterPermissionHelper
from xcms.modeladmin_views import ObjectActionView


class ApprovalPermissionHelper(RegisterPermissionHelper):
    """Lines are never edited or deleted; who may decide may act on them."""

    def user_can_list(self, user: Any) -> bool:
        return permissions.user_can_view_approvals(user)

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return permissions.user_can_view_approvals(user)

    def user_can_create(self, user: Any) -> bool:
        return permissions.user_can_grant_approvals(user)

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        return False

    def user_can_act(self, user: Any, obj: Model, action: str) -> bool:
        return isinstance(obj, Approval) and permissions.user_can_decide(user, obj)


class ApprovalAdmin(RegisterModelAdmin):
    model = Approval
    menu_label = _("Approvals")
    menu_icon = "circle-check"
    menu_order = 10
    register_name = "approvals"
    permission_helper_class = ApprovalPermissionHelper
    # A million lines come by bulk imports, past Wagtail's index of references.
    add_to_reference_index = False
    create_view_class = ApprovalCreateView
    create_template_name = "xcms_registry/admin/approval_create.html"
    inspect_view_class = ApprovalInspectView
    inspect_template_name = "xcms_registry/admin/approval_inspect.html"
    object_actions: ClassVar[Mapping[str, type[ObjectActionView]]] = {
        "change-quota": ChangeQuotaView,
        "revoke": RevokeView,
        "regrant": RegrantView,
        "correct": CorrectView,
    }
    list_display = (
        "school",
        "certificate",
        "level",
        "major",
        "quota_today",
        "status_today",
        "interval",
        "demo_mark",
    )
    list_filter = (
        StatusFilter,
        RoundFilter,
        RegionFilter,
        "school__level",
        "level",
        "certificate",
        "is_demo",
    )
    search_fields = ("school__search_text", "certificate__search_text", "major__search_text")
    ordering = ("school__pinyin", "certificate__pinyin", "level", "pk")
    inspect_view_fields: ClassVar = [
        "school",
        "certificate",
        "level",
        "major",
        "synchronised_on",
        "is_demo",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Approval]:
        lines = super().get_queryset(request)
        return lines.with_public_associations().with_state(shanghai_today())

    def exported(self, queryset: Any) -> QuerySet[Approval]:
        # A line whose decisions are all void has no state to write out.
        return queryset.public()

    def get_list_display_add_buttons(self, request: HttpRequest) -> str:
        return "school"

    def quota_today(self, line: Any) -> Any:
        return "—" if line.quota is None else line.quota

    quota_today.short_description = _("quota")  # type: ignore[attr-defined]
    quota_today.admin_order_field = "quota"  # type: ignore[attr-defined]

    def status_today(self, line: Any) -> str:
        if line.quota is None:
            return str(_("Undecided"))
        return str(ApprovalStatus(line.status).label)

    status_today.short_description = _("status")  # type: ignore[attr-defined]
    status_today.admin_order_field = "status"  # type: ignore[attr-defined]

    def interval(self, line: Any) -> str:
        if line.effective_from is None:
            return "—"
        end = line.effective_to.isoformat() if line.effective_to else _("until further notice")
        return f"{line.effective_from.isoformat()} — {end}"

    interval.short_description = _("effective")  # type: ignore[attr-defined]
    interval.admin_order_field = "effective_from"  # type: ignore[attr-defined]
