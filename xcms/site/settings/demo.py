"""``make demo``: production, but over plain http on this machine and with a key of its own in DATA_DIR."""

import os

from django.core.management.utils import get_random_secret_key

from .base import DATA_DIR


def _own_key() -> str:
    file = DATA_DIR / "secret_key"
    try:
        with file.open("x", encoding="ascii") as fresh:
            file.chmod(0o600)
            fresh.write(get_random_secret_key())
    except FileExistsError:
        pass
    return file.read_text(encoding="ascii")


os.environ.setdefault("SECRET_KEY", _own_key())
os.environ.setdefault("ALLOWED_HOSTS", "*")
os.environ.setdefault("HTTPS", "off")
os.environ.setdefault("SERVE_MEDIA", "on")
os.environ.setdefault("LOG_LEVEL", "WARNING")

from .production import *  # noqa: E402, F403

# ``load_demo`` makes its published log-ins only where this is set.
DEMO = True
