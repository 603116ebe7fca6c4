"""Why the metadata of a file stay in it, as sentences for the catalogue."""

from xcms.importing.reading.refusals import Refusal, gettext_noop


def out_of_memory() -> Refusal:
    return Refusal(gettext_noop("Removing the metadata needs more memory than allowed."))


def out_of_time() -> Refusal:
    return Refusal(gettext_noop("Removing the metadata takes too long."))
