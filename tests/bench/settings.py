"""The reference site as the bench runs it: durable writes, no debug, files of any size that it makes."""

from xcms.site.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "only-for-the-bench"
ALLOWED_HOSTS = ["*"]
AXES_ENABLED = False
XCMS = {"IMPORT_MAX_BYTES": 1024 * 1024 * 1024, "IMPORT_INLINE_BYTES": 1024 * 1024 * 1024}
