"""Run an import and read its report."""

from datetime import date
from typing import Any

from xcms.importing.engine import run_import
from xcms.importing.importers import ImportOptions
from xcms.importing.report import ImportReport, Outcome
from xcms.registers import get_register

TODAY = date(2020, 7, 1)


def importing(
    register: str,
    data: bytes,
    *,
    dry_run: bool = False,
    replace: bool = False,
    demo: bool = False,
    today: date = TODAY,
    acting_user: Any = None,
    **extra: str,
) -> ImportReport:
    importer_class = get_register(register).importer_class()
    assert importer_class is not None
    options = ImportOptions(
        today=today,
        dry_run=dry_run,
        replace=replace,
        demo=demo,
        acting_user=acting_user,
        extra=extra,
    )
    return run_import(register, importer_class, data, filename="表.csv", options=options)


def counts(report: ImportReport) -> dict[str, int]:
    """Rows and the outcomes that occur."""
    found = {outcome.value: report.count(outcome) for outcome in Outcome}
    return {"rows": report.rows, **{name: count for name, count in found.items() if count}}


def sentences(report: ImportReport) -> list[str]:
    return [error.sentence for error in report.errors]
