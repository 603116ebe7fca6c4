"""One run at a time, and a dead one's place is free at once.

A run holds the one slot until it ends. Whether a run without an end still lives is asked of the system where it is on
the same machine; elsewhere, or where it hangs, its beat tells: it moves with every mail. Whoever was thought dead and
wakes up finds its run closed at its next beat, before it claims another mail.
"""

import os
import socket
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from xcms.models import AlertRun

#: A mail takes seconds. A run without a beat for so long hangs, or its machine has gone.
_LONGEST_SILENCE = timedelta(minutes=15)


class AlreadyRunningError(Exception):
    """The message is a sentence for whoever started the second one."""


class RunTakenOverError(Exception):
    """Another process took this run for dead and goes on with its work."""


def begin(day: date) -> AlertRun:
    """Raises AlreadyRunningError."""
    _close_dead_run()
    now = timezone.now()
    try:
        with transaction.atomic():
            return AlertRun.objects.create(
                slot=1, day=day, host=_host(), process=_process(), started_at=now, beat_at=now
            )
    except IntegrityError:
        raise AlreadyRunningError(
            _("The alerts are being sent by another process at this moment.")
        ) from None


def beat(run: AlertRun, **counted: int) -> None:
    """The run still lives; adds to its counts. Raises RunTakenOverError."""
    if not still_own(run, **counted):
        raise RunTakenOverError


def still_own(run: AlertRun, **counted: int) -> bool:
    """The same for whoever has to write something down all the same."""
    sums = {name: F(name) + number for name, number in counted.items()}
    return bool(_own(run).update(beat_at=timezone.now(), **sums))


def end(run: AlertRun, message: str = "") -> None:
    _own(run).update(slot=None, finished_at=timezone.now(), message=message)


def _own(run: AlertRun) -> QuerySet[AlertRun]:
    return AlertRun.objects.filter(pk=run.pk, slot=1)


def _close_dead_run() -> None:
    run = AlertRun.objects.filter(slot=1).first()
    if run is None or not is_dead(run):
        return
    # Only as it was seen: whoever was slow to beat may have done so meanwhile.
    AlertRun.objects.filter(pk=run.pk, slot=1, beat_at=run.beat_at).update(
        slot=None, message=_("Interrupted; the next run went on with it.")
    )


def is_dead(run: AlertRun) -> bool:
    if run.beat_at < timezone.now() - _LONGEST_SILENCE:
        return True
    return run.host == _host() and not _lives(run.process)


@lru_cache(maxsize=1)
def _host() -> str:
    """This machine since its start, and its own list of processes: two containers may share a name."""
    parts = [socket.gethostname()]
    for file in ("/proc/sys/kernel/random/boot_id", "/proc/self/ns/pid"):
        try:
            parts.append(
                os.readlink(file) if "/ns/" in file else Path(file).read_text("ascii").strip()
            )
        except OSError:
            parts.append("")
    return " ".join(parts)[:200]


def _process() -> str:
    return f"{os.getpid()} {_started(os.getpid())}"


def _lives(process: str) -> bool:
    if os.name != "posix":
        # There os.kill() ends a process whatever the signal: only the beat tells.
        return True
    number, _space, started = process.partition(" ")
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    # A number is given out again; the moment of its start isn't.
    return _started(int(number)) == started


def _started(number: int) -> str:
    """The process's start in ticks since the machine's; "" for one that has gone, a zombie, or an unknown system."""
    try:
        text = Path(f"/proc/{number}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return ""
    # The name before may hold anything, brackets too.
    fields = text.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]
