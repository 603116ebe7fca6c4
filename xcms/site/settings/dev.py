"""Development: ``python manage.py runserver`` with no environment at all."""

from .base import *  # noqa: F403

DEBUG = True
SECRET_KEY = "only-for-development"  # noqa: S105  # nosec B105
ALLOWED_HOSTS = ["*"]
