"""The reference site's server settings, but for the processes of its own that the bench has no use for."""

from xcms.site.gunicorn import loglevel, preload_app, threads, workers

__all__ = ["loglevel", "preload_app", "threads", "workers"]

worker_class = "gthread"
timeout = 600
graceful_timeout = 1
keepalive = 60
