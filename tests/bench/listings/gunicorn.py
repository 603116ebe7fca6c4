"""The reference site's server settings, but for the processes of its own that the bench has no use for."""

from typing import Any

from django.apps import apps

from xcms.site.gunicorn import loglevel, preload_app, threads, workers
from xcms.warming import warm

__all__ = ["loglevel", "preload_app", "threads", "workers"]

# Also with one thread: gunicorn's other class ends the connection after each answer.
worker_class = "gthread"
timeout = 600
graceful_timeout = 1
keepalive = 60


def when_ready(_server: Any) -> None:
    # The server's ceiling has no Django in it.
    if apps.ready:
        warm()
