"""What the saved filter of a draft finds at this moment."""

from typing import Any

from wagtail.admin.panels import Panel

from notices.collections.saved import (
    LIST_CHOICES,
    filters_of,
    in_words,
    list_url,
    read_saved,
    refuse_unknown,
)


class FilterInWordsPanel(Panel):
    """The filter in words with the number of records, and the lists to make another in."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "xcms_notices/admin/filter_in_words_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            saved = read_saved(page.saved_filter)
            filterset = filters_of(page.register, saved)
            refuse_unknown(filterset, saved)
            is_valid = filterset.is_valid()
            return {
                **context,
                "lists": [(title, list_url(name)) for name, title in LIST_CHOICES],
                "is_saved": bool(page.pk),
                "filter_messages": filterset.messages(),
                "words": in_words(filterset, saved) if is_valid else [],
                "count": filterset.qs.count() if is_valid else 0,
                "list_url": f"{list_url(page.register)}?{page.saved_filter}",
            }
