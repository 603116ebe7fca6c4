"""Starts the process that reads a file, waits for it, and tells why it died."""

import json
import os
import signal
import subprocess  # nosec B404
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import IO, Any

#: The package's own folder counts, whatever the working directory is and however the package is installed.
_ROOT = str(Path(__file__).resolve().parents[2])
_START = (
    "import json, sys; request = json.loads(sys.argv[1]); sys.path[:] = request['path'];"
    "from importlib import import_module; import_module(request['reader']).main(request)"
)
#: What an interpreter may need to start, and nothing that is anybody's secret.
_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
_TICK = 0.5
_MOST_COMPLAINTS = 2000


class Death(Enum):
    OUT_OF_MEMORY = "out of memory"
    OUT_OF_TIME = "out of time"
    KILLED = "killed"
    CRASHED = "crashed"


class ReaderDiedError(Exception):
    """The process ended without an answer; whoever asked has the sentence for it."""

    def __init__(self, death: Death) -> None:
        super().__init__(death.value)
        self.death = death


@contextmanager
def answered(
    reader: str,
    data: bytes,
    request: Mapping[str, Any],
    *,
    seconds: int,
    tick: Callable[[], None] | None = None,
) -> Iterator[IO[bytes]]:
    """The child's answer as a file, from its beginning.

    ``reader`` is a module that knows neither Django nor a database. Its ``main(request)`` reads ``data`` from
    standard input, answers on standard output, and calls ``xcms.confined.limits.limit_itself`` before anything.

    ``tick`` is called at least each second; what it raises ends the child. Raises ReaderDiedError when the
    child dies, or takes longer than ``seconds``. Both files are nameless, so that nothing is left of them.
    """
    started = {"path": _path(), "reader": reader, **request}
    with tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as answer:
        question.write(data)
        question.seek(0)
        with subprocess.Popen(  # noqa: S603  # nosec B603  # our own interpreter and code
            [_interpreter(), "-I", "-S", "-c", _START, json.dumps(started)],
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
            raise ReaderDiedError(_death(child.returncode, complaint))
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
                raise ReaderDiedError(Death.OUT_OF_TIME) from None


def _death(code: int, complaint: bytes) -> Death:
    if b"memory allocation" in complaint or b"MemoryError" in complaint:
        return Death.OUT_OF_MEMORY
    if code == -getattr(signal, "SIGXCPU", 0):
        return Death.OUT_OF_TIME
    if code == -getattr(signal, "SIGKILL", 0):
        return Death.KILLED
    return Death.CRASHED


def _path() -> list[str]:
    """Where this process finds its modules; without the working directory."""
    return list(dict.fromkeys([_ROOT, *(entry for entry in sys.path if entry)]))


def _interpreter() -> str:
    """Inside a server that embeds Python, ``sys.executable`` may be that server."""
    if sys.executable and "python" in Path(sys.executable).name.lower():
        return sys.executable
    found = Path(sys.base_exec_prefix, "bin", f"python{sys.version_info[0]}")
    return str(found) if found.exists() else "python3"
