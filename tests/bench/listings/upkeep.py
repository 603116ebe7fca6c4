"""What a write pays for the counts that the pages show, and what the first page after it pays."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.listings.latency import HELLO, LIST
from tests.bench.listings.servers import Client, Server, site, site_environment
from tests.bench.measuring import Measured, measure

#: One filter of several values, so that a page has facets with counts of their own.
_PAGE = f"{LIST}?school_level=secondary&school_level=higher_vocational"
_DECISIONS = 3


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Seconds of the write (or start), of the first page after it and of the second; MB of the server before
    and after the pages."""

    name: str
    write: float
    first: float
    second: float
    before: float
    after: float


def measure_upkeep(database_url: str, folder: Path, *, sheet: Path) -> list[Upkeep]:
    """The write is another process's, as an editor's worker is: only the database tells the server."""
    environment = site_environment(database_url, folder)

    def written(name: str, **arguments: Any) -> Measured:
        return measure(
            f"listings.writing.{name}", database_url, environment=environment, **arguments
        )

    with site(database_url, folder) as server:
        client = Client(server)
        client.get(HELLO)
        started = time.perf_counter() - server.began
        found = [_after("the server's start", started, client, server)]
        client.get(_PAGE)
        found += [
            _after("one decision", written("decide_one", number=n).seconds["write"], client, server)
            for n in range(_DECISIONS)
        ]
        imported = written("import_sheet", path=str(sheet))
        name = f"an import of {imported.counts['rows']:,}"
        found.append(_after(name, imported.seconds["write"], client, server))
        undone = written("undo_import", run=imported.counts["run"])
        found.append(_after("its undo", undone.seconds["write"], client, server))
    return found


def _after(name: str, write: float, client: Client, server: Server) -> Upkeep:
    before = server.memory()
    first, second = _timed(client), _timed(client)
    return Upkeep(name, write, first, second, before, server.memory())


def _timed(client: Client) -> float:
    began = time.perf_counter()
    client.get(_PAGE)
    return time.perf_counter() - began
