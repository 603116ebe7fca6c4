"""The same import as an editor runs it in the admin: parked, previewed row by row, confirmed, undone."""

from pathlib import Path

from django.contrib.auth import get_user_model

from registry.models import Approval, ApprovalDecision
from tests.bench.imports import NotImportedError
from tests.bench.measuring import Clock
from xcms.imports.blocks import outcomes
from xcms.imports.runs import confirm, park, start_preview, undo
from xcms.imports.states import RunState
from xcms.models import ImportRun


def import_in_steps(clock: Clock, *, path: str) -> None:
    """``settings`` lets every file run in the process that asks, whatever its size."""
    editor = get_user_model().objects.create_superuser("editor", "editor@example.org", "editor")
    source = Path(path)
    with clock.part("park"), source.open("rb") as file:
        run = park(file, filename=source.name, register="approvals", user=editor)
    with clock.part("preview"):
        start_preview(run)
    _expect(run, RunState.PREVIEWED)
    with clock.part("page"):
        clock.counts["on page"] = len(outcomes(run, None, 0, 50))
    with clock.part("confirm"):
        confirm(run, acting_user=editor)
    _expect(run, RunState.DONE)
    clock.counts["approvals"] = Approval.objects.public().count()
    clock.counts["decisions"] = ApprovalDecision.objects.valid().count()
    with clock.part("undo"):
        undo(run, acting_user=editor, reason="测速")
    _expect(run, RunState.UNDONE)
    clock.counts["left"] = Approval.objects.public().count()


def _expect(run: ImportRun, state: RunState) -> None:
    run.refresh_from_db()
    if run.state != state or run.error_count:
        raise NotImportedError(f"{run.state}: {run.message}")
