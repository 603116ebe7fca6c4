"""The reference site as the bench serves it: production over plain http, with the peers' addresses beside its own."""

import os
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-the-bench-" * 3)
os.environ.setdefault("ALLOWED_HOSTS", "*")
os.environ.setdefault("HTTPS", "off")
os.environ.setdefault("LOG_LEVEL", "WARNING")

from xcms.site.settings.production import *  # noqa: F403
from xcms.site.settings.production import TEMPLATES
from xcms.site.settings.production import XCMS as SITE_XCMS

ROOT_URLCONF = "tests.bench.listings.urls"
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
# Imports run in the process that is measured, whatever their size.
XCMS = {**SITE_XCMS, "IMPORT_MAX_BYTES": 1024**3, "IMPORT_INLINE_BYTES": 1024**3}
