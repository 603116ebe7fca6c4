"""The log as a file, in the admin's reports. Whoever takes it leaves an entry in it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import LogFormatter, log

from xcms.admin_exports import spreadsheet
from xcms.admin_requests import clean_request
from xcms.audit.columns import AUDIT_COLUMNS
from xcms.audit.rows import audit_rows
from xcms.days import shanghai_today
from xcms.models import RegisterVersion

PERMISSION = "xcms.export_audit"
_NAME = "xcms_audit"
_FORMATS = (("csv", "CSV"), ("xlsx", "Excel"))
#: Before any log, and far enough from where days end.
_BEFORE_ALL = date(1970, 1, 1)
#: What is asked for first.
_DAYS = 30


class AuditForm(forms.Form):
    first = forms.DateField(label=gettext_lazy("First day"), widget=AdminDateInput)
    last = forms.DateField(label=gettext_lazy("Last day"), widget=AdminDateInput)
    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=_FORMATS)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        if first:
            found["first"] = max(first, _BEFORE_ALL)
        if last == date.max:
            self.add_error("last", _("No log goes as far as that."))
        return found


class AuditView(WagtailAdminTemplateMixin, FormView):
    """Asked for by POST: it writes its own entry."""

    form_class = AuditForm
    header_icon = "history"
    page_title = gettext_lazy("Audit log")
    template_name = "xcms/admin/audit.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        clean_request(request)
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_initial(self) -> dict[str, Any]:
        today = shanghai_today()
        return {"first": today - timedelta(days=_DAYS), "last": today, "format": "xlsx"}

    def form_valid(self, form: forms.Form) -> HttpResponseBase:  # type: ignore[override]
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        log(
            instance=RegisterVersion.objects.get_or_create(pk=1)[0],
            action="xcms.export_audit",
            user=self.request.user,
            data={"first": first.isoformat(), "last": last.isoformat()},
        )
        return spreadsheet(
            AUDIT_COLUMNS, audit_rows(first, last), "audit", form.cleaned_data["format"]
        )


class ExportAuditFormatter(LogFormatter):
    label = gettext_lazy("Export the audit log")

    def format_message(self, log_entry: Any) -> str:
        return _("Exported the log from %(first)s to %(last)s") % log_entry.data


class _AuditMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


def report_urls() -> list[URLPattern]:
    return [path("reports/audit/", AuditView.as_view(), name=_NAME)]


def report_menu_item() -> MenuItem:
    return _AuditMenuItem(
        gettext_lazy("Audit log"),
        reverse(_NAME),
        name="xcms-audit",
        icon_name="history",
        order=1330,
    )


def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="xcms", codename="export_audit")
