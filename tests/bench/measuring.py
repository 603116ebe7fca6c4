"""One measurement is one fresh process: its parts are timed inside, its memory is watched from here."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_EVERY = 0.02
#: A measurement's last line of output begins so; the rest is its answer.
ANSWER = "bench:"


@dataclass(frozen=True, slots=True)
class Measured:
    """``seconds`` and ``counts`` by name; ``peak`` in MB of the process with all its children, None
    where the system has no /proc."""

    seconds: Mapping[str, float]
    counts: Mapping[str, int]
    peak: float | None

    def total(self, *parts: str) -> float:
        return sum(self.seconds[part] for part in parts)


@dataclass(slots=True)
class Clock:
    """What a measurement fills in, inside its process."""

    seconds: dict[str, float] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began


class MeasurementFailedError(Exception):
    """The process of a measurement ended badly."""


def measure(
    name: str, database_url: str, *, environment: Mapping[str, str] | None = None, **arguments: Any
) -> Measured:
    """Run the measurement in a process of its own. Raises MeasurementFailedError."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "tests.bench.worker", name, json.dumps(arguments)],
        env={
            **os.environ,
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            **(environment or {}),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    watcher = _MemoryWatcher(process.pid)
    watcher.start()
    output, complaints = process.communicate()
    watcher.stop()
    answer = next((line for line in output.splitlines() if line.startswith(ANSWER)), None)
    if process.returncode or answer is None:
        raise MeasurementFailedError(f"{name}: {complaints.strip()[-2000:]}")
    given = json.loads(answer.removeprefix(ANSWER))
    return Measured(given["seconds"], given["counts"], watcher.peak)


class _MemoryWatcher(threading.Thread):
    """The most memory that a process and its descendants held at one moment.

    Shared pages count once (Pss): a forked child costs what it adds.
    """

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.peak: float | None = None
        self._root = root
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(_EVERY):
            if memory := sum(held(pid) for pid in tree(self._root)):
                self.peak = max(self.peak or 0.0, memory / 1024)

    def stop(self) -> None:
        self._ended.set()
        self.join()


def tree(pid: int) -> Iterator[int]:
    """The process and its descendants."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _text(children).split():
            yield from tree(int(child))


def held(pid: int) -> int:
    """KB; 0 where the system has no /proc."""
    for line in _text(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
