"""modelsearch's test project. Its own settings want a package that nothing else needs."""

import os
import tempfile
from pathlib import Path

import environ

SECRET_KEY = "only-for-tests"
INSTALLED_APPS = [
    "tests.modelsearch_suite.apps.SwappedBackendConfig",
    "modelsearch.test.testapp",
    "modelsearch",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
DATABASES = {"default": environ.Env().db_url("DATABASE_URL", default="sqlite://:memory:")}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    INSTALLED_APPS.append("django.contrib.postgres")
else:
    # Each run has its own, so that two may run at once.
    path = Path(tempfile.gettempdir()) / f"modelsearch-suite-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(path)}
ROOT_URLCONF = "modelsearch.test.urls"
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True
TIME_ZONE = "UTC"
