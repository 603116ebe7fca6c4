"""Why a file is not read as Word, as sentences for the catalogue; the parent process translates them."""

from xcms.importing.reading.refusals import Refusal, gettext_noop


def damaged() -> Refusal:
    return Refusal(
        gettext_noop(
            "The Word file is damaged or incomplete: open it in Word or WPS, save it again as .docx, and try that file."
        )
    )


def encrypted() -> Refusal:
    return Refusal(
        gettext_noop("The Word file is protected by a password: remove it and try again.")
    )


def old_word() -> Refusal:
    return Refusal(
        gettext_noop(
            "This is a file of the old kind .doc (or .wps), whatever its name says: open it in Word or WPS, "
            "save it as .docx, and try that file."
        )
    )


def not_word(kind: str) -> Refusal:
    return Refusal(
        gettext_noop(
            "This is a file of the kind %(kind)s, not a Word file: save the text as .docx and try that file."
        ),
        kind=kind,
    )


def with_macros() -> Refusal:
    return Refusal(
        gettext_noop(
            "The Word file holds macros, which are programs: save it as .docx without macros and try that file."
        )
    )


def dishonest() -> Refusal:
    return Refusal(
        gettext_noop(
            "The Word file is built in a way that no honest file is (it unpacks to far too much, is nested too deeply, "
            "or declares entities), so it is not read."
        )
    )


def too_long() -> Refusal:
    return Refusal(
        gettext_noop(
            "The Word file holds more text, tables or pictures than one page can take: divide it and try again."
        )
    )


def out_of_memory() -> Refusal:
    return Refusal(gettext_noop("Reading the Word file needs more memory than allowed."))


def out_of_time() -> Refusal:
    return Refusal(gettext_noop("Reading the Word file takes too long."))
