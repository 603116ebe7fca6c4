"""A register's columns in a file: the same for every format, and the ones its importer reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column: ``key`` names it in JSON, ``header`` in sheets.

    ``value`` gives a sheet's cell: text and labels as a person reads them, whole numbers, dates.
    ``json_value`` gives the machine's reading (codes, lists); by default the same.
    """

    key: str
    header: str | Promise
    value: Callable[[Any], Cell]
    json_value: Callable[[Any], Any] | None = None
    width: int = 16

    def as_json(self, record: Any) -> Any:
        found = (self.json_value or self.value)(record)
        return found.isoformat() if isinstance(found, date) else found
