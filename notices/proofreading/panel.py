"""The panel 文本校对 in the editor: what the lint says of the draft, what was acknowledged, the way to settle it."""

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.panels import Panel

from notices.proofreading.marks import shown_repairs
from notices.proofreading.reading import Reading, read


class ProofreadingPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "xcms_notices/admin/proofreading_panel.html"

        @cached_property
        def reading(self) -> Reading:
            return read(self.instance)

        def is_shown(self) -> bool:
            return bool(self.instance.pk and not self.instance.alias_of_id and super().is_shown())

        @property
        def is_refused(self) -> bool:
            return self.form is not None and self.form.has_error("__all__", code="proofreading")

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {
                **context,
                "page": self.instance,
                "reading": self.reading,
                "repairs": len(shown_repairs(self.instance).notes),
                "is_refused": self.is_refused,
            }
