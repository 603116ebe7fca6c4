"""What can be done with an evaluation: its results, points by school or sheet, files, publication."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail_modeladmin.views import InstanceSpecificView

from registry.evaluation_columns import result_columns
from registry.forms.evaluations import (
    PublicationForm,
    ScoredSchoolForm,
    ScoreForm,
    ScoreSheetForm,
    TakingBackForm,
)
from registry.importers.scores import score_importer
from registry.models import School
from registry.services.evaluations.measures import proposals
from registry.services.evaluations.publishing import (
    open_points,
    publish_evaluation,
    take_back_evaluation,
)
from registry.services.evaluations.results import not_scored, results_of
from registry.services.evaluations.scoring import enter_scores, why_not_scored
from xcms.admin_exports import spreadsheet
from xcms.days import shanghai_today
from xcms.importing.engine import run_import
from xcms.importing.errors import ImportFileError
from xcms.importing.importers import ImportOptions
from xcms.importing.report import Outcome
from xcms.modeladmin_views import ObjectActionView, RegisterInspectView

_FORMATS = ("xlsx", "csv")
#: Errors and warnings of a sheet that one page shows.
_MOST_SHOWN = 100


class EvaluationInspectView(RegisterInspectView):
    """The scheme with every school's total, grade and rank."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        results = results_of(self.instance)
        may_enter = self.permission_helper.user_can_act(
            self.request.user, self.instance, EnterScoresView.action
        )
        context = {
            "indicators": list(self.instance.indicators.order_by("pk")),
            "grades": list(self.instance.grades.order_by("-lower_bound")),
            "results": results,
            "open_points": [] if self.instance.is_public else open_points(self.instance, results),
            "scores_url": may_enter
            and self.url_helper.get_action_url(EnterScoresView.action, self.pk_quoted),
            "file_url": self.url_helper.get_action_url(ResultsFileView.action, self.pk_quoted),
            "formats": _FORMATS,
        }
        return super().get_context_data(**{**context, **kwargs})


class EnterScoresView(ObjectActionView):
    """Points of one school: which one is in the address, so that a page of results can link here."""

    action = "scores"
    label = gettext_lazy("Enter points")

    @cached_property
    def chosen(self) -> ScoredSchoolForm:
        return ScoredSchoolForm(self.request.GET if "school" in self.request.GET else None)

    @cached_property
    def school(self) -> School | None:
        return self.chosen.cleaned_data["school"] if self.chosen.is_valid() else None

    def get_form_class(self) -> type[forms.Form]:
        return ScoreForm if self.school else ScoredSchoolForm

    def get_form_kwargs(self) -> dict[str, Any]:
        if self.school is None:
            return {"data": self.chosen.data if self.chosen.is_bound else None}
        return {
            **super().get_form_kwargs(),
            "scheme": self.instance,
            "school": self.school,
            "proposed": proposals(self.instance, [self.school.pk], shanghai_today()),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.school is None:
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def act(self, form: Any) -> str:
        count = enter_scores(
            self.instance,
            form.school,
            form.entries(),
            seen=form.cleaned_data["seen"],
            acting_user=self.request.user,
        )
        return ngettext(
            "%(school)s: %(count)d score written.", "%(school)s: %(count)d scores written.", count
        ) % {"school": form.school, "count": count}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"school": self.school, "refusal": why_not_scored(self.instance)}
        return super().get_context_data(**{**context, **kwargs})

    def get_template_names(self) -> list[str]:
        return ["xcms_registry/admin/evaluation_scores.html"]


class ScoreSheetView(ObjectActionView):
    """Points of many schools at once: all of the sheet, or nothing of it with every error named."""

    action = "sheet"
    label = gettext_lazy("Points from a sheet")
    form_class = ScoreSheetForm

    report: Any = None

    def form_valid(self, form: forms.Form) -> HttpResponse:
        file = form.cleaned_data["file"]
        options = ImportOptions(
            today=shanghai_today(),
            acting_user=self.request.user,
            dry_run=form.cleaned_data["only_check"],
        )
        try:
            self.report = run_import(
                "scores",
                score_importer(self.instance),
                file.read(),
                filename=file.name,
                options=options,
            )
        except ImportFileError as error:
            form.add_error("file", str(error))
        if self.report is None or self.report.errors or options.dry_run:
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)

    def act(self, form: forms.Form) -> str:
        return _(
            "Sheet taken in: %(new)d schools new, %(updated)d changed, %(unchanged)d unchanged."
        ) % {
            outcome.value: self.report.count(outcome)
            for outcome in (Outcome.NEW, Outcome.UPDATED, Outcome.UNCHANGED)
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.report
        context = {
            "report": report,
            "rows": list(report.outcomes)[:_MOST_SHOWN] if report else [],
            "problems": [*report.errors, *report.warnings][:_MOST_SHOWN] if report else [],
            "refusal": why_not_scored(self.instance),
            "file_url": self.url_helper.get_action_url(ResultsFileView.action, self.pk_quoted),
        }
        return super().get_context_data(**{**context, **kwargs})

    def get_template_names(self) -> list[str]:
        return ["xcms_registry/admin/evaluation_sheet.html"]


class ResultsFileView(InstanceSpecificView):
    """All results as a file for decisions on funds; the same file, filled in, can be taken in as a sheet.

    ``?schools=all`` adds those without points.
    """

    action = "file"
    label = gettext_lazy("Download the results")
    button_classes = ("button-secondary",)

    @classmethod
    def offered(cls, permission_helper: Any, user: Any, instance: Any) -> bool:
        # The results' page links to each format.
        return False

    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_act(user, self.instance, self.action))

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("format", _FORMATS[0])
        if wanted not in _FORMATS:
            raise Http404
        rows = results_of(self.instance)
        if request.GET.get("schools") == "all":
            rows += not_scored(self.instance, shanghai_today())
        name = f"evaluation-{self.instance.year}"
        return spreadsheet(result_columns(self.instance), rows, name, wanted)


class PublishEvaluationView(ObjectActionView):
    action = "publish"
    label = gettext_lazy("Publish")
    explanation = gettext_lazy(
        "Everybody will see which school has which grade. While it is public nobody can change points or indicators."
    )
    form_class: type[PublicationForm] = PublicationForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scheme": self.instance}

    def act(self, form: forms.Form) -> str:
        scheme = publish_evaluation(
            self.instance,
            shows_totals=form.cleaned_data["shows_totals"],
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            today=shanghai_today(),
            acting_user=self.request.user,
        )
        return _("“%(evaluation)s” is public now.") % {"evaluation": scheme}


class TakeBackEvaluationView(PublishEvaluationView):
    action = "take-back"
    label = gettext_lazy("Take back")
    explanation = gettext_lazy("Nobody outside the office will see it any more.")
    form_class = TakingBackForm
    submit_classes = "serious"
    button_classes = ("no",)

    def act(self, form: forms.Form) -> str:
        scheme = take_back_evaluation(
            self.instance,
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            acting_user=self.request.user,
        )
        return _("“%(evaluation)s” is for the office alone again.") % {"evaluation": scheme}
