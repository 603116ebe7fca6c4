"""Our import, part by part, as command and wizard run it."""

import hashlib
from pathlib import Path

from registry.importers.approvals import ApprovalImporter
from registry.models import Approval, ApprovalDecision
from tests.bench.measuring import Clock
from xcms.days import shanghai_today
from xcms.importing.columns import known_headers
from xcms.importing.engine import judge, write
from xcms.importing.importers import ImportOptions
from xcms.importing.limits import Limits
from xcms.importing.report import ImportReport, Outcome
from xcms.importing.sheets import read_sheet


class NotImportedError(Exception):
    """The import found errors in a file that has none."""


def import_sheet(clock: Clock, *, path: str, preview: bool = False) -> None:
    """Read, judge and (unless ``preview``) write."""
    source = Path(path)
    with clock.part("read"):
        data = source.read_bytes()
        sheet = read_sheet(
            data,
            filename=source.name,
            known_headers=known_headers(ApprovalImporter.columns),
            limits=Limits.from_settings(),
        )
    with clock.part("judge"):
        judgement = judge(
            "approvals",
            ApprovalImporter,
            sheet,
            filename=source.name,
            sha256=hashlib.sha256(data).hexdigest(),
            options=ImportOptions(today=shanghai_today()),
        )
    report = judgement.report
    if not preview:
        with clock.part("write"):
            report = write(judgement)
        clock.counts["approvals"] = Approval.objects.count()
        clock.counts["decisions"] = ApprovalDecision.objects.count()
    _note(report, clock)


def _note(report: ImportReport, clock: Clock) -> None:
    if report.errors:
        raise NotImportedError("\n".join(error.sentence for error in report.errors[:5]))
    clock.counts["rows"] = report.rows
    for outcome in Outcome:
        clock.counts[outcome.value] = report.count(outcome)
    clock.counts["warnings"] = len(report.warnings)
