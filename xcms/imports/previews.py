"""The preview: read, judge, and keep what would become of each row. Writes nothing to a register."""

from datetime import datetime, timedelta

from django.utils import timezone

from xcms.conf import setting
from xcms.importing.engine import Judgement
from xcms.imports.blocks import stage
from xcms.imports.judging import figures, read_and_judge
from xcms.imports.moves import finish
from xcms.imports.progress import Progress
from xcms.imports.states import RunPhase, RunState
from xcms.models import ImportRun


def preview(run: ImportRun, progress: Progress) -> Judgement:
    judgement = read_and_judge(run, progress)
    report = judgement.report
    rows = len(report.outcomes) + len(report.errors) + len(report.warnings)
    progress.enter(RunPhase.STAGING, total=rows)
    stage(run, report, progress.step)
    finish(
        run,
        RunState.PREVIEWED,
        seen_version=judgement.version,
        expires_at=expiry(),
        **figures(report),
    )
    return judgement


def expiry() -> datetime:
    """When a run is forgotten that nobody touches from now on."""
    return timezone.now() + timedelta(hours=setting("IMPORT_KEEP_HOURS"))
