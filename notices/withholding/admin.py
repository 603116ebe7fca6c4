"""Where the published texts of a page stand in Wagtail's admin: button, addresses, lines of the history."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter

from notices.models.successors import is_official
from notices.withholding.permissions import user_can_withhold
from notices.withholding.views import ADDRESS, LIST_ADDRESS, PublishedTextsView, WithholdingView


def header_buttons(page: Any, user: Any, *_args: Any, **_kwargs: Any) -> Iterator[Button]:
    if not is_official(page) or page.alias_of_id or page.first_published_at is None:
        return
    if page.permissions_for_user(user).can_edit() or user_can_withhold(user, page):
        url = reverse(LIST_ADDRESS, args=[page.pk])
        yield Button(_("Published texts"), url, icon_name="history", priority=62)


def urls() -> list[URLPattern]:
    return [
        path("xcms-texts/<int:pk>/editions/", PublishedTextsView.as_view(), name=LIST_ADDRESS),
        path("xcms-texts/<int:pk>/editions/<int:number>/", WithholdingView.as_view(), name=ADDRESS),
    ]


def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("xcms_notices.withhold_text")(
        _formatter(
            gettext_lazy("Take a published text from the public"),
            gettext_lazy("Edition %(number)s is no longer public: %(reason)s"),
        )
    )
    actions.register_action("xcms_notices.release_text")(
        _formatter(
            gettext_lazy("Make a published text public again"),
            gettext_lazy("Edition %(number)s is public again: %(reason)s"),
        )
    )


def _formatter(name: Promise, told: Promise) -> type[LogFormatter]:
    class TextFormatter(LogFormatter):
        label = name

        def format_message(self, log_entry: Any) -> str:
            return str(told) % log_entry.data

    return TextFormatter
