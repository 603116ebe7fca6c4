"""django-import-export doing the same import: its admin's steps on the resource that serves them best.

The file is read and run dry with the row-level diff that its preview shows, then read and run again on
confirmation.
"""

from pathlib import Path
from typing import Any

from import_export.formats.base_formats import XLSX

from registry.models import Approval, ApprovalDecision
from tests.bench.measuring import Clock
from tests.bench.peer_resource import ApprovalResource, RowByRowResource
from xcms.versions import register_write


class NotImportedError(Exception):
    """The peer refused rows of a file that has no errors."""


def import_export(clock: Clock, *, path: str, in_bulk: bool = True) -> None:
    resource = ApprovalResource if in_bulk else RowByRowResource
    data = Path(path).read_bytes()
    with clock.part("read"):
        dataset = XLSX().create_dataset(data)
    with clock.part("preview"):
        _refuse_errors(resource().import_data(dataset, dry_run=True))
    del dataset
    with clock.part("read again"):
        dataset = XLSX().create_dataset(data)
    with clock.part("import"), register_write():
        result = resource().import_data(
            dataset, raise_errors=True, rollback_on_validation_errors=True
        )
    _refuse_errors(result)
    clock.counts["new"] = result.totals["new"]
    clock.counts["approvals"] = Approval.objects.count()
    clock.counts["decisions"] = ApprovalDecision.objects.count()


def _refuse_errors(result: Any) -> None:
    for row in result.invalid_rows[:1]:
        raise NotImportedError(str(row.error))
    for _number, errors in result.row_errors()[:1]:
        raise NotImportedError(str(errors[0].error))
