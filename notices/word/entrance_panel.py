"""The entrance on top of the form of a new notice."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class WordEntrancePanel(Panel):
    """Who has the text in Word need not type it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "xcms_notices/admin/word/entrance_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is None and self._parent_key() is not None

        def _parent_key(self) -> Any:
            match = getattr(self.request, "resolver_match", None)
            return match.kwargs.get("parent_page_id") if match else None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            url = reverse("xcms_notices_word_new", args=[self._parent_key()])
            return {**context, "url": url}
