"""All imports as a list in the admin; each leads to the run's own page."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xcms.import_admin.access import importable_registers, register_label, visible_runs
from xcms.importing.report import Outcome
from xcms.modeladmin import RegisterModelAdmin, RegisterPermissionHelper
from xcms.models import ImportRun


class ImportRunPermissionHelper(RegisterPermissionHelper):
    """Runs arise from imports and go by themselves; who sees which is the list's own question."""

    def user_has_any_permissions(self, user: Any) -> bool:
        return bool(importable_registers(user))

    def user_can_list(self, user: Any) -> bool:
        return bool(importable_registers(user))

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        return False

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return bool(importable_registers(user))


class RegisterFilter(SimpleListFilter):
    """The registers by their names, and only those whose imports this user sees."""

    title = gettext_lazy("register")
    parameter_name = "register"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(entry.name, str(entry.label)) for entry in importable_registers(request.user)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(register=self.value()) if self.value() else queryset


class ImportRunAdmin(RegisterModelAdmin):
    model = ImportRun
    menu_label = gettext_lazy("Import records")
    menu_icon = "history"
    menu_order = 210
    permission_helper_class = ImportRunPermissionHelper
    add_to_reference_index = False
    list_display = ("file_name", "register_label", "created_at", "uploader", "outcome", "state")
    list_filter = ("state", RegisterFilter)
    list_select_related = ("user",)
    search_fields = ("file_name",)
    ordering = ("-created_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return visible_runs(request.user).select_related("user")

    def inspect_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        run = (
            visible_runs(request.user).filter(pk=instance_pk).first()
            if instance_pk.isdigit()
            else None
        )
        return redirect("xcms_imports:run", run.public_id if run else "-")

    def register_label(self, run: ImportRun) -> str:
        return register_label(run)

    register_label.short_description = gettext_lazy("register")  # type: ignore[attr-defined]
    register_label.admin_order_field = "register"  # type: ignore[attr-defined]

    def uploader(self, run: ImportRun) -> str:
        return str(run.user or "—")

    uploader.short_description = gettext_lazy("imported by")  # type: ignore[attr-defined]

    def outcome(self, run: ImportRun) -> SafeString | str:
        if not run.counts:
            return "—"
        return format_html(
            _("{new} new, {updated} changed, {unchanged} unchanged"),
            **{kind.value: run.counts.get(kind.value, 0) for kind in Outcome},
        )

    outcome.short_description = gettext_lazy("rows")  # type: ignore[attr-defined]
