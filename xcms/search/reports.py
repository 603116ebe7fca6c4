"""What visitors search for, for those who write what is to be found."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from xcms.admin_exports import spreadsheet
from xcms.days import shanghai_today
from xcms.exports.columns import ExportColumn
from xcms.models import SearchedTerm

PERMISSION = "xcms.view_searchedterm"
#: What was searched for less often in the period may be one person's own matter: it only counts in the sum.
RARE = 2
_DEFAULT_DAYS = "30"
_PERIODS = (
    ("7", _("Past week")),
    (_DEFAULT_DAYS, _("Past month")),
    ("90", _("Past three months")),
    ("366", _("Past year")),
)


class SearchedTermFilterSet(WagtailFilterSet):
    period = django_filters.ChoiceFilter(
        label=_("Period"), choices=_PERIODS, empty_label=None, method="within"
    )
    hits = django_filters.ChoiceFilter(
        label=_("Hits"),
        choices=[("none", _("Some searches without hits"))],
        empty_label=_("All"),
        method="all_rows",
    )

    class Meta:
        model = SearchedTerm
        fields: ClassVar[list[str]] = []

    def within(self, rows: QuerySet[Any], _name: str, days: str) -> QuerySet[Any]:
        return since(rows, days)

    def all_rows(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """The sums of a term are asked, not its rows."""
        return rows


def since(rows: QuerySet[Any], days: str) -> QuerySet[Any]:
    return rows.filter(day__gt=shanghai_today() - timedelta(days=int(days)))


def _value(key: str) -> Callable[[Any], Any]:
    return lambda row: row[key]


class SearchedTermsReport(ReportView):
    page_title = _("What visitors search for")
    header_icon = "search"
    model = SearchedTerm
    permission_policy = ModelPermissionPolicy(SearchedTerm)
    permission_required = "view"
    filterset_class = SearchedTermFilterSet
    index_url_name = "xcms_searched_terms"
    index_results_url_name = "xcms_searched_terms_results"
    results_template_name = "xcms/admin/searched_terms_results.html"
    default_ordering = "-searches"
    columns: ClassVar = [
        Column("term", label=_("Searched for"), sort_key="term"),
        NumberColumn("searches", label=_("Searches"), sort_key="searches"),
        NumberColumn("without_hits", label=_("Without hits"), sort_key="without_hits"),
    ]
    export_columns = (
        ExportColumn("term", _("Searched for"), _value("term"), width=40),
        ExportColumn("searches", _("Searches"), _value("searches"), type="integer"),
        ExportColumn("without_hits", _("Without hits"), _value("without_hits"), type="integer"),
    )

    def get_filtered_queryset(self) -> QuerySet[Any]:
        rows = self.filter_queryset(SearchedTerm.objects.all())
        if not self._asked("period"):
            rows = since(rows, _DEFAULT_DAYS)
        terms = (
            rows.order_by()
            .values("term")
            .annotate(searches=Sum("searches"), without_hits=Sum("without_hits"))
        )
        if self._asked("hits"):
            terms = terms.filter(without_hits__gt=0)
        self.rare = _sums(terms.filter(searches__lt=RARE))
        return self.order_queryset(terms.filter(searches__gte=RARE))

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        name = self.ordering
        order = F(name.removeprefix("-"))
        return queryset.order_by(order.desc() if name.startswith("-") else order, "term")

    def _asked(self, name: str) -> str:
        filters = self.filters
        if filters is None or not filters.is_valid():
            return ""
        return str(filters.form.cleaned_data.get(name) or "")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "rare": self.rare, "rare_below": RARE}

    def as_spreadsheet(self, queryset: QuerySet[Any], file_format: str) -> HttpResponseBase:
        return spreadsheet(self.export_columns, queryset, "searched-terms", file_format)


def _sums(terms: QuerySet[Any]) -> dict[str, int]:
    found = terms.aggregate(
        terms=Count("term"),
        all_searches=Sum("searches"),
        all_without_hits=Sum("without_hits"),
        without_hits_terms=Count("term", filter=Q(without_hits__gt=0)),
    )
    return {name: value or 0 for name, value in found.items()}


def report_urls() -> list[URLPattern]:
    return [
        path(
            "reports/searched-terms/",
            SearchedTermsReport.as_view(),
            name="xcms_searched_terms",
        ),
        path(
            "reports/searched-terms/results/",
            SearchedTermsReport.as_view(results_only=True),
            name="xcms_searched_terms_results",
        ),
    ]


class SearchedTermsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


def report_menu_item() -> MenuItem:
    return SearchedTermsMenuItem(
        _("What visitors search for"),
        reverse("xcms_searched_terms"),
        name="xcms-searched-terms",
        icon_name="search",
        order=1310,
    )
