"""Completion of batches in the admin: the office's own ledger."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from registry.modeladmin.filters import RegionFilter
from registry.models import Completion
from registry.services.completions import completion_rate
from xcms.modeladmin import RegisterModelAdmin


class CompletionAdmin(RegisterModelAdmin):
    model = Completion
    menu_label = gettext_lazy("Completion of batches")
    menu_icon = "tasks"
    menu_order = 17
    register_name = "completions"
    list_display = (
        "school",
        "certificate",
        "batch",
        "planned",
        "trained",
        "certified",
        "rate",
        "figures_on",
        "demo_mark",
    )
    list_filter: Sequence[Any] = ("batch", RegionFilter, "school__level", "is_demo")
    list_select_related = ("school", "certificate", "batch")
    search_fields = ("school__search_text", "certificate__search_text")
    ordering = ("-batch__year", "-batch__number", "school__pinyin", "certificate__pinyin")
    inspect_view_fields: ClassVar = [
        "school",
        "certificate",
        "batch",
        "planned",
        "trained",
        "certified",
        "rate",
        "source",
        "figures_on",
        "is_demo",
    ]
    panels = (
        MultiFieldPanel(
            [FieldPanel("school"), FieldPanel("certificate"), FieldPanel("batch")],
            heading=gettext_lazy("Whose figures"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("planned"), FieldPanel("trained"), FieldPanel("certified")]
                ),
                FieldRowPanel([FieldPanel("source"), FieldPanel("figures_on")]),
            ],
            heading=gettext_lazy("Persons"),
            help_text=gettext_lazy(
                "Never public. The rule on completion of a later batch counts them, with their source and day."
            ),
        ),
        FieldPanel("is_demo"),
    )

    def rate(self, completion: Completion) -> str:
        return completion_rate(completion)

    rate.short_description = gettext_lazy("completion rate")  # type: ignore[attr-defined]
