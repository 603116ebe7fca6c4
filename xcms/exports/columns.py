"""A register's columns in a file: the same for every format, and the ones its importer reads."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column: ``key`` names it in JSON, ``header`` in sheets.

    ``value`` gives a sheet's cell: text and labels as a person reads them, whole numbers, dates.
    ``json_value`` gives the machine's reading (codes, lists); by default the same.

    ``type`` (Frictionless Data's word for the machine's reading), ``description`` and ``choices`` (code: label)
    are what the data dictionary says. A ``is_mark`` column stays whatever columns are chosen. ``part`` names
    what alone decides the cell, for registers that stream as CodedRows.
    """

    key: str
    header: str | Promise
    value: Callable[[Any], Cell]
    json_value: Callable[[Any], Any] | None = None
    width: int = 16
    type: str = "string"
    description: str | Promise = ""
    choices: Mapping[Any, str] = field(default_factory=dict)
    is_mark: bool = False
    part: str = ""

    def as_json(self, record: Any) -> Any:
        found = (self.json_value or self.value)(record)
        return found.isoformat() if isinstance(found, date) else found

    @property
    def sheet_type(self) -> str:
        """The type of a sheet's cell: where the machine reads a code, a person reads its label."""
        return "string" if self.json_value else self.type


class UnknownColumnsError(LookupError):
    """``keys`` are asked for, and no column has them."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(*keys)
        self.keys = keys


def chosen_columns(
    columns: Sequence[ExportColumn], keys: Collection[str]
) -> Sequence[ExportColumn]:
    """Those with these keys, and every mark, in the register's order; all where no key is given.

    Raises UnknownColumnsError.
    """
    if not keys:
        return columns
    known = {column.key for column in columns}
    if unknown := [key for key in keys if key not in known]:
        raise UnknownColumnsError(unknown)
    return [column for column in columns if column.is_mark or column.key in keys]
