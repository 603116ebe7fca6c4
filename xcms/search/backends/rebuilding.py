"""A rebuild in small steps: killed at any moment, it goes on where it was, for what is right is not written again."""

from collections.abc import Callable
from typing import Any

from django.db import transaction


class Rebuilder:
    """The index is in use all the time; each chunk of objects is a transaction of its own."""

    def __init__(self, index: Any) -> None:
        self.index = index

    def start(self) -> Any:
        self.index.prepare()
        self.index.delete_stale_entries()
        return self.index

    def finish(self) -> None:
        self.index.tidy()


class AtomicRebuilder(Rebuilder):
    """With ``ATOMIC_REBUILD``: all or nothing, and SQLite's other writers wait until the end."""

    def __init__(self, index: Any) -> None:
        super().__init__(index)
        self._transaction = transaction.atomic(using=index.write_connection.alias)

    def start(self) -> Any:
        self._transaction.__enter__()
        index = self._or_nothing(super().start)()
        index.add_items = self._or_nothing(index.add_items)
        return index

    def finish(self) -> None:
        self._or_nothing(super().finish)()
        self._transaction.__exit__(None, None, None)

    def _or_nothing(self, step: Callable[..., Any]) -> Callable[..., Any]:
        """The command says nothing to a rebuilder when it fails."""

        def taken(*arguments: Any) -> Any:
            try:
                return step(*arguments)
            except BaseException as error:
                self._transaction.__exit__(type(error), error, error.__traceback__)
                raise

        return taken
