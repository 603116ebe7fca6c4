"""The report “what is to be mended”: one table of all findings, each with the way to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from notices.models import CheckedLink, NoticeIndexMixin
from notices.reports.findings import PageSet, content_checks
from xcms.admin_exports import spreadsheet
from xcms.days import SHANGHAI
from xcms.exports.columns import ExportColumn

_TITLE = gettext_lazy("What is to be mended")


@dataclass(frozen=True, slots=True)
class Row:
    check: str
    title: str
    section: str
    kind: str
    problem: str
    noted_on: date | None
    mend_url: str


def _looked_on(row: Row) -> str:
    return date_format(row.noted_on) if row.noted_on else ""


def _section_choices(request: HttpRequest | None) -> QuerySet[Any]:
    models = [model for model in Page.__subclasses__() if issubclass(model, NoticeIndexMixin)]
    sections = Page.objects.filter(alias_of=None)
    sections = sections.type(*models) if models else sections.none()
    editable = _editable_pages(request.user) if request else Page.objects.none()
    return sections.filter(pk__in=editable.values("pk")).order_by("path")


class FindingFilterSet(WagtailFilterSet):
    check = django_filters.ChoiceFilter(
        label=gettext_lazy("Check"),
        choices=lambda: [(check.key, check.label) for check in content_checks()],
        empty_label=gettext_lazy("All"),
        method="all_pages",
    )
    section = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Section of the site"),
        queryset=_section_choices,
        empty_label=gettext_lazy("All"),
        method="below",
    )

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = []

    def all_pages(self, pages: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """What is looked for is no matter of the pages."""
        return pages

    def below(self, pages: QuerySet[Any], _name: str, section: Page) -> QuerySet[Any]:
        return pages.filter(path__startswith=section.path)


def _editable_pages(user: Any) -> QuerySet[Any]:
    pages: QuerySet[Any] = policy_registry.get_by_type(Page).instances_user_has_permission_for(
        user, "change"
    )
    return pages


def find_all(pages: QuerySet[Any], *, only: str = "") -> list[Row]:
    """What the checks find on these pages, by check and then in the order of the page tree."""
    page_set = PageSet(pages)
    found = [
        (check, finding)
        for check in content_checks()
        if not only or check.key == only
        for finding in check.find(page_set)
    ]
    sections = _titles_above([finding.page for _check, finding in found])
    return [
        Row(
            check=str(check.label),
            title=finding.page.get_admin_display_title(),
            section=sections.get(finding.page.path[: -Page.steplen], ""),
            kind=str(capfirst(finding.page.get_verbose_name())),
            problem=finding.problem,
            noted_on=finding.noted_on,
            mend_url=finding.mend_url or reverse("wagtailadmin_pages:edit", args=[finding.page.pk]),
        )
        for check, finding in found
    ]


def _titles_above(pages: Sequence[Page]) -> dict[str, str]:
    paths = {page.path[: -Page.steplen] for page in pages}
    above = Page.objects.filter(path__in=paths, depth__gt=1)
    return dict(above.order_by().values_list("path", "title"))


class MendingReport(ReportView):
    page_title = _TITLE
    header_icon = "clipboard-list"
    model = Page
    any_permission_required = ("change",)
    filterset_class = FindingFilterSet
    index_url_name = "xcms_notices_mending"
    index_results_url_name = "xcms_notices_mending_results"
    results_template_name = "xcms_notices/admin/mending_results.html"
    columns: ClassVar = [
        TitleColumn(
            "title", label=gettext_lazy("Page"), get_url=lambda row: row.mend_url, accessor="title"
        ),
        Column("problem", label=gettext_lazy("What is wrong")),
        Column("check", label=gettext_lazy("Check")),
        Column("section", label=gettext_lazy("Section of the site")),
        Column("noted_on", label=gettext_lazy("Looked on"), accessor=_looked_on),
    ]
    export_columns = (
        ExportColumn("check", gettext_lazy("Check"), lambda row: row.check, width=18),
        ExportColumn("title", gettext_lazy("Page"), lambda row: row.title, width=50),
        ExportColumn(
            "section", gettext_lazy("Section of the site"), lambda row: row.section, width=20
        ),
        ExportColumn("kind", gettext_lazy("Kind"), lambda row: row.kind),
        ExportColumn("problem", gettext_lazy("What is wrong"), lambda row: row.problem, width=60),
        ExportColumn("noted_on", gettext_lazy("Looked on"), lambda row: row.noted_on, type="date"),
    )

    # The files are ours, not Wagtail's, whose columns would have to be named in list_export.
    show_export_buttons = True

    @cached_property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Page)

    def get_filtered_queryset(self) -> list[Row]:
        pages = self.filter_queryset(_editable_pages(self.request.user))
        return find_all(pages, only=self._chosen_check())

    def _chosen_check(self) -> str:
        filters = self.filters
        if filters is None or not filters.is_valid():
            return ""
        return str(filters.form.cleaned_data.get("check") or "")

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": [versioned_static("xcms_notices/desk.css")]})

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "links_checked_on": _links_checked_on()}

    def as_spreadsheet(self, queryset: Any, file_format: str) -> HttpResponseBase:
        return spreadsheet(self.export_columns, queryset, "to-be-mended", file_format)


def _links_checked_on() -> date | None:
    newest = CheckedLink.objects.order_by("-checked_at").values_list("checked_at", flat=True)
    moment = newest.first()
    return moment.astimezone(SHANGHAI).date() if moment else None


def report_urls() -> list[URLPattern]:
    return [
        path("reports/mending/", MendingReport.as_view(), name="xcms_notices_mending"),
        path(
            "reports/mending/results/",
            MendingReport.as_view(results_only=True),
            name="xcms_notices_mending_results",
        ),
    ]


class _MendingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(Page).user_has_permission(request.user, "change"))


def report_menu_item() -> MenuItem:
    return _MendingMenuItem(
        _TITLE,
        reverse("xcms_notices_mending"),
        name="xcms-mending",
        icon_name="clipboard-list",
        order=1300,
    )
