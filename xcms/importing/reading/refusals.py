"""Why a file is not read, as a sentence to be translated: the child process has no catalogue."""

from collections.abc import Callable, Mapping
from typing import Any

from xcms.importing.errors import ImportFileError


def gettext_noop(message: str) -> str:
    """Marks a sentence for the catalogue; the parent process translates it."""
    return message


class Refusal(ImportFileError):
    """``message`` % ``params`` says in English what is wrong with the file.

    ``sheets`` are the names of the sheets where the reason is that several fit.
    """

    def __init__(self, message: str, *, sheets: tuple[str, ...] = (), **params: Any) -> None:
        super().__init__(message % params)
        self.message = message
        self.params: Mapping[str, Any] = params
        self.sheets = sheets

    def sentence(self, translate: Callable[[str], str]) -> str:
        return translate(self.message) % self.params


def damaged() -> Refusal:
    return Refusal(
        gettext_noop(
            "The workbook is damaged or incomplete: open it in Excel, save it again, and try that file."
        )
    )


def encrypted() -> Refusal:
    return Refusal(gettext_noop("The workbook is encrypted: remove its password and try again."))
