"""Servers on this machine's loopback, started and ended by the bench."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measuring import MeasurementFailedError, held, tree

_WAIT = 90.0
_SETTINGS = "tests.bench.listings.settings"
_BARE = "tests.bench.listings.bare_settings"


@dataclass(frozen=True, slots=True)
class Server:
    """``began``: when it was started, by ``time.perf_counter()``."""

    port: int
    process: "subprocess.Popen[bytes]"
    began: float

    def memory(self) -> float:
        """MB of the process with its children, what they share counted once."""
        return sum(held(pid) for pid in tree(self.process.pid)) / 1024


class Client:
    """One connection that stays open, as a browser's does. Raises MeasurementFailedError for any other
    answer than 200."""

    def __init__(self, server: Server, timeout: float = 600) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)

    def get(self, address: str) -> bytes:
        answer = self.ask(address)
        body = answer.read()
        if answer.status != 200:
            said = body.decode(errors="replace")[:300]
            raise MeasurementFailedError(f"{address}: {answer.status} {said}")
        return body

    def ask(self, address: str) -> http.client.HTTPResponse:
        """The answer with its body still to be read, whatever its status."""
        try:
            self._connection.request("GET", address)
            return self._connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            # A server may end a connection that has been idle while the others had their turn.
            self._connection.close()
            self._connection.request("GET", address)
            return self._connection.getresponse()

    def close(self) -> None:
        self._connection.close()


def site_environment(database_url: str, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": _SETTINGS,
    }


@contextmanager
def site(
    database_url: str, folder: Path, *, cached: bool = False, workers: int = 1, threads: int = 1
) -> Iterator[Server]:
    """The reference site. ``cached``: as its wsgi.py offers it, with whatever caches it puts around Django."""
    with gunicorn(
        "xcms.site.wsgi:application" if cached else "tests.bench.listings.applications:django()",
        site_environment(database_url, folder),
        workers=workers,
        threads=threads,
    ) as server:
        yield server


@contextmanager
def hello_world(*, workers: int = 1, threads: int = 1) -> Iterator[Server]:
    """Django without middleware, apps or database."""
    with gunicorn(
        "tests.bench.listings.applications:django()",
        {"DJANGO_SETTINGS_MODULE": _BARE},
        workers=workers,
        threads=threads,
    ) as server:
        yield server


@contextmanager
def ceiling(body: int, *, workers: int, threads: int) -> Iterator[Server]:
    """What this server can do at most, with answers of so many bytes."""
    with gunicorn(
        "tests.bench.listings.applications:ceiling()",
        {"BENCH_BODY": str(body)},
        workers=workers,
        threads=threads,
    ) as server:
        yield server


@contextmanager
def gunicorn(
    application: str, environment: Mapping[str, str], *, workers: int, threads: int
) -> Iterator[Server]:
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "--config", "python:tests.bench.listings.gunicorn"),
        *("--workers", str(workers), "--threads", str(threads)),
        *("--bind", f"127.0.0.1:{port}", application),
    ]
    with running(command, port, environment) as server:
        yield server


@contextmanager
def running(
    command: Sequence[str], port: int, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server that answers on the port; it is ended on leaving. Raises MeasurementFailedError."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603
            command,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            if not _answers(process, port):
                said.seek(0)
                complaints = said.read().decode(errors="replace").strip()
                raise MeasurementFailedError(f"a server did not start:\n{complaints[-2000:]}")
            yield Server(port, process, began)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(process: "subprocess.Popen[bytes]", port: int) -> bool:
    deadline = time.monotonic() + _WAIT
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as caller:
            caller.settimeout(1)
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)
    return False
