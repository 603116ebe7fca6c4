"""The reference site as the bench runs it: durable writes, no debug, files of any size that it makes."""

from xcms.site.settings.base import *  # noqa: F403
from xcms.site.settings.base import XCMS as SITE_XCMS

DEBUG = False
SECRET_KEY = "only-for-the-bench"
ALLOWED_HOSTS = ["*"]
AXES_ENABLED = False
# Imports run in the process that is measured, whatever their size.
XCMS = {**SITE_XCMS, "IMPORT_MAX_BYTES": 1024**3, "IMPORT_INLINE_BYTES": 1024**3}
