"""The reference site as it is searched here. RELEVANCE_BACKEND names the backend, DATA_DIR a folder to throw away."""

import os

from xcms.site.settings.base import *  # noqa: F403
from xcms.site.settings.base import TASKS

DEBUG = False
SECRET_KEY = "only-for-the-relevance-set"
ALLOWED_HOSTS = ["*"]
AXES_ENABLED = False
TASKS["imports"] = TASKS["default"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": os.environ["RELEVANCE_BACKEND"]}}
