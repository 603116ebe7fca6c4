"""Batches and their rounds in the admin."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from registry import permissions
from registry.forms.batches import BatchCopyForm
from registry.models import Batch, Round
from registry.services.batches import copy_batch
from xcms.modeladmin import RegisterModelAdmin, RegisterPermissionHelper
from xcms.modeladmin_views import ObjectActionView


class BatchPermissionHelper(RegisterPermissionHelper):
    def user_can_act(self, user: Any, obj: Model, action: str) -> bool:
        return permissions.user_can_copy_batch(user)


class CopyBatchView(ObjectActionView):
    action = "copy"
    label = _("Copy to a new batch")
    explanation = _(
        "The rules with their clauses and the days of the municipal review are copied; rounds get the days entered "
        "here. The new batch is not shown to the public until its own switch is set."
    )
    form_class = BatchCopyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "batch": self.instance}

    def act(self, form: forms.Form) -> str:
        cleaned = form.cleaned_data
        self.copy = copy_batch(
            self.instance,
            year=cleaned["year"],
            number=cleaned["number"],
            title=cleaned["title"],
            deadlines=form.deadlines,  # type: ignore[attr-defined]
            acting_user=self.request.user,
        )
        return gettext("“%(batch)s” was made. It is not shown to the public yet.") % {
            "batch": self.copy
        }

    def get_success_url(self) -> str:
        made: Any = getattr(self, "copy", self.instance)
        return str(self.url_helper.get_action_url("inspect", made.pk))


class BatchAdmin(RegisterModelAdmin):
    model = Batch
    permission_helper_class = BatchPermissionHelper
    object_actions: ClassVar[Mapping[str, type[ObjectActionView]]] = {"copy": CopyBatchView}
    menu_label = _("Batches")
    menu_icon = "calendar-alt"
    menu_order = 60
    list_display = ("title", "year", "number", "rounds_count", "listed", "demo_mark")
    list_filter = ("year", "is_listed")
    search_fields = ("title",)
    inspect_view_fields: ClassVar = [
        "title",
        "year",
        "number",
        "municipal_review_days",
        "is_listed",
        "rules",
        "duties",
        "is_demo",
    ]
    panels = (
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("number")]),
        FieldPanel("municipal_review_days"),
        FieldPanel("is_listed"),
        InlinePanel(
            "rules",
            [
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("percent"), FieldPanel("basis")]),
                FieldPanel("severity"),
                FieldPanel("clause"),
                FieldPanel("notice"),
            ],
            heading=_("Rules"),
            label=_("Rule"),
            help_text=_(
                "Imports, applications and the public check page hold schools against the rules of the batch."
            ),
        ),
        InlinePanel(
            "duties",
            [
                FieldPanel("audience"),
                FieldPanel("text"),
                FieldPanel("clause"),
                FieldPanel("notice"),
            ],
            heading=_("Duties"),
            label=_("Duty"),
            help_text=_("What the notice asks of those who take part; shown to the public."),
        ),
        FieldPanel("is_demo"),
    )

    def listed(self, batch: Batch) -> str:
        return str(_("yes") if batch.is_listed else _("no"))

    listed.short_description = _("shown to the public")  # type: ignore[attr-defined]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        return super().get_queryset(request).annotate(with_rounds=Count("rounds"))

    def rounds_count(self, batch: Any) -> int:
        return int(batch.with_rounds)

    rounds_count.short_description = _("rounds")  # type: ignore[attr-defined]
    rounds_count.admin_order_field = "with_rounds"  # type: ignore[attr-defined]


class RoundAdmin(RegisterModelAdmin):
    model = Round
    menu_label = _("Rounds")
    menu_icon = "calendar-check"
    menu_order = 70
    list_display = (
        "__str__",
        "filing_deadline",
        "application_deadline",
        "review_due",
        "filings_count",
        "demo_mark",
    )
    list_filter = ("batch",)
    list_select_related = ("batch",)
    search_fields = ("batch__title",)
    inspect_view_fields: ClassVar = [
        "batch",
        "number",
        "filing_deadline",
        "application_deadline",
        "review_due",
        "review_days",
        "is_demo",
    ]
    panels = (
        FieldRowPanel([FieldPanel("batch"), FieldPanel("number")]),
        MultiFieldPanel(
            [
                FieldPanel(
                    "filing_deadline",
                    help_text=_("Organisations hand in their filings until the end of this day."),
                ),
                FieldPanel(
                    "application_deadline",
                    help_text=_("Schools apply until the end of this day."),
                ),
            ],
            heading=_("Deadlines"),
        ),
        FieldPanel("is_demo"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        return super().get_queryset(request).annotate(with_filings=Count("filings"))

    def review_due(self, item: Round) -> str:
        counted = item.counted_review_days
        day = counted.due.isoformat()
        return str(_("%(day)s (provisional)") % {"day": day}) if counted.is_provisional else day

    review_due.short_description = _("municipal review due")  # type: ignore[attr-defined]

    def review_days(self, item: Round) -> SafeString:
        return render_to_string(
            "xcms_registry/_counted_days.html", {"counted": item.counted_review_days}
        )

    review_days.short_description = _("how it is counted")  # type: ignore[attr-defined]

    def filings_count(self, item: Any) -> int:
        return int(item.with_filings)

    filings_count.short_description = _("filings")  # type: ignore[attr-defined]
    filings_count.admin_order_field = "with_filings"  # type: ignore[attr-defined]
