"""Each engine is asked in a process and a database of its own: backends share the tables of their indexes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.bench.databases import Databases, databases
from tests.relevance.engines import ENGINES, STOCK, EngineMissingError

#: Found documents by query id.
Answers = Mapping[str, Sequence[str]]
ANSWER = "relevance:"
PREPARE = "prepare"
_MISSING = 3


def ask(engines: Iterable[str], url: str, folder: Path) -> dict[str, Answers | EngineMissingError]:
    """What each engine finds, on the server that ``url`` names or on SQLite; an error where it is not there."""
    with databases(url, folder, str(os.getpid())) as made:
        _run(PREPARE, made.create("base"), folder)
        return {name: _ask(name, made, folder) for name in engines}


def _ask(name: str, made: Databases, folder: Path) -> Answers | EngineMissingError:
    try:
        ENGINES[name].check()
        answers: Answers = json.loads(_run(name, made.copy("base", name), folder))
    except EngineMissingError as missing:
        return missing
    return answers


def _run(name: str, database: str, folder: Path) -> str:
    """The worker's answer. Raises EngineMissingError, RuntimeError."""
    process = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.relevance.worker", name],
        env={
            **os.environ,
            "DATABASE_URL": database,
            "DATA_DIR": str(folder / name),
            "DJANGO_SETTINGS_MODULE": "tests.relevance.settings",
            "RELEVANCE_BACKEND": ENGINES[name].backend if name in ENGINES else STOCK,
            # No other process may see this one's pages.
            "CACHE_URL": "locmemcache://",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode == _MISSING:
        raise EngineMissingError(process.stderr.strip())
    lines = process.stdout.splitlines()
    answer = next((line for line in lines if line.startswith(ANSWER)), None)
    if process.returncode or answer is None:
        raise RuntimeError(f"{name}: {process.stderr.strip()[-3000:]}")
    return answer.removeprefix(ANSWER)
