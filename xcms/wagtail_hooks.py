"""Where the core plugs into Wagtail's admin."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import ProtectedError, QuerySet, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.actions.registry import ActionRegistry
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, log
from wagtail_modeladmin.options import modeladmin_register

from xcms.alerts import reports as alert_reports
from xcms.audit import views as audit
from xcms.conf import setting
from xcms.files import hooks as file_hooks  # noqa: F401  registers itself
from xcms.history import (
    ChangeFormatter,
    RegisterCreateAction,
    RegisterDeleteAction,
    RegisterEditAction,
)
from xcms.import_admin.access import importable_registers
from xcms.import_admin.modeladmin import ImportRunAdmin
from xcms.imports.log_actions import ImportFormatter, UndoImportFormatter
from xcms.modeladmin import MENU_HOOK
from xcms.models import RegisterRecord
from xcms.page_head.viewsets import site_identity_viewset
from xcms.search.attachments.source import AttachmentSource
from xcms.search.pages import OtherPages
from xcms.search.reports import report_menu_item, report_urls
from xcms.search.sources import SearchSource
from xcms.versions import register_write
from xcms.viewsets import still_in_use


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("xcms.edit")(ChangeFormatter)
    actions.register_action("xcms.import")(ImportFormatter)
    actions.register_action("xcms.undo_import")(UndoImportFormatter)
    actions.register_action("xcms.export_audit")(audit.ExportAuditFormatter)


@hooks.register("register_admin_urls")
def import_urls() -> list[URLResolver]:
    return [path("import/", include("xcms.import_admin.urls"))]


@hooks.register("register_xcms_urls")
def search_urls() -> list[URLPattern | URLResolver]:
    where = setting("SEARCH_PATH")
    return [path(where, include("xcms.search.urls"))] if where else []


@hooks.register("register_xcms_urls")
def sitemap_urls() -> list[URLPattern | URLResolver]:
    return [path("", include("xcms.sitemaps.urls"))] if setting("SITEMAP_PATH") else []


@hooks.register("register_xcms_urls")
def alert_urls() -> list[URLPattern | URLResolver]:
    where = setting("ALERTS_PATH")
    return [path(where, include("xcms.alerts.urls"))] if where else []


@hooks.register("register_xcms_urls")
def change_urls() -> list[URLPattern | URLResolver]:
    where = setting("CHANGES_PATH")
    return [path(where, include("xcms.changes.urls"))] if where else []


@hooks.register("register_xcms_urls")
def file_urls() -> list[URLPattern | URLResolver]:
    return [
        path("registry/exports/", include("xcms.export_jobs.urls")),
        path("registry/data/", include("xcms.datafiles.urls")),
    ]


@hooks.register("register_xcms_search_sources")
def page_sources() -> list[SearchSource]:
    return [AttachmentSource(), OtherPages()]


hooks.register("register_admin_viewset", lambda: site_identity_viewset)
hooks.register("register_admin_urls", report_urls)
hooks.register("register_reports_menu_item", report_menu_item)
hooks.register("register_admin_urls", alert_reports.report_urls)
hooks.register("register_reports_menu_item", alert_reports.report_menu_item)
hooks.register("register_permissions", alert_reports.permissions)
hooks.register("register_admin_urls", audit.report_urls)
hooks.register("register_reports_menu_item", audit.report_menu_item)
hooks.register("register_permissions", audit.permissions)


@hooks.register("register_permissions")
def searched_terms_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="xcms", codename="view_searchedterm")


@hooks.register("register_permissions")
def site_identity_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="xcms", codename__endswith="_siteidentity"
    )


@hooks.register("register_permissions")
def undo_permission() -> QuerySet[Permission]:
    """To undo what others imported, in the group editor."""
    return Permission.objects.filter(content_type__app_label="xcms", codename="undo_importrun")


class _ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(importable_registers(request.user))


@hooks.register(MENU_HOOK)
def import_menu_item() -> MenuItem:
    return _ImportMenuItem(
        gettext_lazy("Import sheets"),
        reverse("xcms_imports:home"),
        name="xcms-import",
        icon_name="upload",
        order=200,
    )


modeladmin_register(ImportRunAdmin)


@hooks.register("register_actions")
def register_actions(actions: ActionRegistry) -> None:
    for action_class in (RegisterCreateAction, RegisterEditAction, RegisterDeleteAction):
        actions.register(RegisterRecord, action_class)


@hooks.register("before_bulk_action")
def delete_records_in_one_write(
    request: HttpRequest, action_type: str, objects: Sequence[Any], _action: Any
) -> HttpResponse | None:
    """Wagtail's own bulk deletion neither bumps the register version nor survives a protected row."""
    if action_type != "delete" or not objects or not isinstance(objects[0], RegisterRecord):
        return None
    opts = objects[0]._meta
    model: Any = type(objects[0])
    listing = redirect(reverse(model.snippet_viewset.get_url_name("list")))
    try:
        with register_write():
            for record in objects:
                log(instance=record, action="wagtail.delete", deleted=True)
                try:
                    model.objects.get(pk=record.pk).delete()
                except (ProtectedError, RestrictedError) as error:
                    refusal = still_in_use(record, error)
                    raise
    except (ProtectedError, RestrictedError):
        messages.error(request, refusal)
        return listing
    messages.success(
        request,
        ngettext("%(count)d %(name)s deleted.", "%(count)d %(name)s deleted.", len(objects))
        % {"count": len(objects), "name": capfirst(opts.verbose_name_plural)},
    )
    return listing
