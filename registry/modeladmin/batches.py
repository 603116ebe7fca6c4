"""Batches and their rounds in the admin."""

from typing import Any, ClassVar

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from registry.models import Batch, Round
from xcms.modeladmin import RegisterModelAdmin


class BatchAdmin(RegisterModelAdmin):
    model = Batch
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
            help_text=_("Imports check the approvals of a round against the rules of its batch."),
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

    def review_due(self, item: Round) -> Any:
        return item.municipal_review_due

    review_due.short_description = _("municipal review due")  # type: ignore[attr-defined]

    def filings_count(self, item: Any) -> int:
        return int(item.with_filings)

    filings_count.short_description = _("filings")  # type: ignore[attr-defined]
    filings_count.admin_order_field = "with_filings"  # type: ignore[attr-defined]
