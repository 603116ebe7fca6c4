"""A run at its one address: progress, preview, result, or what stopped it, whichever it is now."""

import hashlib
import json
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from xcms.import_admin.access import user_can_add_alias, user_can_undo
from xcms.import_admin.actions import actions_offered
from xcms.import_admin.forms import UndoForm
from xcms.import_admin.pages import RunPage
from xcms.import_admin.tabs import PER_PAGE, Tab, tabs_of
from xcms.importing.options import REPLACE, OptionKind
from xcms.imports.runs import undo_refusals
from xcms.imports.states import RunState
from xcms.models import ImportRun


class _Slice:
    """Rows fetched a page at a time, as the paginator wants them."""

    def __init__(self, run: ImportRun, tab: Tab) -> None:
        self.run, self.tab = run, tab

    def __len__(self) -> int:
        return self.tab.count

    def __getitem__(self, wanted: slice) -> list[Any]:
        return self.tab.fetch(self.run, wanted.start, wanted.stop - wanted.start)


class ShowRun(RunPage):
    def get(self, request: HttpRequest, run: str) -> HttpResponseBase:
        state = self.run.state
        if self.run.is_working:
            self.template_name = "xcms/imports/progress.html"
            return self.page()
        if self.run.is_kept:
            self.template_name = "xcms/imports/result.html"
            return self.page(**result_context(self.run, request.user), **self.listing(request))
        if state == RunState.PREVIEWED:
            self.template_name = "xcms/imports/preview.html"
            return self.page(**self.preview_context(request), **self.listing(request))
        if state == RunState.PARKED and not self.run.message:
            return redirect("xcms_imports:columns", self.run.public_id)
        self.template_name = "xcms/imports/stopped.html"
        return self.page()

    def preview_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "chosen": self.chosen_options,
            "token": preview_token(self.run),
            "may_add_alias": user_can_add_alias(request.user, self.entry),
        }

    def listing(self, request: HttpRequest) -> dict[str, Any]:
        """The tabs, the one that is open, and its page of rows; strange addresses open the first."""
        tabs = [tab for tab in tabs_of(self.run) if tab.count]
        wanted = request.GET.get("show", "")
        tab = next((each for each in tabs if each.key == wanted), tabs[0] if tabs else None)
        page: Page[Any] | None = None
        if tab is not None:
            # A list to Django; the protocol that its stubs want has more than pages need.
            rows: Any = _Slice(self.run, tab)
            page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
            page.object_list = list(page.object_list)
        return {"tabs": tabs, "tab": tab, "page_obj": page}

    @cached_property
    def chosen_options(self) -> list[tuple[str, str]]:
        """The options as the form names them."""
        extra = self.run.options.get("extra", {})
        shown = []
        for option in self.importer.accepts:
            if value := extra.get(option.name):
                if option.kind is OptionKind.SWITCH:
                    value = _("yes")
                elif option.choices:
                    value = dict(option.choices()).get(value, value)
                shown.append((str(option.label), str(value)))
        if self.run.options.get("replace"):
            shown.append((str(REPLACE.label), _("yes")))
        return shown


class RunStatus(RunPage):
    """What the progress page asks for while somebody looks at it."""

    def get(self, request: HttpRequest, run: str) -> HttpResponseBase:
        return JsonResponse(
            {
                "working": self.run.is_working,
                "waiting": self.run.is_waiting,
                "phase": str(self.run.get_phase_display()),
                "percent": self.run.percent,
                "can_cancel": self.run.can_cancel,
            },
            headers={"Cache-Control": "no-store"},
        )


def result_context(run: ImportRun, user: Any, form: UndoForm | None = None) -> dict[str, Any]:
    may_undo = run.can_undo and user_can_undo(user, run)
    refusals = undo_refusals(run) if may_undo else []
    entry_actions = actions_offered(run, user) if run.state == RunState.DONE else []
    return {
        "may_undo": may_undo and not refusals,
        "refusals": refusals,
        "undo_form": form or UndoForm(),
        "actions": entry_actions,
    }


def preview_token(run: ImportRun) -> str:
    """Names what a preview showed: to confirm one that another window has replaced is refused."""
    seen = [run.sha256, run.seen_version, run.sheet, run.mapping, run.options, run.counts]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:32]
