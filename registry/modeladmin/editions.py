"""Published editions in the admin: to read and to download, never to change."""

from typing import Any, ClassVar

from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.views import InstanceSpecificView

from registry.models import ListEdition
from xcms.modeladmin import RegisterModelAdmin, RegisterPermissionHelper


class ReadOnlyPermissionHelper(RegisterPermissionHelper):
    """Nobody, superusers included, adds, changes or deletes here."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        return False

    def user_can_act(self, user: Any, obj: Model, action: str) -> bool:
        return bool(self.user_can_inspect_obj(user, obj))


class EditionCsvView(InstanceSpecificView):
    """The CSV whose SHA-256 is the edition's digest, byte for byte."""

    label = _("Download CSV")
    button_classes = ("button-secondary",)

    @classmethod
    def offered(cls, permission_helper: Any, user: Any, instance: Model) -> bool:
        return bool(permission_helper.user_can_inspect_obj(user, instance))

    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_inspect_obj(user, self.instance))

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        edition: ListEdition = self.instance
        response = HttpResponse(edition.csv_bytes(), content_type="text/csv; charset=utf-8")
        name = f"{edition.round.key}-{edition.number}"
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response


class ListEditionAdmin(RegisterModelAdmin):
    model = ListEdition
    menu_label = _("List editions")
    menu_icon = "doc-full"
    menu_order = 30
    permission_helper_class = ReadOnlyPermissionHelper
    object_actions: ClassVar = {"csv": EditionCsvView}
    history_view_enabled = False
    list_display = (
        "__str__",
        "rows_count",
        "published_at",
        "publisher",
        "change_note",
        "digest_start",
    )
    list_filter = ("round",)
    list_select_related = ("round__batch", "published_by")
    search_fields = ("digest", "change_note")
    inspect_view_fields: ClassVar = [
        "round",
        "number",
        "rows_count",
        "digest",
        "change_note",
        "published_at",
        "publisher",
        "page",
        "recorded_version",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ListEdition]:
        return super().get_queryset(request).defer("csv").annotate(rows_count=Count("rows"))

    def rows_count(self, edition: Any) -> int:
        return int(edition.rows_count)

    rows_count.short_description = _("number of rows")  # type: ignore[attr-defined]

    def publisher(self, edition: ListEdition) -> str:
        return str(edition.published_by or "—")

    publisher.short_description = _("published by")  # type: ignore[attr-defined]

    def digest_start(self, edition: ListEdition) -> str:
        return f"{edition.digest[:12]}…"

    digest_start.short_description = _("SHA-256")  # type: ignore[attr-defined]
