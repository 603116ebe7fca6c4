"""The test suite: SQLite unless DATABASE_URL, memory unless CACHE_URL."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import CACHES, DATABASES, TASKS, XCMS

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105  # nosec B105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
WHITENOISE_AUTOREFRESH = True
SERVE_MEDIA = True
MEDIA_ROOT = Path(tempfile.gettempdir()) / f"xcms-test-{os.getpid()}" / "media"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: the browser and the two-editors tests need several real connections.
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(tempfile.gettempdir()) / f"xcms-test-{os.getpid()}.sqlite3")
    }
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # What a test has committed need not outlive a power cut.
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}

if CACHES["default"]["LOCATION"].startswith("redis://"):
    # Each test empties the cache: processes that run at once have a database of their own.
    _server, _number = CACHES["default"]["LOCATION"].rsplit("/", 1)
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES["default"]["LOCATION"] = f"{_server}/{int(_number) - int(_worker)}"

# No other process: a test waits for the end of what it starts.
TASKS["imports"] = TASKS["default"]

# A thread that writes now and then would write into whatever test is running.
XCMS["SEARCH_COUNT_SECONDS"] = 0
