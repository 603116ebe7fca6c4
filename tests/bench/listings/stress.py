"""A minute of writing while sixteen read: no error, no deadlock, no answer that mixes two versions."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.listings.servers import site, site_environment
from tests.bench.measuring import Measured, measure

#: As the site's own gunicorn settings have it.
_WORKERS, _THREADS = 2, 4


@dataclass(frozen=True, slots=True)
class Stressed:
    """``commits`` of decisions; ``imports`` each undone again. ``mixed`` must be 0, ``errors`` too."""

    commits: int
    imports: int
    answers: int
    versions: int
    mixed: int
    errors: int
    slowest: float


def stress(database_url: str, folder: Path, *, sheet: Path, seconds: float) -> Stressed:
    """Writers and readers are processes of their own. Raises MeasurementFailedError when a writer is refused."""
    environment = site_environment(database_url, folder)
    history = folder / "history.jsonl"
    history.unlink(missing_ok=True)

    def run(name: str, **arguments: Any) -> Measured:
        return measure(f"listings.crowd.{name}", database_url, environment=environment, **arguments)

    with (
        site(database_url, folder, cached=True, workers=_WORKERS, threads=_THREADS) as server,
        ThreadPoolExecutor(2) as pool,
    ):
        writing = pool.submit(
            run, "write_for", seconds=seconds, path=str(history), sheet=str(sheet)
        )
        _await_first_line(history, writing)
        reading = pool.submit(run, "read_for", seconds=seconds, port=server.port, path=str(history))
        wrote, seen = writing.result(), reading.result()
    return Stressed(
        commits=wrote.counts["commits"],
        imports=wrote.counts["imports"],
        answers=seen.counts["answers"],
        versions=seen.counts["versions"],
        mixed=seen.counts["mixed"],
        errors=seen.counts["errors"],
        slowest=seen.seconds["slowest"],
    )


def _await_first_line(path: Path, writing: "Future[Measured]") -> None:
    while not writing.done() and not (path.exists() and path.stat().st_size):
        time.sleep(0.1)
