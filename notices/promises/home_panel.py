"""On the admin's home: promised publications that are overdue, due, or never finished."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from notices.models.promises import PromisedPublication
from notices.promises.permissions import editable_promises
from xcms.days import shanghai_today

#: Days ahead that count as due.
_SOON = timedelta(days=14)
_MOST_SHOWN = 8


class PromisesPanel(Component):
    name = "xcms_promises"
    #: Behind what waits for the user and what is due.
    order = 260
    template_name = "xcms_notices/admin/promises_home_panel.html"

    def __init__(self, request: HttpRequest, today: date | None = None) -> None:
        self.request = request
        self.today = today or shanghai_today()

    @cached_property
    def promises(self) -> Sequence[PromisedPublication]:
        """Open ones of live pages that the user may edit: what is only drafted promises nothing yet."""
        mine = editable_promises(self.request.user)
        found = mine.open().filter(page__live=True).select_related("page")
        return list(found.in_order())

    def groups(self) -> dict[str, list[PromisedPublication]]:
        groups: dict[str, list[PromisedPublication]] = {
            "overdue": [],
            "due": [],
            "later": [],
            "unfinished": [],
        }
        for promise in self.promises:
            groups[self._group(promise.due)].append(promise)
        return groups

    def _group(self, due: date | None) -> str:
        if due is None:
            return "unfinished"
        if due < self.today:
            return "overdue"
        return "due" if due <= self.today + _SOON else "later"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        groups = self.groups()
        shown = {name: found[:_MOST_SHOWN] for name, found in groups.items() if name != "later"}
        return {
            **shown,
            "count": len(self.promises),
            "more": len(self.promises) - sum(map(len, shown.values())),
            "today": self.today,
        }
