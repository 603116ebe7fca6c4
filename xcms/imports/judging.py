"""From a run to the engine: the same file, sheet, columns and options always give the same judgement."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from xcms.days import shanghai_today
from xcms.importing.columns import known_headers
from xcms.importing.engine import Judgement, judge
from xcms.importing.errors import ImportFileError
from xcms.importing.importers import Importer, ImportOptions
from xcms.importing.limits import Limits
from xcms.importing.options import by_label
from xcms.importing.report import ImportReport, Outcome
from xcms.importing.sheets import read_sheet
from xcms.imports.files import stored_bytes
from xcms.imports.progress import Progress
from xcms.imports.states import RunPhase
from xcms.models import ImportRun
from xcms.registers import UnknownRegisterError, get_register


def importer_class(register: str) -> type[Importer[Any]]:
    try:
        found = get_register(register).importer_class()
    except UnknownRegisterError:
        found = None
    if found is None:
        raise ImportFileError(_("The register “%(name)s” can't be imported.") % {"name": register})
    return found


def import_options(run: ImportRun) -> ImportOptions:
    given = run.options
    today = given.get("today")
    return ImportOptions(
        today=date.fromisoformat(today) if today else shanghai_today(),
        acting_user=run.user,
        replace=given.get("replace", False),
        demo=given.get("demo", False),
        extra=given.get("extra", {}),
        called=by_label,
    )


def read_and_judge(run: ImportRun, progress: Progress) -> Judgement:
    """Raises ImportFileError, and what ``progress`` raises."""
    chosen = importer_class(run.register)
    options = import_options(run)
    chosen(options).check_options()
    progress.enter(RunPhase.READING)
    sheet = read_sheet(
        stored_bytes(run),
        filename=run.file_name,
        known_headers=known_headers(chosen.columns),
        limits=Limits.from_settings(),
        sheet=run.sheet or None,
        tick=progress.tick,
    )
    progress.enter(RunPhase.JUDGING)
    return judge(
        run.register,
        chosen,
        sheet,
        filename=run.file_name,
        sha256=run.sha256,
        options=options,
        mapping={int(index): key for index, key in run.mapping.items()} or None,
        tick=progress.tick,
        reach=progress.reach,
    )


def figures(report: ImportReport) -> dict[str, Any]:
    """The fields of a run that sum up its rows."""
    return {
        "counts": {outcome.value: report.count(outcome) for outcome in Outcome},
        "rows": report.rows,
        "error_count": len(report.errors),
        "warning_count": len(report.warnings),
    }
