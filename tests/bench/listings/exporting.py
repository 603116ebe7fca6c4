"""Everything as a file: how fast it streams, and what the server holds meanwhile."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.listings.by_hand import ByHand
from tests.bench.listings.latency import LIST
from tests.bench.listings.questions import Question
from tests.bench.listings.servers import Client, Server, site
from tests.bench.measuring import MeasurementFailedError

_STATUSES = ("in_force", "future", "ended", "revoked")
_PIECE = 1 << 16
_XLSX_ROWS = 20_000
_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class Exported:
    """``growth``: MB that the server's memory rose above what it held before; 0 where there is no /proc."""

    name: str
    rows: int
    seconds: float
    growth: float
    size: int


def measure_exports(database_url: str, folder: Path, *, rows: int) -> list[Exported]:
    """All lines as CSV, and up to 20,000 of them as a workbook. Raises MeasurementFailedError."""
    with site(database_url, folder) as server:
        client = Client(server)
        # What a worker loads once is not the export's.
        client.get(f"{LIST}?format=csv&q=nothing")
        client.get(f"{LIST}?format=xlsx&q=nothing")
        whole = urlencode([("format", "csv"), *(("status", status) for status in _STATUSES)])
        found = [_take("CSV", f"{LIST}?{whole}", client, server, rows)]
        regions, expected = _some_regions(database_url)
        some = urlencode([("format", "xlsx"), *(("region", code) for code in regions)])
        found.append(_take("XLSX", f"{LIST}?{some}", client, server, expected))
    return found


def _some_regions(database_url: str) -> tuple[list[str], int]:
    """Regions whose lines in force fit into a small workbook, the smaller ones first."""
    by_hand = ByHand(database_url)
    counts = {
        code: by_hand.answer(Question({"region": [code]})) for code in by_hand.choices()["region"]
    }
    by_hand.close()
    chosen: list[str] = []
    for code in sorted(counts, key=lambda code: counts[code]):
        if not chosen or sum(counts[c] for c in [*chosen, code]) <= _XLSX_ROWS:
            chosen.append(code)
    return chosen, sum(counts[code] for code in chosen)


def _take(name: str, address: str, client: Client, server: Server, rows: int) -> Exported:
    before = server.memory()
    watcher = _Watcher(server)
    watcher.start()
    began = time.perf_counter()
    answer = client.ask(address)
    size = lines = 0
    while piece := answer.read(_PIECE):
        size += len(piece)
        lines += piece.count(b"\n")
    seconds = time.perf_counter() - began
    peak = watcher.stop()
    if answer.status != 200 or (name == "CSV" and lines != rows + 1):
        raise MeasurementFailedError(f"{address}: {answer.status}, {lines} lines")
    return Exported(name, rows, seconds, max(0.0, peak - before), size)


class _Watcher(threading.Thread):
    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self._server = server
        self._peak = 0.0
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(_EVERY):
            self._peak = max(self._peak, self._server.memory())

    def stop(self) -> float:
        self._ended.set()
        self.join()
        return self._peak
