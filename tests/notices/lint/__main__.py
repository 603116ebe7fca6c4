"""Print precision and recall of every check: ``python -m tests.notices.lint``."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xcms.site.settings.test")
django.setup()

from tests.notices.lint.corpus import HALVES, report  # noqa: E402 (needs Django's apps)

for half in HALVES:
    sys.stdout.write(report(half) + "\n")
