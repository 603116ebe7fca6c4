"""The reference site as the bench searches it, with one of two search backends."""

import os

from tests.bench.settings import *  # noqa: F403

_BACKENDS = {"ours": "xcms.search.backends.database", "stock": "modelsearch.backends.database"}
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": _BACKENDS[os.environ.get("BENCH_SEARCH_BACKEND", "ours")]}
}
