"""A process of our own that dies in the middle of its work, as kill -9 would have it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.db import connection

#: Ends the process at the n-th call of ``module.attribute``, without a chance to tidy up.
_DIE_AT = """
import os, signal
import django
django.setup()
from importlib import import_module
from operator import attrgetter

left = {call!r}

def die(*args, **kwargs):
    global left
    left -= 1
    if left:
        return former(*args, **kwargs)
    print("reached", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

owner, _, name = {attribute!r}.rpartition(".")
owner = attrgetter(owner)(import_module({module!r})) if owner else import_module({module!r})
former = getattr(owner, name)
setattr(owner, name, die)
"""


def run_until_killed(work: str, *, module: str, attribute: str, call: int = 1) -> None:
    """Run ``work`` (Python source) on the test database in a process that dies when it calls
    ``module.attribute`` (for the n-th time). Needs a test with ``transaction=True``."""
    source = _DIE_AT.format(module=module, attribute=attribute, call=call) + work
    killed = subprocess.run(  # noqa: S603
        [sys.executable, "-c", source],
        env={**os.environ, "DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert "reached" in killed.stdout, killed.stderr
    assert killed.returncode == -signal.SIGKILL


def database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(values['NAME'])}"
    credentials = f"{values['USER']}:{values['PASSWORD']}".strip(":")
    return f"postgres://{credentials}@{values['HOST']}:{values['PORT'] or 5432}/{values['NAME']}"
