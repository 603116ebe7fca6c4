"""What a person does with an import: park a file, choose, preview, confirm, cancel, undo.

Whether the person may import into the register is the caller's question; here it only counts whose run it is.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from xcms.conf import setting
from xcms.days import shanghai_today
from xcms.importing.files import shown_path
from xcms.imports import undoing
from xcms.imports.blocks import forget
from xcms.imports.errors import PreviewOutdatedError, RunStateError, UndoRefusedError
from xcms.imports.files import store
from xcms.imports.judging import import_options, importer_class
from xcms.imports.moves import begin, move
from xcms.imports.previews import expiry
from xcms.imports.recovery import (
    forget_run,
    interrupt_if_dead,
    purge_expired,
    recover_interrupted,
)
from xcms.imports.states import RunPhase, RunState
from xcms.imports.tasks import hand_over
from xcms.imports.work import work_on
from xcms.imports.writing import refuse_outdated
from xcms.models import ImportRun

#: What a preview found, before there is one.
_UNSEEN: Mapping[str, Any] = {
    "counts": {},
    "rows": 0,
    "error_count": 0,
    "warning_count": 0,
    "seen_version": None,
}


@dataclass(frozen=True, slots=True)
class RunOptions:
    """As ImportOptions, but for what the run itself knows."""

    extra: Mapping[str, str] = field(default_factory=dict)
    replace: bool = False
    demo: bool = False


def park(
    upload: Any, *, filename: str, register: str, user: Any, options: RunOptions | None = None
) -> ImportRun:
    """Keep a file for a preview. ``upload`` is an UploadedFile, an open file or bytes.

    Raises ImportFileError, with nothing kept, for a file that is empty or too large and for unusable options.
    """
    recover_interrupted()
    purge_expired()
    run = ImportRun(
        register=register,
        user=user,
        file_name=shown_path(filename)[-255:],
        options=asdict(options or RunOptions()),
        expires_at=expiry(),
    )
    chosen = importer_class(register)
    if options is not None:
        chosen(import_options(run)).check_options()
    store(run, upload)
    return run


def choose(
    run: ImportRun,
    *,
    sheet: str | None = None,
    mapping: Mapping[int, str] | None = None,
    options: RunOptions | None = None,
) -> None:
    """Which sheet, what its columns are, and the options; None leaves a choice as it is. Drops the preview."""
    chosen: dict[str, Any] = {}
    if sheet is not None:
        chosen["sheet"] = sheet
    if mapping is not None:
        chosen["mapping"] = {str(index): key for index, key in mapping.items()}
    if options is not None:
        chosen["options"] = asdict(options)
        trial = ImportRun(user=run.user, options=chosen["options"])
        importer_class(run.register)(import_options(trial)).check_options()
    move(run, RunState.PARKED, message="", expires_at=expiry(), **_UNSEEN, **chosen)
    forget(run)


def start_preview(run: ImportRun) -> None:
    """Small files are previewed on return, large ones by a background process."""
    options = {**run.options, "today": shanghai_today().isoformat()}
    _start(run, RunState.PREVIEWING, options=options, **_UNSEEN)


def confirm(run: ImportRun, *, acting_user: Any) -> None:
    """Import what was previewed. Raises PreviewOutdatedError where it is to be previewed again."""
    if run.user_id != getattr(acting_user, "pk", None):
        raise PermissionDenied
    if run.state == RunState.PREVIEWED and run.error_count:
        raise RunStateError(_("The file has errors: correct them and upload it again."))
    if run.state == RunState.PREVIEWED:
        try:
            refuse_outdated(run)
        except PreviewOutdatedError as error:
            move(run, RunState.PARKED, message=str(error))
            raise
    _start(run, RunState.IMPORTING, confirmed_at=timezone.now())


def cancel(run: ImportRun) -> None:
    """At once where nobody works on it; else the process stops at its next step. A begun write goes on."""
    asked = ImportRun.objects.filter(
        pk=run.pk, state__in=(RunState.PREVIEWING, RunState.IMPORTING)
    ).exclude(owner="")
    if not asked.exclude(phase=RunPhase.WRITING).update(cancel_requested=True):
        move(run, RunState.CANCELLED, or_waiting=True, message=_("Cancelled; nothing was written."))
    run.refresh_from_db()


def undo_refusals(run: ImportRun) -> list[str]:
    """Sentences that name the rows which later work rests on; empty where the import may be undone."""
    return undoing.refusals(run)


def undo(run: ImportRun, *, acting_user: Any, reason: str, here: bool | None = None) -> None:
    """Take an import back, all of it; ``here``: in this process, however large.

    Raises UndoRefusedError, RunStateError.
    """
    if not reason.strip():
        raise RunStateError(_("Say why the import is undone."))
    if run.state == RunState.DONE and (refusals := undo_refusals(run)):
        raise UndoRefusedError(refusals)
    _start(run, RunState.UNDOING, here, undone_by=acting_user, undone_reason=reason.strip())


def discard(run: ImportRun) -> None:
    """Forget an upload and its file now."""
    if not forget_run(run):
        raise RunStateError(_("An import at work or on record can't be thrown away."))


def refresh(run: ImportRun) -> ImportRun:
    """The run as it stands; one whose process died says so from now on."""
    run.refresh_from_db()
    interrupt_if_dead(run)
    return run


def _start(run: ImportRun, state: RunState, here: bool | None = None, **fields: Any) -> None:
    if here is None:
        here = run.size <= setting("IMPORT_INLINE_BYTES")
    begin(run, state, here=here, **fields)
    if here:
        work_on(run)
    else:
        hand_over(run)
        run.refresh_from_db()
