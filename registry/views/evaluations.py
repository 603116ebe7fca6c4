"""An evaluation that the office shows: schools and grades of a year, as a page and as files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from registry.evaluation_columns import public_columns
from registry.models import EvaluationScheme
from registry.services.basis_links import public_basis_pages
from registry.services.evaluations.results import Result, public_results
from xcms.exports.columns import ExportColumn
from xcms.exports.formats import CONTENT_TYPES, csv_lines, json_row
from xcms.querystrings import tolerant_query
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.public import PublicView


class EvaluationView(PublicView):
    """404 unless the office shows the evaluation of that year."""

    scheme: EvaluationScheme
    results: list[Result]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.query = tolerant_query(request.GET)
        scheme = EvaluationScheme.objects.public().filter(year=int(kwargs["year"])).first()
        if scheme is None:
            raise Http404(_("There is no public record at this address."))
        self.scheme, self.results = scheme, public_results(scheme)
        formats = {"csv": self.csv, "json": self.json}
        # Anything else that is asked for gets the page.
        response = formats.get(self.query.get("format", ""), self.html)()
        if self.query:
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    @property
    def columns(self) -> tuple[ExportColumn, ...]:
        return tuple(public_columns(self.scheme))

    def html(self) -> HttpResponse:
        title = _("Evaluation of %(year)d") % {"year": self.scheme.year}
        context = {
            "title": title,
            "meta_description": self.scheme.title,
            "breadcrumbs": breadcrumbs(Crumb(title)),
            "scheme": self.scheme,
            "results": self.results,
            "grades": list(self.scheme.grades.order_by("-lower_bound")),
            "basis_pages": public_basis_pages([self.scheme.basis]),
            "downloads": [("CSV", "?format=csv"), ("JSON", "?format=json")],
            "has_demo": self.scheme.is_demo or any(one.is_demo for one in self.results),
        }
        return render(self.request, "xcms_registry/evaluation.html", context)

    def json(self) -> HttpResponse:
        return JsonResponse(
            {
                "count": len(self.results),
                "version": self.version,
                "year": self.scheme.year,
                "title": self.scheme.title,
                "basis": self.scheme.basis,
                "clause": self.scheme.clause,
                "public_since": self.scheme.public_since,
                "is_demo": self.scheme.is_demo,
                "results": [json_row(self.columns, result) for result in self.results],
                "next": None,
            },
            json_dumps_params={"ensure_ascii": False},
        )

    def csv(self) -> HttpResponse:
        content = b"".join(csv_lines(self.columns, self.results))
        response = HttpResponse(content, content_type=CONTENT_TYPES["csv"])
        name = f"evaluation-{self.scheme.year}.csv"
        response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
        return response
