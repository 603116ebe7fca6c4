"""What other apps offer to do with a finished run."""

from typing import Any, Protocol

from django.utils.functional import Promise
from wagtail import hooks

from xcms.models import ImportRun

#: Functions that return a ``RunAction``.
RUN_ACTION_HOOK = "register_xcms_import_run_action"


class RunAction(Protocol):
    """A button on the result page of a run that is done; the page it leads to does its own asking."""

    label: str | Promise

    def url(self, run: ImportRun) -> str: ...

    def is_offered(self, run: ImportRun, user: Any) -> bool: ...


def actions_offered(run: ImportRun, user: Any) -> list[tuple[str, str]]:
    """(label, address) of each."""
    actions: list[RunAction] = [make() for make in hooks.get_hooks(RUN_ACTION_HOOK)]
    return [
        (str(action.label), action.url(run)) for action in actions if action.is_offered(run, user)
    ]
