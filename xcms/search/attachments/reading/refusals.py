"""Why the text of an attachment is not read, as sentences for the catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager

from xcms.importing.reading import refusals
from xcms.importing.reading.refusals import Refusal, gettext_noop


def damaged() -> Refusal:
    return Refusal(gettext_noop("The file is damaged, or is not what its name says."))


def encrypted() -> Refusal:
    return Refusal(gettext_noop("The file is protected by a password."))


def unknown(kind: str) -> Refusal:
    return Refusal(gettext_noop("Files of the kind %(kind)s are not searched."), kind=kind)


def out_of_memory() -> Refusal:
    return Refusal(gettext_noop("Reading the text needs more memory than allowed."))


def out_of_time() -> Refusal:
    return Refusal(gettext_noop("Reading the text takes too long."))


@contextmanager
def in_our_words() -> Iterator[None]:
    """What the importers' reader says to somebody who wants to import a sheet, said to somebody who doesn't."""
    try:
        yield
    except Refusal as refusal:
        if refusal.message == refusals.damaged().message:
            raise damaged() from refusal
        if refusal.message == refusals.encrypted().message:
            raise encrypted() from refusal
        raise
