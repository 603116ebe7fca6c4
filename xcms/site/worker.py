"""The process for background work: large imports and exports. gunicorn starts it, and it ends with gunicorn.

``python -m xcms.site.worker`` watches over ``python -m xcms.site.worker work`` and starts it anew when it dies.
Each ends when its standard input closes, which happens however the process that started it came to its end.
"""

import os
import signal
import subprocess  # nosec B404
import sys
import threading
import time
from collections.abc import Callable

_PAUSE = 2.0
#: An import under way gets so long to come to an end; after that it is found interrupted.
_GRACE = 20.0
_started: list[subprocess.Popen[bytes]] = []


def start() -> subprocess.Popen[bytes]:
    """Called by gunicorn's master. In a session of its own: Ctrl+C is for the master alone."""
    watcher = _run(start_new_session=True)
    # Its standard input must stay open as long as we live.
    _started.append(watcher)
    return watcher


def watch() -> None:
    _end_with_parent(lambda: os._exit(0))
    while True:
        _run("work").wait()
        time.sleep(_PAUSE)


def work() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    from xcms.export_jobs.expiry import purge_expired_exports
    from xcms.imports.recovery import purge_expired, recover_interrupted

    _end_with_parent(_stop_gently)
    recover_interrupted()
    purge_expired()
    purge_expired_exports()
    call_command("prune_db_task_results", "--backend=imports", verbosity=0)
    call_command("db_worker", "--backend=imports", "--no-reload", verbosity=0)


def _run(*arguments: str, start_new_session: bool = False) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  # nosec B603
        [sys.executable, "-m", "xcms.site.worker", *arguments],
        stdin=subprocess.PIPE,
        start_new_session=start_new_session,
    )


def _end_with_parent(end: Callable[[], None]) -> None:
    def wait() -> None:
        # Past sys.stdin, whose lock would keep the interpreter from ending.
        while os.read(0, 1024):
            pass
        end()

    threading.Thread(target=wait, daemon=True).start()


def _stop_gently() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(1)


if __name__ == "__main__":
    work() if sys.argv[1:] == ["work"] else watch()
