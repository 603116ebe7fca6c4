"""Recognitions of learning outcomes in the admin: the office's own ledger."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from registry.forms.recognitions import RecognitionForm
from registry.modeladmin.filters import RegionFilter
from registry.models import OutcomeRecognition
from registry.office_columns import RECOGNITION_COLUMNS
from xcms.admin_exports import spreadsheet
from xcms.modeladmin import RegisterModelAdmin
from xcms.modeladmin_views import RegisterIndexView

_NAME = "recognitions"


class RecognitionIndexView(RegisterIndexView):
    """What is no register of commands and imports is a file here alone."""

    def as_spreadsheet(self, queryset: QuerySet[Any], spreadsheet_format: str) -> HttpResponseBase:
        rows = queryset.with_associations()  # type: ignore[attr-defined]
        return spreadsheet(
            RECOGNITION_COLUMNS, rows.iterator(chunk_size=2000), _NAME, spreadsheet_format
        )


class RecognitionAdmin(RegisterModelAdmin):
    model = OutcomeRecognition
    menu_label = gettext_lazy("Recognised outcomes")
    menu_icon = "tick-inverse"
    menu_order = 19
    form_class = RecognitionForm
    index_view_class = RecognitionIndexView
    list_display = (
        "school",
        "certificate",
        "level",
        "major",
        "recognised",
        "credits",
        "recognised_on",
        "demo_mark",
    )
    list_filter: Sequence[Any] = (RegionFilter, "level", "school__level", "is_demo")
    list_select_related = ("school", "certificate", "major")
    search_fields = (
        "school__search_text",
        "certificate__search_text",
        "major__search_text",
        "recognised",
        "basis",
    )
    ordering = ("-recognised_on", "school__pinyin", "certificate__pinyin")
    inspect_view_fields: ClassVar = [
        "school",
        "certificate",
        "level",
        "major",
        "recognised",
        "credits",
        "basis",
        "recognised_on",
        "source",
        "is_demo",
    ]
    panels = (
        MultiFieldPanel(
            [
                FieldPanel("school"),
                FieldPanel("certificate"),
                FieldRowPanel([FieldPanel("level"), FieldPanel("major")]),
            ],
            heading=gettext_lazy("Who recognises which certificate"),
        ),
        MultiFieldPanel(
            [FieldPanel("recognised"), FieldPanel("credits")],
            heading=gettext_lazy("What is recognised"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("basis"),
                FieldRowPanel([FieldPanel("recognised_on"), FieldPanel("source")]),
            ],
            heading=gettext_lazy("What it rests on"),
        ),
        FieldPanel("is_demo"),
    )

    def get_list_export(self, request: HttpRequest) -> Sequence[str]:
        return (_NAME,)
