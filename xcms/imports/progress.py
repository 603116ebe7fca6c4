"""How far a run is, kept on its row: it survives a reload and is seen from every process."""

import time

from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from xcms.imports.errors import CancelledError, LostRunError
from xcms.imports.owners import this_process
from xcms.imports.states import RunPhase
from xcms.models import ImportRun

_SECONDS_BETWEEN = 1.0


class Progress:
    """Of the run that this process works on. Every call may raise CancelledError or LostRunError."""

    def __init__(self, run: ImportRun) -> None:
        self._run = run
        self._told_at = 0.0

    def enter(self, phase: RunPhase, total: int = 0) -> None:
        self._run.phase, self._run.done, self._run.total = phase, 0, total
        self._tell()

    def step(self, done: int) -> None:
        self._run.done += done
        self.tick()

    def reach(self, done: int, total: int) -> None:
        self._run.done, self._run.total = done, total
        self.tick()

    def tick(self) -> None:
        """Cheap enough for every few rows: looks at the database once a second."""
        if time.monotonic() - self._told_at >= _SECONDS_BETWEEN:
            self._tell()

    def _tell(self) -> None:
        run = self._run
        mine = ImportRun.objects.filter(pk=run.pk, owner=this_process())
        try:
            told = mine.update(
                phase=run.phase, done=run.done, total=run.total, heartbeat=timezone.now()
            )
        except OperationalError:
            # Somebody holds SQLite's one write lock for long; the next tick tells as much.
            return
        finally:
            self._told_at = time.monotonic()
        if not told:
            raise LostRunError(_("This process no longer works on the import; it wrote nothing."))
        if mine.filter(cancel_requested=True).exists():
            raise CancelledError(_("Cancelled; nothing was written."))
