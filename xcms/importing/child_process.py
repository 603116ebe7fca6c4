"""Runs the reader in a process of its own, with limits: what happens there takes nothing else down."""

import json
import os
import signal
import subprocess  # nosec B404
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from xcms.importing.errors import ImportFileError

#: The package's own folder counts, whatever the working directory is and however the package is installed.
_ROOT = str(Path(__file__).resolve().parents[2])
_START = (
    "import json, sys; request = json.loads(sys.argv[1]); sys.path[:] = request['path'];"
    "from xcms.importing.reading.child import main; main(request)"
)
#: What an interpreter may need to start, and nothing that is anybody's secret.
_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
_TICK = 0.5
_MOST_COMPLAINTS = 2000


@contextmanager
def answered(
    data: bytes, request: dict[str, Any], *, seconds: int, tick: Callable[[], None] | None
) -> Iterator[IO[bytes]]:
    """The child's answer as a file, from its beginning.

    ``tick`` is called at least each second; what it raises ends the child. Raises ImportFileError when the
    child dies, or takes longer than ``seconds``. Both files are nameless, so that nothing is left of them.
    """
    with tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as answer:
        question.write(data)
        question.seek(0)
        with subprocess.Popen(  # noqa: S603  # nosec B603  # our own interpreter and code
            [_interpreter(), "-I", "-S", "-c", _START, json.dumps({"path": _path(), **request})],
            stdin=question,
            stdout=answer,
            stderr=subprocess.PIPE,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        ) as child:
            try:
                complaint = _wait(child, seconds, tick)
            finally:
                child.kill()
        if child.returncode != 0:
            raise _death(child.returncode, complaint, seconds)
        answer.seek(0)
        yield answer


def _wait(child: "subprocess.Popen[bytes]", seconds: int, tick: Callable[[], None] | None) -> bytes:
    end = time.monotonic() + seconds
    while True:
        try:
            return child.communicate(timeout=_TICK)[1][-_MOST_COMPLAINTS:]
        except subprocess.TimeoutExpired:
            if tick:
                tick()
            if time.monotonic() > end:
                raise _too_long(seconds) from None


def _death(code: int, complaint: bytes, seconds: int) -> ImportFileError:
    """Why the child ended without an answer."""
    if b"memory allocation" in complaint or b"MemoryError" in complaint:
        return ImportFileError(
            _("Reading the file needs more memory than allowed: split it, or save it as CSV.")
        )
    if code == -getattr(signal, "SIGXCPU", 0):
        return _too_long(seconds)
    if code == -getattr(signal, "SIGKILL", 0):
        return ImportFileError(
            _(
                "The system ended the reading of the file, as it does when memory runs short: try again."
            )
        )
    return ImportFileError(
        _("The file brought the reader down: open it in Excel, save it again, and try that file.")
    )


def _too_long(seconds: int) -> ImportFileError:
    return ImportFileError(
        _("Reading the file takes longer than %(seconds)s seconds: split it, or save it as CSV.")
        % {"seconds": seconds}
    )


def _path() -> list[str]:
    """Where this process finds its modules; without the working directory."""
    return list(dict.fromkeys([_ROOT, *(entry for entry in sys.path if entry)]))


def _interpreter() -> str:
    """Inside a server that embeds Python, ``sys.executable`` may be that server."""
    if sys.executable and "python" in Path(sys.executable).name.lower():
        return sys.executable
    found = Path(sys.base_exec_prefix, "bin", f"python{sys.version_info[0]}")
    return str(found) if found.exists() else "python3"
