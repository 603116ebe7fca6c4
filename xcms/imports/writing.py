"""From a confirmed preview to the register: exactly what was previewed, or nothing."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from xcms.days import shanghai_today
from xcms.importing.engine import Judgement, RegisterChangedError, write
from xcms.importing.importers import Written
from xcms.importing.report import ImportReport
from xcms.imports.blocks import keep_written, stage
from xcms.imports.errors import CancelledError, PreviewOutdatedError
from xcms.imports.judging import figures, read_and_judge
from xcms.imports.moves import finish
from xcms.imports.progress import Progress
from xcms.imports.states import RunPhase, RunState
from xcms.models import ImportRun
from xcms.versions import current_version


def carry_out(run: ImportRun, progress: Progress) -> None:
    """Raises PreviewOutdatedError where the rows would no longer become what the person saw."""
    refuse_outdated(run)
    judgement = read_and_judge(run, progress)
    if judgement.version != run.seen_version or figures(judgement.report) != {
        name: getattr(run, name) for name in _FIGURES
    }:
        raise _register_has_moved()
    write_judged(run, judgement, progress)


def refuse_outdated(run: ImportRun) -> None:
    """Raises PreviewOutdatedError where the day or the register has moved on since the preview."""
    if run.options.get("today") != shanghai_today().isoformat():
        raise PreviewOutdatedError(_("The preview is of an earlier day: preview again."))
    if run.seen_version != current_version():
        raise _register_has_moved()


def write_judged(run: ImportRun, judgement: Judgement, progress: Progress) -> ImportReport:
    """Write, with the end of the run inside the same transaction: a kill leaves both or neither."""
    progress.enter(RunPhase.WRITING)

    def end(version: int, written: Written) -> None:
        if ImportRun.objects.filter(pk=run.pk, cancel_requested=True).exists():
            raise CancelledError(_("Cancelled; nothing was written."))
        keep_written(run, written)
        log(instance=run, action="xcms.import", user=run.user, data=log_data(run))
        finish(run, RunState.DONE, written_version=version, expires_at=None)

    try:
        report = write(judgement, also=end)
    except RegisterChangedError:
        raise _register_has_moved() from None
    if not report.written:
        _rest_without_writing(run, report)
    return report


def log_data(run: ImportRun) -> dict[str, Any]:
    return {
        "register": run.register,
        "file": run.file_name,
        "sha256": run.sha256,
        "counts": run.counts,
    }


_FIGURES = ("counts", "rows", "error_count", "warning_count")


def _register_has_moved() -> PreviewOutdatedError:
    return PreviewOutdatedError(_("The register has changed meanwhile: preview again."))


def _rest_without_writing(run: ImportRun, report: ImportReport) -> None:
    run.refresh_from_db()
    if report.errors:
        # The database refused what the judgement had passed.
        stage(run, report)
        finish(run, RunState.FAILED, message=report.errors[0].sentence, **figures(report))
    else:
        message = _("Nothing to do: the register agrees with the file.")
        finish(run, RunState.DONE, expires_at=None, message=message)
