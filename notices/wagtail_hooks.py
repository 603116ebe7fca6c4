"""Where notices and lists plug into Wagtail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from notices import (
    alert_sources,
    change_sources,
    gathered_alert_sources,
    proofreading_hooks,  # noqa: F401 (registers its own)
)
from notices.basis_texts import basis_texts
from notices.bulk_actions import ListDeleteBulkAction, ListPublishBulkAction
from notices.deletion import let_go, refusal_to_delete
from notices.desk.panels import desk_panels
from notices.downloads import download_list_file
from notices.import_action import ListFromImport, MakeListPage
from notices.models.themes import public_themes_of
from notices.reports import checks, view
from notices.search_sources import sources
from notices.sign_off import screens
from notices.sign_off.install import install_steps
from notices.viewsets import CertificateListPageViewSet, NoticePageViewSet
from notices.withdrawals import admin as withdrawals
from notices.withholding import admin as withholding
from notices.word import hooks as word_hooks  # noqa: F401  # registers its own

hooks.register(
    "register_admin_viewset", lambda: CertificateListPageViewSet("xcms_certificate_lists")
)
hooks.register("register_admin_viewset", lambda: NoticePageViewSet("xcms_notice_pages"))
hooks.register("register_admin_urls", withdrawals.urls)
hooks.register("register_log_actions", withdrawals.register_log_actions)
hooks.register("register_page_header_buttons", withdrawals.header_buttons)
hooks.register("register_admin_urls", withholding.urls)
hooks.register("register_log_actions", withholding.register_log_actions)
hooks.register("register_page_header_buttons", withholding.header_buttons)
hooks.register("register_page_listing_more_buttons", withdrawals.listing_buttons)
# Wagtail registers its own with order 0; the last one of a name counts.
hooks.register("register_bulk_action", ListPublishBulkAction, order=100)
hooks.register("register_bulk_action", ListDeleteBulkAction, order=100)
hooks.register("register_xcms_import_run_action", MakeListPage)
hooks.register("register_xcms_search_sources", sources)
hooks.register("register_xcms_basis_texts", basis_texts)
hooks.register("register_xcms_gathering_pages", lambda: public_themes_of)
# After the groups, which its steps name.
hooks.register("register_install_steps", install_steps, order=100)
hooks.register("construct_page_action_menu", screens.hide_publish_button)
hooks.register("construct_page_action_menu", screens.put_decision_first)
hooks.register("before_publish_page", screens.keep_from_publishing)
hooks.register("register_admin_urls", view.report_urls)
hooks.register("register_reports_menu_item", view.report_menu_item)
hooks.register("register_xcms_content_checks", checks.own_checks)
hooks.register("construct_homepage_panels", desk_panels)
hooks.register("before_copy_page", screens.keep_from_publishing_copies)
hooks.register("register_xcms_alert_sources", alert_sources.sources)
hooks.register("register_xcms_alert_sources", gathered_alert_sources.sources)
hooks.register("register_xcms_change_sources", change_sources.sources)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path(
            "xcms-lists/from-import/<str:run>/",
            ListFromImport.as_view(),
            name="xcms_notices_list_from_import",
        ),
        path("xcms-lists/files/<int:pk>/", download_list_file, name="xcms_notices_list_file"),
    ]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("xcms_notices.publication_refused")
    class PublicationRefused(LogFormatter):
        label = gettext_lazy("Scheduled publication refused")

        def format_message(self, log_entry: Any) -> str:
            return _("The scheduled publication was refused: %(reason)s") % {
                "reason": log_entry.data.get("reason", "")
            }


@hooks.register("before_delete_page")
def keep_what_was_published(request: HttpRequest, page: Page) -> HttpResponse | None:
    if refusal := refusal_to_delete([page]):
        messages.error(request, refusal)
        return redirect("wagtailadmin_pages:edit", page.pk)
    if request.method == "POST":
        let_go([page])
    return None
