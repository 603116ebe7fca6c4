"""What the process does that has taken up a run: whatever happens, the run comes to rest and says why."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from xcms.importing.errors import ImportFileError
from xcms.imports.errors import CancelledError, LostRunError, PreviewOutdatedError, RunError
from xcms.imports.moves import finish
from xcms.imports.previews import preview
from xcms.imports.progress import Progress
from xcms.imports.states import RunState
from xcms.imports.undoing import undo
from xcms.imports.writing import carry_out
from xcms.models import ImportRun

logger = logging.getLogger(__name__)

_STEPS = {
    RunState.PREVIEWING: preview,
    RunState.IMPORTING: carry_out,
    RunState.UNDOING: undo,
}


def work_on(run: ImportRun) -> None:
    """Do what the state of a run asks for; this process owns it. What goes wrong is told on the run."""
    try:
        with told_on(run):
            _STEPS[RunState(run.state)](run, Progress(run))
    except (ImportFileError, RunError, DatabaseError):
        logger.info("Import %s: %s", run.public_id, run.message)


@contextmanager
def told_on(run: ImportRun) -> Iterator[None]:
    """Bring the run to rest when the work on it ends in an exception, then raise that on."""
    try:
        yield
    except BaseException as error:
        # What was set on the way to a rolled back end is not so.
        run.refresh_from_db()
        if not isinstance(error, LostRunError):
            finish(run, **_ending(run, error))
        raise


def _ending(run: ImportRun, error: BaseException) -> dict[str, Any]:
    state, message = _state_and_sentence(error)
    if run.state == RunState.UNDOING:
        return {"to": RunState.DONE, "message": message, **nobody_undid(run)}
    return {"to": state, "message": message}


def nobody_undid(run: ImportRun) -> dict[str, Any]:
    """The fields of a run that stays imported."""
    return {"undone_by": None, "undone_reason": "", "finished_at": run.finished_at}


def _state_and_sentence(error: BaseException) -> tuple[RunState, str]:
    match error:
        case CancelledError():
            return RunState.CANCELLED, str(error)
        case PreviewOutdatedError():
            return RunState.PARKED, str(error)
        case ImportFileError() | RunError():
            return RunState.FAILED, str(error)
        case DatabaseError():
            logger.exception("The database failed during an import.")
            return RunState.FAILED, _("The database can't be used now: %(error)s") % {
                "error": error
            }
        case Exception():
            logger.exception("An import failed.")
            return RunState.FAILED, _(
                "Something went wrong here, and nothing was written; the server's log says what."
            )
        case _:
            return RunState.INTERRUPTED, _("Interrupted; nothing was written.")
