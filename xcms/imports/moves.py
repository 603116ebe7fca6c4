"""The only place where a run changes its state: two clicks, or two processes, never both succeed."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from xcms.imports.errors import LostRunError, RunStateError
from xcms.imports.owners import this_process
from xcms.imports.states import REACHED_FROM, WORKING, RunState
from xcms.models import ImportRun


def move(run: ImportRun, to: RunState, *, or_waiting: bool = False, **fields: Any) -> None:
    """Change the state (and ``fields``) of a run at rest, or (``or_waiting``) of one that nobody took up yet.

    Raises RunStateError where the table of states forbids it, since somebody was faster perhaps.
    """
    sources = REACHED_FROM[to] if or_waiting else REACHED_FROM[to] - WORKING
    if not _moved(run, to, {"state__in": sources, "owner": ""}, fields):
        raise RunStateError(
            _("This can't be done now: the import is “%(state)s”.") % {"state": _state_of(run)}
        )


def begin(run: ImportRun, to: RunState, *, here: bool, **fields: Any) -> None:
    """To a working state: taken up by this process, or left for the one that runs background tasks."""
    owner = this_process() if here else ""
    fields = {"message": "", "cancel_requested": False, **fields}
    move(run, to, **fields, **_fresh_progress(), owner=owner)


def take_up(run: ImportRun) -> bool:
    """Whether this process is the one that works on a waiting run."""
    owner = this_process()
    taken = ImportRun.objects.filter(pk=run.pk, state__in=WORKING, owner="").update(
        owner=owner, heartbeat=timezone.now()
    )
    run.refresh_from_db()
    return bool(taken)


def finish(run: ImportRun, to: RunState, **fields: Any) -> None:
    """From a working state of this process. Raises LostRunError where another one has taken over."""
    fields = {"phase": "", "cancel_requested": False, "finished_at": timezone.now(), **fields}
    if not _moved(
        run, to, {"state__in": REACHED_FROM[to], "owner": this_process()}, {**fields, "owner": ""}
    ):
        raise LostRunError(_("This process no longer works on the import; it wrote nothing."))


def _moved(run: ImportRun, to: RunState, condition: dict[str, Any], fields: dict[str, Any]) -> bool:
    fields = {"state": to, **fields}
    if not ImportRun.objects.filter(pk=run.pk, **condition).update(**fields):
        return False
    for name, value in fields.items():
        setattr(run, name, value)
    return True


def _fresh_progress() -> dict[str, Any]:
    return {"phase": "", "done": 0, "total": 0, "heartbeat": timezone.now()}


def _state_of(run: ImportRun) -> str:
    current = ImportRun.objects.filter(pk=run.pk).values_list("state", flat=True).first()
    return str(RunState(current).label) if current else str(_("gone"))
