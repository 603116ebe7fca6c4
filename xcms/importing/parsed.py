"""A sheet with its cells read: each distinct text once, each distinct combination of cells once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xcms.importing.coded import Codes
from xcms.importing.rows import ParsedRow, Problems

Mask = npt.NDArray[np.bool_]

#: Stands in ``ValueColumn.values`` for a text that can't be read.
UNREADABLE: Any = object()


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """``values[codes[i]]`` is the value of the i-th row; ``texts`` are the cells behind the values."""

    values: Sequence[Any]
    codes: Codes
    texts: Sequence[str] = ()

    def at(self, index: int) -> Any:
        return self.values[self.codes[index]]

    def map(self, number: Callable[[Any], int]) -> npt.NDArray[np.int64]:
        """A whole number for each row, computed once per distinct value."""
        return np.array([number(value) for value in self.values], np.int64)[self.codes]

    def where(self, test: Callable[[Any], bool]) -> Mask:
        """The rows whose value passes, tested once per distinct value."""
        return np.array([test(value) for value in self.values], np.bool_)[self.codes]


@dataclass(slots=True)
class ParsedSheet:
    """All rows of a sheet, by column key. ``headers`` are the sheet's own names of the columns."""

    numbers: Codes
    columns: dict[str, ValueColumn]
    headers: Mapping[str, str]
    _all: Codes = field(init=False)

    def __post_init__(self) -> None:
        self._all = np.zeros(len(self.numbers), np.int32)

    def __len__(self) -> int:
        return len(self.numbers)

    def has(self, key: str) -> bool:
        return key in self.columns

    def column(self, key: str, default: Any = None) -> ValueColumn:
        """The column, or one that has the default in every row."""
        return self.columns.get(key) or ValueColumn((default,), self._all, ("",))

    def row(self, index: int) -> ParsedRow:
        values = {}
        texts = {}
        for key, column in self.columns.items():
            code = column.codes[index]
            if column.values[code] is not UNREADABLE:
                values[key] = column.values[code]
            if column.texts:
                texts[key] = column.texts[code]
        return ParsedRow(index, int(self.numbers[index]), values, texts, self.headers)

    def good_rows(self, problems: Problems) -> list[ParsedRow]:
        return [self.row(index) for index in np.flatnonzero(self.good(problems)).tolist()]

    def good(self, problems: Problems) -> Mask:
        """The rows without an error so far."""
        if not problems.bad_rows:
            return np.ones(len(self), np.bool_)
        return ~np.isin(self.numbers, np.fromiter(problems.bad_rows, np.int32))

    def distinct(
        self,
        keys: Sequence[str],
        read: Callable[[ParsedRow, Problems], Any],
        problems: Problems,
        *,
        also: Sequence[ValueColumn] = (),
    ) -> ValueColumn:
        """What ``read`` makes of each distinct combination of these columns, called once for each.

        ``also`` are further columns that make a combination. ``read`` may look at nothing else of the row;
        an error that it notes is noted for every row of the combination, a warning for the first. Rows with an
        unreadable cell among these columns (or an unreadable value in ``also``) are passed over and have the
        value ``UNREADABLE``, as those that ``read`` noted an error for.
        """
        columns = [*(self.columns[key] for key in keys if key in self.columns), *also]
        codes, first = combined([column.codes for column in columns], len(self))
        values: list[Any] = []
        refused: dict[int, Problems] = {}
        for code, index in enumerate(first.tolist()):
            if any(column.at(index) is UNREADABLE for column in columns):
                values.append(UNREADABLE)
                continue
            own = Problems()
            value = read(self.row(index), own)
            values.append(UNREADABLE if own.errors else value)
            if own.errors:
                refused[code] = own
            problems.warnings += own.warnings
        self._refuse_all(codes, refused, problems)
        return ValueColumn(values, codes)

    def _refuse_all(
        self, codes: Codes, refused: Mapping[int, Problems], problems: Problems
    ) -> None:
        if not refused:
            return
        rows = np.flatnonzero(np.isin(codes, np.fromiter(refused, np.int32)))
        for index in rows.tolist():
            number = int(self.numbers[index])
            for error in refused[int(codes[index])].errors:
                problems.add(replace(error, row=number))


def combined(columns: Sequence[npt.NDArray[Any]], length: int) -> tuple[Codes, Codes]:
    """Each row's combination of values, numbered in order of appearance, and the first row of each."""
    if not columns:
        return np.zeros(length, np.int32), np.zeros(min(length, 1), np.int32)
    keys = columns[0].astype(np.int64)
    for column in columns[1:]:
        # Numbered anew at each step, so that the product of two counts always fits.
        keys = pd.factorize(keys)[0] * (int(column.max(initial=0)) + 1) + column
    codes = pd.factorize(keys)[0].astype(np.int32)
    first = np.zeros(int(codes.max(initial=-1)) + 1, np.int32)
    first[codes[::-1]] = np.arange(length, dtype=np.int32)[::-1]
    return codes, first
