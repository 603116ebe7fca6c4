"""What stops an import before any row is judged."""


class ImportFileError(Exception):
    """The file, or what was asked for with it, can't be used; the message is a sentence saying why."""


class CellError(ValueError):
    """One cell can't be read as its column wants; the message says what is needed."""
