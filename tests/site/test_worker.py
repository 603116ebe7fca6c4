"""The worker beside gunicorn: it takes up what is queued, comes back when killed, and ends with its master."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from tests.killed import database_url
from tests.xcms.imports.school_sheets import FIRST, SECOND, park
from xcms.imports import runs
from xcms.imports.states import RunState
from xcms.models import ImportRun

QUEUED = override_settings(
    TASKS={**settings.TASKS, "imports": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
    XCMS={"IMPORT_TASK_BACKEND": "imports", "IMPORT_INLINE_BYTES": 0},
)


def children(pid: int) -> list[int]:
    try:
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    except OSError:
        return []


def wait_until(happens: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.2)


def is_previewed(run: ImportRun) -> bool:
    run.refresh_from_db()
    return run.state == RunState.PREVIEWED


@QUEUED
@pytest.mark.django_db(transaction=True)
def test_it_works_off_the_queue_survives_its_own_death_and_ends_with_its_master() -> None:
    first, second = park(FIRST), park(SECOND)
    runs.start_preview(first)
    assert first.is_waiting
    watcher = subprocess.Popen(
        [sys.executable, "-m", "xcms.site.worker"],
        stdin=subprocess.PIPE,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "xcms.site.settings.dev",
        },
    )
    try:
        wait_until(lambda: is_previewed(first))
        (worker,) = children(watcher.pid)
        os.kill(worker, signal.SIGKILL)
        runs.start_preview(second)
        wait_until(lambda: is_previewed(second))

        (later,) = children(watcher.pid)
        assert later != worker
        assert watcher.stdin
        watcher.stdin.close()
        assert watcher.wait(30) == 0
        wait_until(lambda: not Path(f"/proc/{later}").exists())
    finally:
        watcher.kill()
        watcher.wait()
