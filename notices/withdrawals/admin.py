"""Where withdrawing stands in Wagtail's admin: buttons, address, lines of the history."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter

from notices.withdrawals.services import open_withdrawal
from notices.withdrawals.views import WithdrawalView, user_can_withdraw

ADDRESS = "xcms_notices_withdrawal"


class _WithdrawalButton(PageMenuItem):
    icon_name = "warning"
    url_name = ADDRESS

    def is_shown(self, user: Any) -> bool:
        return user_can_withdraw(user, self.page)


def header_buttons(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[PageMenuItem]:
    if user_can_withdraw(user, page):
        label = _("Restore") if open_withdrawal(page) else _("Withdraw")
        yield _WithdrawalButton(label=label, page=page, next_url=next_url, priority=61)


def listing_buttons(page: Any, user: Any, next_url: str | None = None) -> Iterator[PageMenuItem]:
    # One label for both: to ask for each page of the listing would cost a query each.
    yield _WithdrawalButton(
        label=_("Withdraw or restore"), page=page, next_url=next_url, priority=41
    )


def urls() -> list[URLPattern]:
    return [path("xcms-texts/<int:pk>/withdrawal/", WithdrawalView.as_view(), name=ADDRESS)]


def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("xcms_notices.withdraw")
    class Withdraw(LogFormatter):
        label = gettext_lazy("Withdraw the text")

        def format_message(self, log_entry: Any) -> str:
            return _("Withdrawn: %(reason)s") % {"reason": log_entry.data.get("reason", "")}

    @actions.register_action("xcms_notices.restore")
    class Restore(LogFormatter):
        label = gettext_lazy("Restore the text")

        def format_message(self, log_entry: Any) -> str:
            return _("Restored: %(reason)s") % {"reason": log_entry.data.get("reason", "")}
