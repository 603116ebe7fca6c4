"""What a server does before its first request, so that nobody waits for it: a host calls ``warm()``."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, connections

_preparations: list[Callable[[], object]] = []
_log = logging.getLogger(__name__)


def before_first_request(preparation: Callable[[], object]) -> None:
    """Have something prepared; an app says so when it is ready."""
    _preparations.append(preparation)


def warm() -> None:
    """Prepare everything in this process, then let go of the database: whoever forks must not share it.

    Call it where the server has loaded the site and has not forked yet: what is prepared is then in every
    worker without costing its memory again. A database that does not answer, or has no tables yet, is no
    reason not to start.
    """
    try:
        for preparation in _preparations:
            preparation()
    except DatabaseError:
        _log.warning("Nothing is prepared: the database does not answer.", exc_info=True)
    finally:
        connections.close_all()
