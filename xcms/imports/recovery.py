"""What became of runs whose process died, and the end of uploads that nobody confirmed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xcms.conf import setting
from xcms.imports.blocks import forget
from xcms.imports.owners import is_alive, is_on_this_host
from xcms.imports.states import KEPT, RunState
from xcms.imports.work import nobody_undid
from xcms.models import ImportFilePart, ImportRun

#: So long may a process elsewhere be silent: it can tell nothing while it writes.
_SILENCE = timedelta(minutes=10)


def recover_interrupted() -> list[ImportRun]:
    """The runs whose process is gone, each now saying so. A write is whole or nothing, and so is what we say."""
    return [run for run in ImportRun.objects.working().exclude(owner="") if interrupt_if_dead(run)]


def interrupt_if_dead(run: ImportRun) -> bool:
    if not (run.is_working and run.owner and _is_dead(run)):
        return False
    if run.state == RunState.UNDOING:
        message = _("Undoing was interrupted; the import stands as it was.")
        fields = {"state": RunState.DONE, "message": message, **nobody_undid(run)}
    else:
        message = _("The process stopped before it was through; nothing was written.")
        fields = {"state": RunState.INTERRUPTED, "message": message}
    as_seen = ImportRun.objects.filter(pk=run.pk, state=run.state, owner=run.owner)
    updated = as_seen.update(owner="", phase="", cancel_requested=False, **fields)
    run.refresh_from_db()
    return bool(updated)


def purge_expired(now: datetime | None = None) -> int:
    """Forget uploads that nobody confirmed in time, with their files; drop old files of imports on record."""
    now = now or timezone.now()
    expired = ImportRun.objects.exclude(state__in=KEPT).filter(owner="", expires_at__lt=now)
    purged = sum(forget_run(run) for run in expired)
    days = setting("IMPORT_KEEP_FILES_DAYS")
    if days is not None:
        old = ImportFilePart.objects.filter(
            run__state__in=KEPT, run__finished_at__lt=now - timedelta(days=days)
        )
        old_parts = ImportFilePart.objects.filter(pk__in=list(old.values_list("pk", flat=True)))
        old_parts._raw_delete(old_parts.db)
    return purged


def forget_run(run: ImportRun) -> bool:
    """Delete a run with all its belongings, unless it is on record or somebody works on it."""
    idle = ImportRun.objects.exclude(state__in=KEPT).filter(pk=run.pk, owner="")
    with transaction.atomic():
        # From here on nobody can take it up.
        if not idle.update(state=RunState.CANCELLED):
            return False
        forget(run)
        parts = ImportFilePart.objects.filter(run=run)
        parts._raw_delete(parts.db)
        idle.delete()
    return True


def _is_dead(run: ImportRun) -> bool:
    if is_on_this_host(run.owner):
        return not is_alive(run.owner)
    return run.heartbeat is None or run.heartbeat < timezone.now() - _SILENCE
