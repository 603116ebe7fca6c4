"""Rows on their way: out of the parsers, and what was wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class AliasOffer:
    """A registered record that a name nearly fits: somebody may make the name its alias."""

    text: str
    target: int
    target_name: str


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in a row (or worth a look, as a warning). ``column`` is the sheet's own header.

    ``row`` is None, and ``column`` "", where the whole file is meant.
    """

    row: int | None
    column: str
    value: str
    message: str
    alias: AliasOffer | None = None

    @property
    def sentence(self) -> str:
        """With the place in front: 第 14 行“试点规模”：需要非负整数，读到“若干”。"""
        if self.row is None:
            return self.message
        if not self.column:
            return _("Row %(row)s: %(message)s") % {"row": self.row, "message": self.message}
        return _("Row %(row)s, “%(column)s”: %(message)s") % {
            "row": self.row,
            "column": self.column,
            "message": self.message,
        }

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row with every cell of a known column read: ``values`` by column key, only columns in the sheet.

    A cell that could not be read has no value. ``index`` is the row's place among the sheet's rows;
    ``texts`` are the cells as typed and ``headers`` the sheet's own names of these columns.
    """

    index: int
    number: int
    values: Mapping[str, Any]
    texts: Mapping[str, str]
    headers: Mapping[str, str]

    def given(self, key: str) -> Any:
        """The value; None where the column is not in the sheet or the cell is blank."""
        return self.values.get(key) or None

    def has(self, key: str) -> bool:
        return key in self.headers


@dataclass(slots=True)
class Problems:
    """Collects every error and warning of a file; a row with an error is not compared with the register."""

    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)
    bad_rows: set[int] = field(default_factory=set)

    def error(
        self, row: ParsedRow, key: str | None, message: str, *, alias: AliasOffer | None = None
    ) -> None:
        self.add(self._problem(row, key, message, alias))

    def add(self, error: RowError) -> None:
        self.errors.append(error)
        if error.row is not None:
            self.bad_rows.add(error.row)

    def warn(self, row: ParsedRow, key: str | None, message: str) -> None:
        self.warnings.append(self._problem(row, key, message, None))

    def warn_file(self, message: str) -> None:
        self.warnings.append(RowError(None, "", "", message))

    @staticmethod
    def _problem(
        row: ParsedRow, key: str | None, message: str, alias: AliasOffer | None
    ) -> RowError:
        key = key or ""
        return RowError(
            row.number, row.headers.get(key, ""), row.texts.get(key, ""), message, alias
        )
