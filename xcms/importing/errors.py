"""What stops an import before any row is judged."""

from typing import Any


class ImportFileError(Exception):
    """The file, or what was asked for with it, can't be used; the message is a sentence saying why."""


class SeveralSheetsError(ImportFileError):
    """Several sheets of a workbook fit equally; ``names`` are theirs."""

    def __init__(self, message: str, *, names: tuple[str, ...]) -> None:
        super().__init__(message)
        self.names = names


class CellError(ValueError):
    """One cell can't be read as its column wants; the message says what is needed.

    ``alias`` is an AliasOffer where the text nearly fits a registered name.
    """

    def __init__(self, message: str, *, alias: Any = None) -> None:
        super().__init__(message)
        self.alias = alias
