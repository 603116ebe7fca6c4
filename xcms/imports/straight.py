"""An import without anybody looking at the preview: what the command does, on record all the same."""

from django.utils import timezone
from django.utils.translation import gettext as _

from xcms.importing.errors import ImportFileError
from xcms.importing.importers import ImportOptions
from xcms.importing.report import ImportReport
from xcms.imports import runs
from xcms.imports.errors import PreviewOutdatedError
from xcms.imports.judging import importer_class
from xcms.imports.moves import begin
from xcms.imports.previews import preview
from xcms.imports.progress import Progress
from xcms.imports.runs import RunOptions
from xcms.imports.states import RunState
from xcms.imports.work import told_on
from xcms.imports.writing import write_judged
from xcms.models import ImportRun

#: Others may write between our diff and our turn to write; so often we diff anew.
_ATTEMPTS = 3


def import_file(
    data: bytes, *, filename: str, register: str, options: ImportOptions
) -> ImportReport:
    """Park, judge and write. A file with errors stays parked, for its owner to look at in the admin.

    Raises ImportFileError as ``run_import`` does, and DatabaseError.
    """
    # In the words of the command; a parked run speaks those of the form.
    importer_class(register)(options).check_options()
    given = RunOptions(extra=options.extra, replace=options.replace, demo=options.demo)
    run = runs.park(
        data, filename=filename, register=register, user=options.acting_user, options=given
    )
    run.options["today"] = options.today.isoformat()
    run.save(update_fields=["options"])
    for _attempt in range(_ATTEMPTS):
        try:
            return _judge_and_write(run)
        except PreviewOutdatedError:
            continue
    raise ImportFileError(
        _("Others keep changing the register at this moment; nothing was written. Try again.")
    )


def _judge_and_write(run: ImportRun) -> ImportReport:
    begin(run, RunState.PREVIEWING, here=True)
    with told_on(run):
        judgement = preview(run, Progress(run))
    if judgement.report.errors:
        return judgement.report
    begin(run, RunState.IMPORTING, here=True, confirmed_at=timezone.now())
    with told_on(run):
        return write_judged(run, judgement, Progress(run))
