"""Asks the sheets' reader in its own process, and has a sentence for each way it may die."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.utils.translation import gettext as _

from xcms.confined import running
from xcms.confined.running import Death, ReaderDiedError
from xcms.importing.errors import ImportFileError

_READER = "xcms.importing.reading.child"


@contextmanager
def answered(
    data: bytes, request: dict[str, Any], *, seconds: int, tick: Callable[[], None] | None
) -> Iterator[IO[bytes]]:
    """As ``xcms.confined.running.answered``. Raises ImportFileError when the child dies."""
    try:
        with running.answered(_READER, data, request, seconds=seconds, tick=tick) as answer:
            yield answer
    except ReaderDiedError as error:
        raise ImportFileError(_sentence(error.death, seconds)) from None


def _sentence(death: Death, seconds: int) -> str:
    match death:
        case Death.OUT_OF_MEMORY:
            return _(
                "Reading the file needs more memory than allowed: split it, or save it as CSV."
            )
        case Death.OUT_OF_TIME:
            return _(
                "Reading the file takes longer than %(seconds)s seconds: split it, or save it as CSV."
            ) % {"seconds": seconds}
        case Death.KILLED:
            return _(
                "The system ended the reading of the file, as it does when memory runs short: try again."
            )
        case Death.CRASHED:
            return _(
                "The file brought the reader down: open it in Excel, save it again, and try that file."
            )
