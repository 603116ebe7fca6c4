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

from notices.bulk_actions import ListDeleteBulkAction, ListPublishBulkAction
from notices.deletion import deletion_refused, published_below
from notices.downloads import download_list_file
from notices.import_action import ListFromImport, MakeListPage
from notices.search_sources import sources
from notices.viewsets import CertificateListPageViewSet

hooks.register(
    "register_admin_viewset", lambda: CertificateListPageViewSet("xcms_certificate_lists")
)
# Wagtail registers its own with order 0; the last one of a name counts.
hooks.register("register_bulk_action", ListPublishBulkAction, order=100)
hooks.register("register_bulk_action", ListDeleteBulkAction, order=100)
hooks.register("register_xcms_import_run_action", MakeListPage)
hooks.register("register_xcms_search_sources", sources)


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
def keep_published_lists(request: HttpRequest, page: Page) -> HttpResponse | None:
    if titles := published_below([page]):
        messages.error(request, deletion_refused(titles))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None
