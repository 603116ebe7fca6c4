"""Evaluations in the admin: the scheme, its results, entering points, publication, files."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Count, Model, QuerySet, Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from registry.forms.evaluations import SchemeForm
from registry.modeladmin.evaluation_views import (
    EnterScoresView,
    EvaluationInspectView,
    PublishEvaluationView,
    ResultsFileView,
    ScoreSheetView,
    TakeBackEvaluationView,
)
from registry.models import EvaluationScheme
from registry.permissions import (
    user_can_edit_evaluation,
    user_can_enter_scores,
    user_can_publish_evaluation,
)
from xcms.modeladmin import RegisterModelAdmin, RegisterPermissionHelper


class EvaluationPermissionHelper(RegisterPermissionHelper):
    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        return isinstance(obj, EvaluationScheme) and user_can_edit_evaluation(user, obj)

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        return self.user_can_edit_obj(user, obj) and super().user_can_delete_obj(user, obj)

    def user_can_act(self, user: Any, obj: Model, action: str) -> bool:
        if not isinstance(obj, EvaluationScheme):
            return False
        if action == ResultsFileView.action:
            return bool(self.user_can_inspect_obj(user, obj))
        if action in (EnterScoresView.action, ScoreSheetView.action):
            return user_can_enter_scores(user, obj)
        if not user_can_publish_evaluation(user):
            return False
        return obj.is_public is (action == TakeBackEvaluationView.action)


class EvaluationAdmin(RegisterModelAdmin):
    model = EvaluationScheme
    menu_label = gettext_lazy("Evaluations")
    menu_icon = "list-ol"
    menu_order = 18
    form_class = SchemeForm
    permission_helper_class = EvaluationPermissionHelper
    inspect_view_class = EvaluationInspectView
    inspect_template_name = "xcms_registry/admin/evaluation_inspect.html"
    object_actions: ClassVar[Mapping[str, type[Any]]] = {
        view.action: view
        for view in (
            EnterScoresView,
            ScoreSheetView,
            ResultsFileView,
            PublishEvaluationView,
            TakeBackEvaluationView,
        )
    }
    list_display = ("title", "year", "weights", "schools", "publication", "demo_mark")
    list_filter: Sequence[Any] = ("year", "is_public", "is_demo")
    search_fields = ("title", "basis")
    inspect_view_fields: ClassVar = [
        "title",
        "year",
        "basis",
        "clause",
        "weights",
        "publication",
        "is_demo",
    ]
    panels = (
        FieldPanel("title"),
        FieldPanel("year"),
        MultiFieldPanel(
            [FieldPanel("basis"), FieldPanel("clause")], heading=gettext_lazy("What it rests on")
        ),
        InlinePanel(
            "indicators",
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("weight"), FieldPanel("max_points")]),
                FieldRowPanel([FieldPanel("measure"), FieldPanel("full_at")]),
            ],
            heading=gettext_lazy("Indicators"),
            label=gettext_lazy("Indicator"),
            help_text=gettext_lazy(
                "A school's total is the sum of weight × points / points at most. Points can be entered once the "
                "weights come to 100."
            ),
        ),
        InlinePanel(
            "grades",
            [FieldRowPanel([FieldPanel("name"), FieldPanel("lower_bound")])],
            heading=gettext_lazy("Grades"),
            label=gettext_lazy("Grade"),
            help_text=gettext_lazy("The lowest one begins at 0."),
        ),
        FieldPanel("is_demo"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[EvaluationScheme]:
        return (
            super()
            .get_queryset(request)
            .annotate(with_schools=Count("indicators__scores__school", distinct=True))
        )

    def weights(self, scheme: EvaluationScheme) -> str:
        whole = scheme.indicators.aggregate(whole=Sum("weight"))["whole"] or 0
        return f"{whole}%"

    weights.short_description = gettext_lazy("weights in all")  # type: ignore[attr-defined]

    def schools(self, scheme: Any) -> int:
        return int(scheme.with_schools)

    schools.short_description = gettext_lazy("schools with points")  # type: ignore[attr-defined]

    def publication(self, scheme: EvaluationScheme) -> str:
        if not scheme.is_public:
            return _("for the office alone")
        words = (
            _("public since %(day)s, with totals")
            if scheme.shows_totals
            else _("public since %(day)s, grades alone")
        )
        return words % {"day": scheme.public_since}

    publication.short_description = gettext_lazy("publication")  # type: ignore[attr-defined]

    def refusal_to_delete(self, obj: Any) -> str:
        if obj.indicators.filter(scores__isnull=False).exists():
            return _("Schools have points in this evaluation, so it stays.")
        return ""
