"""The panels of the admin's home page."""

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page, Task
from wagtail.permissions import policy_registry

from notices.desk.rows import in_review, never_finished, scheduled, waits_for
from notices.models import SignOffTask
from xcms.conf import setting


class DeskPanel(Component):
    """Shown with its empty state to whoever it may ever concern, so that an empty desk is seen to be one."""

    order = 0

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def media(self) -> Media:
        return Media(css={"all": [versioned_static("xcms_notices/desk.css")]})

    def concerns(self, user: Any) -> bool:
        return bool(
            policy_registry.get_by_type(Page).user_has_any_permission(user, {"change", "publish"})
        )

    def render_html(self, parent_context: Any = None) -> str:
        if not self.concerns(self.request.user):
            return ""
        return str(super().render_html(parent_context))


class WaitsForMePanel(DeskPanel):
    """等我处理. Takes the place of Wagtail's panel: that one has no due dates and asks the database for each row."""

    name = "xcms_waits_for_me"
    template_name = "xcms_notices/desk/waits_for_me.html"
    order = 120

    def concerns(self, user: Any) -> bool:
        return super().concerns(user) or _decides_anywhere(user)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "rows": waits_for(self.request.user),
            "all_url": reverse("wagtailadmin_reports:workflow") + "?reviewable=true",
        }


class ComingUpPanel(DeskPanel):
    """即将到期."""

    name = "xcms_coming_up"
    template_name = "xcms_notices/desk/coming_up.html"
    order = 140

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "review": in_review(self.request.user),
            "scheduled": scheduled(self.request.user),
            "all_url": reverse("wagtailadmin_reports:workflow") + "?status=in_progress",
        }


class NeverFinishedPanel(DeskPanel):
    """从未完成."""

    name = "xcms_never_finished"
    template_name = "xcms_notices/desk/never_finished.html"
    order = 260

    def concerns(self, user: Any) -> bool:
        return bool(policy_registry.get_by_type(Page).user_has_permission(user, "change"))

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"rows": never_finished(self.request.user), "days": setting("STALE_DRAFT_DAYS")}


def _decides_anywhere(user: Any) -> bool:
    groups = user.groups.all()
    return bool(
        Task.objects.filter(active=True, groupapprovaltask__groups__in=groups).exists()
        or SignOffTask.objects.filter(active=True, groups__in=groups).exists()
    )


def desk_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
    panels += [panel(request) for panel in (WaitsForMePanel, ComingUpPanel, NeverFinishedPanel)]
