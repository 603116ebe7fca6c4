"""How many pages a second: the public list as its visitors get it, with whatever caches the site puts before it."""

from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.bench.listings.hammer import requests_per_second
from tests.bench.listings.latency import HELLO, HELLO_BARE, HELLO_HERE, LIST
from tests.bench.listings.servers import Client, Server, ceiling, hello_world, site

CACHED = "the list's first page, as served"
CEILING, CEILING_SMALL = "an empty application, as many bytes", "an empty application, 16 bytes"

#: As the site's own gunicorn settings have it.
_WORKERS, _THREADS = 2, 4
_CONNECTIONS = 8
_ROUNDS = 3


def measure_throughput(database_url: str, folder: Path, *, seconds: float) -> dict[str, float]:
    """Answers a second; each is asked in turns, for so many seconds in all."""
    rates: dict[str, list[float]] = defaultdict(list)
    with ExitStack() as stack:
        here = stack.enter_context(
            site(database_url, folder, cached=True, workers=_WORKERS, threads=_THREADS)
        )
        page = Client(here)
        for _time in range(2 * _WORKERS):
            body = page.get(LIST)
        page.close()
        # Without the caches: what they cost a page that is not theirs is not hello world's.
        plain = stack.enter_context(site(database_url, folder, workers=_WORKERS, threads=_THREADS))
        bare = stack.enter_context(hello_world(workers=_WORKERS, threads=_THREADS))
        alike = stack.enter_context(ceiling(len(body), workers=_WORKERS, threads=_THREADS))
        small = stack.enter_context(ceiling(16, workers=_WORKERS, threads=_THREADS))
        contestants: dict[str, tuple[Server, str]] = {
            HELLO_BARE: (bare, HELLO),
            HELLO_HERE: (plain, HELLO),
            CACHED: (here, LIST),
            CEILING: (alike, "/"),
            CEILING_SMALL: (small, "/"),
        }
        for _round in range(_ROUNDS):
            for name, (server, address) in contestants.items():
                rates[name].append(
                    requests_per_second(
                        server, address, seconds=seconds / _ROUNDS, connections=_CONNECTIONS
                    )
                )
    return {name: median(found) for name, found in rates.items()}
