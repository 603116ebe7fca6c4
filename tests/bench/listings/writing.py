"""Writes of the register that the pages must follow: one decision, an import, its undo. Each in its own process."""

from datetime import date
from pathlib import Path

from django.contrib.auth import get_user_model

from registry.enums import DecisionKind, DecisionSource
from registry.models import Approval
from registry.services.approvals import decide
from tests.bench.imports import NotImportedError
from tests.bench.measuring import Clock
from xcms.days import shanghai_today
from xcms.imports.runs import confirm, park, start_preview, undo
from xcms.imports.states import RunState
from xcms.models import ImportRun

_EDITOR = "bench-editor"


def decide_one(clock: Clock, *, number: int) -> None:
    """Enlarge the so-manieth line that is in force."""
    line = (
        Approval.objects.effective_on(shanghai_today())
        .with_public_associations()
        .order_by("pk")[number]
    )
    with clock.part("write"):
        decide(
            line,
            kind=DecisionKind.ENLARGE,
            quota=line.quota + 5,
            effective_from=max(shanghai_today(), date(2020, 7, 1)),
            basis="测速",
            source=DecisionSource.LEDGER,
            acting_user=None,
            today=shanghai_today(),
        )


def import_sheet(clock: Clock, *, path: str) -> None:
    """``settings`` lets every file run in the process that asks, whatever its size."""
    editor, _made = get_user_model().objects.get_or_create(
        username=_EDITOR, defaults={"is_superuser": True}
    )
    source = Path(path)
    with source.open("rb") as file:
        run = park(file, filename=source.name, register="approvals", user=editor)
    with clock.part("preview"):
        start_preview(run)
    _expect(run, RunState.PREVIEWED)
    with clock.part("write"):
        confirm(run, acting_user=editor)
    _expect(run, RunState.DONE)
    clock.counts["run"] = run.pk
    clock.counts["rows"] = run.rows


def undo_import(clock: Clock, *, run: int) -> None:
    """``run`` as ``import_sheet`` counted it."""
    editor = get_user_model().objects.get(username=_EDITOR)
    imported = ImportRun.objects.get(pk=run)
    with clock.part("write"):
        undo(imported, acting_user=editor, reason="测速")
    _expect(imported, RunState.UNDONE)


def _expect(run: ImportRun, state: RunState) -> None:
    run.refresh_from_db()
    if run.state != state or run.error_count:
        raise NotImportedError(f"{run.state}: {run.message}")
