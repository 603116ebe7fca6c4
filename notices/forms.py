"""Forms of pages whose going live is checked before the button does it."""

from wagtail.admin.forms import WagtailAdminPageForm

#: Buttons of the edit and create views that lead to publication.
_PUBLISHING_BUTTONS = ("action-publish", "action-submit", "action-restart-workflow")


class PublishingForm(WagtailAdminPageForm):
    @property
    def is_publishing(self) -> bool:
        """The pressed button publishes, submits for it, or approves the last word."""
        approves = self.data.get("action-workflow-action") and (
            self.data.get("workflow-action-name") == "approve"
        )
        return bool(approves or any(self.data.get(name) for name in _PUBLISHING_BUTTONS))
