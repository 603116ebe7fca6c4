"""Forms of pages whose going live is checked before the button does it."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminPageForm

from notices.change_note_forms import ChangeNoteFormMixin
from notices.proofreading.gate import ProofreadFormMixin
from notices.sign_off.edits import own_edits_refused
from notices.sign_off.permissions import needs_second_person
from notices.sign_off.sameness import is_same

#: Buttons of the edit and create views that lead to publication.
_PUBLISHING_BUTTONS = ("action-publish", "action-submit", "action-restart-workflow")


def publishes(data: Mapping[str, Any]) -> bool:
    """The pressed button publishes, submits for it, or approves the last word."""
    approves = data.get("action-workflow-action") and data.get("workflow-action-name") == "approve"
    return bool(approves or any(data.get(name) for name in _PUBLISHING_BUTTONS))


class PublishingForm(WagtailAdminPageForm):
    @property
    def is_publishing(self) -> bool:
        return publishes(self.data)

    @property
    def is_approving(self) -> bool:
        return bool(self.data.get("action-workflow-action")) and (
            self.data.get("workflow-action-name") == "approve"
        )

    @cached_property
    def changed_data(self) -> list[str]:
        """Wagtail saves a version of whoever approves where this isn't empty; that person could then not sign."""
        changed: list[str] = super().changed_data
        return [name for name in changed if not is_same(self[name].initial, self[name].data)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.is_approving and (refusal := own_edits_refused(self)):
            self.add_error(None, refusal)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=commit)
        if page.pk is None and page.live and needs_second_person(self.parent_page):
            # Wagtail's create view adds a page as a live one before it publishes it.
            page.live, page.has_unpublished_changes = False, True
        return page


class NoticeForm(ChangeNoteFormMixin, ProofreadFormMixin, PublishingForm):
    """What is asked before a notice is published; each check is a mixin in a module of its own."""
