"""Taking an import back: the importer knows how, the run remembers who and why."""

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from xcms.imports.blocks import written
from xcms.imports.errors import UndoRefusedError
from xcms.imports.judging import import_options, importer_class
from xcms.imports.moves import finish
from xcms.imports.progress import Progress
from xcms.imports.states import RunPhase, RunState
from xcms.imports.writing import log_data
from xcms.models import ImportRun
from xcms.versions import register_write


def refusals(run: ImportRun) -> list[str]:
    """Why it can't be undone, row by row; empty where it can."""
    if run.written_version is None:
        return [_("This import wrote nothing, so there is nothing to undo.")]
    importer = importer_class(run.register)(import_options(run))
    return list(importer.undo_refusals(written(run), written_version=run.written_version))


def undo(run: ImportRun, progress: Progress) -> None:
    progress.enter(RunPhase.UNDOING)
    record = written(run)
    importer = importer_class(run.register)(import_options(run))
    with register_write() as version:
        if sentences := refusals(run):
            raise UndoRefusedError(sentences)
        importer.undo(
            record,
            written_version=run.written_version or 0,
            version=version,
            acting_user=run.undone_by,
        )
        data = {**log_data(run), "reason": run.undone_reason}
        log(instance=run, action="xcms.undo_import", user=run.undone_by, data=data)
        finish(
            run,
            RunState.UNDONE,
            undone_at=timezone.now(),
            undone_version=version,
            finished_at=run.finished_at,
        )
