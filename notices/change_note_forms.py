"""The change note in the editor: asked for before a published text is published anew with other words."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel


class ChangeNoteFormMixin:
    """For a PublishingForm of a KeepsTextMixin page: refuses early, at the field, what publishing would refuse.

    Whether the text differs is known only once the rows (attachments …) are valid too, so ``is_valid()`` asks.
    """

    # Of PublishingForm.
    cleaned_data: dict[str, Any]
    errors: Any
    fields: Any
    instance: Any
    is_publishing: bool

    def is_valid(self) -> bool:
        if not super().is_valid():  # type: ignore[misc]
            return False
        if self._lacks_note():
            self.add_error(  # type: ignore[attr-defined]
                "change_note",
                _(
                    "This text has been published and differs from that: say what was corrected and why."
                ),
            )
        return not self.errors

    def _lacks_note(self) -> bool:
        if not self.is_publishing or not self.instance.pk or "change_note" not in self.fields:
            return False
        if (self.cleaned_data.get("change_note") or "").strip():
            return False
        # In memory only; the view does the same again and saves.
        page = self.save(commit=False)  # type: ignore[attr-defined]
        return bool(page.needs_change_note())


class ChangeNotePanel(FieldPanel):
    """Not there before the first publication: a new text has nothing to correct."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            was_public = self.instance.live or self.instance.first_published_at is not None
            return bool(self.instance.pk and was_public and super().is_shown())
