"""Whether the installed modelsearch is one that our backend was made for.

Our classes take the place of methods of its classes, so a release that changes these may break ours, or be broken
by it. Search then goes on with modelsearch's own backend, and a system check says so.
"""

import hashlib
import inspect
import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import Any

from django.db import connection

TESTED_VERSIONS = ("1.3.2",)
#: Of the sources in ``_CLASSES``, without comments and white space, as of the versions above.
FINGERPRINTS = {"sqlite": ("f022011a94f09eb5",), "postgresql": ("cd9b99db8b8a9737",)}
_BASE = ("BaseSearchQueryCompiler", "BaseSearchResults", "BaseIndex", "BaseSearchBackend")
_PARTS = (
    "Index",
    "SearchQueryCompiler",
    "AutocompleteQueryCompiler",
    "SearchResults",
    "SearchBackend",
)
_CLASSES: dict[str, dict[str, Sequence[str]]] = {
    "sqlite": {
        "modelsearch.backends.base": _BASE,
        "modelsearch.backends.database.sqlite.sqlite": [f"SQLite{part}" for part in _PARTS],
        "modelsearch.abstract_models": ("AbstractSQLiteIndexEntry",),
    },
    "postgresql": {
        "modelsearch.backends.base": _BASE,
        "modelsearch.backends.database.postgres.postgres": [f"Postgres{part}" for part in _PARTS],
        "modelsearch.abstract_models": ("AbstractPostgresIndexEntry",),
    },
}
_NOT_CODE = re.compile(r"#.*|\s+")


@cache
def misfit() -> str:
    """The version that does not fit; "" where all is well, and where another database has no backend of ours."""
    vendor = connection.vendor
    if vendor not in FINGERPRINTS:
        return ""
    installed = version("modelsearch")
    try:
        fits = fingerprint(vendor) in FINGERPRINTS[vendor]
    except OSError:  # no sources are installed
        fits = installed in TESTED_VERSIONS
    except (AttributeError, ImportError):
        fits = False
    return "" if fits else installed


def fingerprint(vendor: str) -> str:
    """Raises OSError where there is no source, AttributeError or ImportError where a class is gone."""
    digest = hashlib.sha256()
    for module, names in _CLASSES[vendor].items():
        for name in names:
            source: Any = inspect.getsource(getattr(import_module(module), name))
            digest.update(_NOT_CODE.sub("", source).encode())
    return digest.hexdigest()[:16]
