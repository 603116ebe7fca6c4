"""Several people at the same moment, each with a database connection of their own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def at_once(*actions: Callable[[], Any], refusals: tuple[type[Exception], ...]) -> list[Any]:
    """Run the actions in threads that start together; a refusal is returned like a result.

    Needs a test with ``transaction=True``. Any other exception loses its result, which fails the test.
    """
    start = threading.Barrier(len(actions))
    results: list[Any] = []

    def run(action: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            results.append(action())
        except refusals as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(results) == len(actions)
    return results
