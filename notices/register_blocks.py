"""Blocks that show figures and lists as the register has them at the moment of reading."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from notices.collections.saved import (
    LIST_CHOICES,
    SavedList,
    canonical_filter,
    column_choices,
    filters_of,
    in_words,
    keys_of,
    read_saved,
    refuse_unknown,
)
from notices.collections.views import first_rows
from registry.enums import Measure, StatisticsBy
from registry.services.approval_index.holder import index_at
from registry.views.figures import figure_table, figures_of
from xcms.versions import read_from_memory_if_possible

_TEMPLATES = "xcms_notices/blocks/"
_FILTER_HELP = _(
    "Filter the list on the public site, copy the address from the browser and paste it here. "
    "Empty: the whole list."
)


class _FilteredBlock(blocks.StructBlock):
    """Keeps its ``saved_filter`` in canonical form, and refuses what the list doesn't understand."""

    def register_of(self, value: Any) -> str:
        return "approvals"

    def get_searchable_content(self, value: Any) -> list[str]:
        """The title: a filter is an address, and its rows are the register's."""
        return [value["title"]] if value["title"] else []

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            cleaned["saved_filter"] = canonical_filter(
                self.register_of(cleaned), cleaned["saved_filter"] or ""
            )
        except ValidationError as error:
            raise blocks.StructBlockValidationError(block_errors={"saved_filter": error}) from error
        return cleaned


class StatisticsBlock(_FilteredBlock):
    """Figures of the approvals in force today: bars, or tiles for regions, with their table."""

    title = blocks.CharBlock(
        label=_("Title"), required=False, help_text=_("Empty: the name of the statistics.")
    )
    by = blocks.ChoiceBlock(
        label=_("Figures"), choices=StatisticsBy.choices, default=StatisticsBy.REGION
    )
    measure = blocks.ChoiceBlock(
        label=_("Bars show"), choices=Measure.choices, default=Measure.LINES
    )
    saved_filter = blocks.TextBlock(
        # An address is nothing to be found by.
        search_index=False,
        label=_("Filter of the approvals"),
        required=False,
        rows=2,
        help_text=_FILTER_HELP,
    )

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        saved = read_saved(value["saved_filter"] or "")
        # A draft may have left them open.
        by = StatisticsBy(value["by"] or StatisticsBy.REGION)
        measure = Measure(value["measure"] or Measure.LINES)

        def counted(version: int, may_use_memory: bool) -> dict[str, Any]:
            asked: Any = filters_of("approvals", saved)
            refuse_unknown(asked, saved)
            if not asked.is_valid():
                return {"messages_on_filters": asked.messages()}
            figures = figures_of(asked, index_at(version) if may_use_memory else None)
            return {
                "messages_on_filters": [],
                "table": figure_table(asked, figures, by, measure, is_whole=False),
                "total": figures.total(),
                "day": asked.day,
                "filter_in_words": in_words(asked, saved),
            }

        return {
            **context,
            "title": value["title"] or by.label,
            "page_url": f"{reverse('xcms_registry:statistics')}?{saved.urlencode()}",
            **read_from_memory_if_possible(counted),
        }

    class Meta:
        icon = "table"
        label = _("Statistics of the approvals")
        template = _TEMPLATES + "statistics.html"


class CollectionBlock(_FilteredBlock):
    """The first rows of a filtered list, and the way to all of them."""

    title = blocks.CharBlock(label=_("Title"))
    register = blocks.ChoiceBlock(label=_("List"), choices=LIST_CHOICES, default="approvals")
    saved_filter = blocks.TextBlock(
        # An address is nothing to be found by.
        search_index=False,
        label=_("Filter of the list"),
        required=False,
        rows=2,
        help_text=_FILTER_HELP,
    )
    columns = blocks.MultipleChoiceBlock(
        label=_("Columns"),
        choices=column_choices,
        required=False,
        help_text=_(
            "Those of the list chosen above count. None chosen: all. The first always shows."
        ),
    )
    rows = blocks.IntegerBlock(label=_("Rows"), default=10, min_value=1, max_value=50)

    def register_of(self, value: Any) -> str:
        return str(value["register"] or "")

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        register = self.register_of(value)
        saved = SavedList(
            register=register,
            saved_filter=value["saved_filter"] or "",
            columns=keys_of(register, value["columns"] or ()),
            page_size=value["rows"],
        )
        request = (parent_context or {}).get("request")
        return {**context, "title": value["title"], **first_rows(saved, request)}

    class Meta:
        icon = "list-ul"
        label = _("Rows of a register")
        template = _TEMPLATES + "collection.html"
