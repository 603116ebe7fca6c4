"""Where proofreading and promised publications plug into Wagtail."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.permissions import register_permission_policy

from notices.models.official import OfficialDocumentMixin
from notices.models.promises import PromisedPublication
from notices.promises.fulfilling import FulfillingView, ask_after_publishing
from notices.promises.home_panel import PromisesPanel
from notices.promises.permissions import PromisePolicy
from notices.promises.recording import FULFILLED, RECORDED, TAKEN_BACK, said_of
from notices.promises.viewset import PromiseViewSet
from notices.proofreading.messages_after import tell_of_warnings
from notices.proofreading.repairing import ACKNOWLEDGED, REPAIRED
from notices.proofreading.taking_back import REPAIR_TAKEN_BACK
from notices.proofreading.views import WITHDRAWN, ProofreadingView

hooks.register(
    "register_admin_viewset", lambda: PromiseViewSet("xcms_promises", url_prefix="xcms-promises")
)
hooks.register("after_create_page", tell_of_warnings)
hooks.register("after_edit_page", tell_of_warnings)
hooks.register("after_publish_page", ask_after_publishing)
register_permission_policy(
    PromisedPublication, PromisePolicy(PromisedPublication), exact_class=True
)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path(
            "xcms-proofreading/<int:pk>/",
            ProofreadingView.as_view(),
            name="xcms_notices_proofreading",
        ),
        path(
            "xcms-promises/fulfilled-by/<int:pk>/",
            FulfillingView.as_view(),
            name="xcms_notices_fulfilling",
        ),
    ]


@hooks.register("construct_homepage_panels")
def promises_on_the_home(request: HttpRequest, panels: list[Any]) -> None:
    panel = PromisesPanel(request)
    if panel.promises:
        panels.append(panel)


@hooks.register("register_page_header_buttons")
def header_buttons(page: Any, user: Any, *_args: Any, **_kwargs: Any) -> Any:
    if not isinstance(page.specific_deferred, OfficialDocumentMixin) or page.alias_of_id:
        return
    if page.permissions_for_user(user).can_edit():
        yield Button(
            _("Proofreading"),
            reverse("xcms_notices_proofreading", args=[page.pk]),
            icon_name="check",
            priority=45,
        )
        yield Button(
            _("What this page fulfils"),
            reverse("xcms_notices_fulfilling", args=[page.pk]),
            icon_name="calendar-check",
            priority=46,
        )


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(REPAIRED)
    class TextRepaired(LogFormatter):
        label = gettext_lazy("Repair of the text")

        def format_message(self, log_entry: Any) -> str:
            repairs = log_entry.data.get("repairs", [])
            told = "；".join(
                f"{one['place']}：“{one['original']}” → “{one['repaired']}”" for one in repairs
            )
            return _("Repaired: %(repairs)s") % {"repairs": told}

    @actions.register_action(REPAIR_TAKEN_BACK)
    class RepairTakenBack(LogFormatter):
        label = gettext_lazy("Repair taken back")

        def format_message(self, log_entry: Any) -> str:
            return (
                _("%(place)s: “%(repaired)s” reads “%(original)s” again. %(reason)s")
                % log_entry.data
            )

    @actions.register_action(ACKNOWLEDGED)
    class FindingAcknowledged(LogFormatter):
        label = gettext_lazy("Finding acknowledged")

        def format_message(self, log_entry: Any) -> str:
            return _("%(place)s, “%(excerpt)s”: right as it is. %(reason)s") % log_entry.data

    @actions.register_action(WITHDRAWN)
    class AcknowledgementWithdrawn(LogFormatter):
        label = gettext_lazy("Acknowledgement withdrawn")

        def format_message(self, log_entry: Any) -> str:
            return _("%(place)s, “%(excerpt)s”: no longer acknowledged.") % log_entry.data

    for action, name in (
        (RECORDED, gettext_lazy("Promised publication recorded")),
        (FULFILLED, gettext_lazy("Promised publication fulfilled")),
        (TAKEN_BACK, gettext_lazy("Fulfilment taken back")),
    ):
        actions.register_action(action)(_formatter(action, name))


def _formatter(action: str, name: Any) -> type[LogFormatter]:
    class PromiseFormatter(LogFormatter):
        label = name

        def format_message(self, log_entry: Any) -> str:
            return said_of(action, log_entry.data)

    return PromiseFormatter
