"""The public statistics of what is in force, and the same figures as files."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.enums import Measure, StatisticsBy
from registry.filters import ApprovalFilterSet
from registry.forms.statistics import StatisticsForm
from registry.models import Approval
from registry.services.approval_index.holder import index_at
from registry.services.statistics import Figure, Figures
from registry.views.figures import figure_table, figures_of, filters_alone
from registry.views.index_finders import ApprovalFinder
from xcms.exports.columns import ExportColumn
from xcms.exports.formats import CONTENT_TYPES, csv_lines, json_row
from xcms.facets.finders import SqlFinder
from xcms.facets.markup import panels_html
from xcms.facets.panels import Panel, facet_panel
from xcms.querystrings import tolerant_query, with_values
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.listing import hidden_inputs
from xcms.views.outputs import json_refusal
from xcms.views.public import PublicView

DEMO_DATA = gettext_lazy("Demo data")


class FileRow(NamedTuple):
    """A line of the files; ``by`` None is the total."""

    by: StatisticsBy | None
    figure: Figure

    @property
    def label(self) -> str:
        if self.by is None:
            return _("Total")
        return self.figure.label or _("Not specified")


def _number(measure: Measure) -> ExportColumn:
    return ExportColumn(str(measure), measure.label, lambda row: row.figure.of(measure), width=12)


FILE_COLUMNS = (
    ExportColumn(
        "by",
        gettext_lazy("Statistics table"),
        lambda row: str(row.by.label) if row.by else "",
        lambda row: str(row.by) if row.by else "total",
    ),
    ExportColumn("value", gettext_lazy("Code"), lambda row: row.figure.value),
    ExportColumn("label", gettext_lazy("Name"), lambda row: row.label, width=32),
    *(_number(measure) for measure in Measure),
    ExportColumn(
        "is_demo",
        gettext_lazy("Nature of the data"),
        lambda row: str(DEMO_DATA) if row.figure.is_demo else "",
        lambda row: row.figure.is_demo,
    ),
)


class StatisticsView(PublicView):
    """What is in force on a day, narrowed by the filters of the approvals list.

    ``measure`` chooses what bars and tiles show, ``by`` one table with all its rows. Files have the rows of
    the tables, whatever the measure.
    """

    title = gettext_lazy("Statistics")
    description = gettext_lazy(
        "How many lines, schools, certificates and persons are approved: by region, level, certificate and round."
    )

    figures: Figures

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.query = tolerant_query(request.GET)
        self.form = StatisticsForm(self.query)
        self.filterset = ApprovalFilterSet(
            self.query, queryset=Approval.objects.public(), request=request, today=self.today
        )
        messages = [*self.filterset.messages(), *self.form.messages()]
        if not messages:
            self.index = index_at(self.version) if self.may_use_memory else None
            self.figures = figures_of(self.filterset, self.index)
        wanted = self.form.format_chosen
        if wanted == "html":
            response = self.html(messages)
        elif messages:
            response = json_refusal(messages)
        else:
            response = self.csv() if wanted == "csv" else self.json()
        if self.query:
            # One page to find; its countless variants only to follow.
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    def html(self, messages: list[str]) -> HttpResponse:
        asked, measure, by = self.filterset, self.form.measure_chosen, self.form.tables_chosen
        is_whole = len(by) == 1
        tables, sums = [], None
        if not messages:
            tables = [
                figure_table(asked, self.figures, one, measure, is_whole=is_whole) for one in by
            ]
            sums = self.figures.total()
        kept = filters_alone(asked)
        panels = [] if messages else self._panels()
        offered = {panel.name for panel in panels} | {"q", "as_of"}
        context = {
            "title": self.title,
            "description": self.description,
            "meta_description": self.description,
            "breadcrumbs": breadcrumbs(Crumb(self.title)),
            "form": asked.form,
            "filterset": asked,
            "messages_on_filters": messages,
            "chips": asked.chips(self.request),
            "facets": panels_html(panels, self.query, self.request.path),
            "hidden_inputs": hidden_inputs(
                [
                    (name, value)
                    for name, values in asked.data.lists()
                    if name in asked.filters and name not in offered
                    for value in values
                ]
            ),
            "clear_url": with_values(self.query, **dict.fromkeys(asked.filters)),
            "day": asked.day,
            "measure": measure,
            "measures": [
                (one, with_values(self.query, measure=one, format=None)) for one in Measure
            ],
            "by": by[0] if len(by) == 1 else None,
            "all_tables_url": with_values(self.query, by=None, format=None),
            "tables": tables,
            "total": sums,
            "has_demo": bool(sums and sums.is_demo),
            "list_url": reverse("xcms_registry:approval_list") + with_values(kept),
            "downloads": [
                (label, with_values(self.query, format=key))
                for key, label in (("csv", "CSV"), ("json", "JSON"))
            ],
        }
        return render(self.request, "xcms_registry/statistics.html", context)

    def _panels(self) -> list[Panel]:
        """The facets of few values: for one of many the list itself leads here."""
        finder = (
            ApprovalFinder(self.filterset, self.index)
            if self.index is not None
            else SqlFinder(self.filterset)
        )
        panels = (facet_panel(self.filterset, finder, name) for name in self.filterset.facet_names)
        return [panel for panel in panels if panel and not panel.is_long]

    def rows(self) -> list[FileRow]:
        tables = [
            FileRow(by, figure) for by in self.form.tables_chosen for figure in self.figures.by(by)
        ]
        return [FileRow(None, self.figures.total()), *tables]

    def json(self) -> HttpResponse:
        rows = self.rows()
        return JsonResponse(
            {
                "count": len(rows),
                "version": self.version,
                "as_of": self.filterset.day.isoformat(),
                "results": [json_row(FILE_COLUMNS, row) for row in rows],
                "next": None,
            },
            json_dumps_params={"ensure_ascii": False},
        )

    def csv(self) -> HttpResponse:
        content = b"".join(csv_lines(FILE_COLUMNS, self.rows()))
        name = f"statistics-{self.filterset.day:%Y-%m-%d}.csv"
        response = HttpResponse(content, content_type=CONTENT_TYPES["csv"])
        response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
        return response
