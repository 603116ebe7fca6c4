"""A register's rows in memory as coded columns, with the values that each facet gives them.

Nothing here is ever changed: a newer version is another ``CodedRows``, so readers need no lock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from xcms.facets import bits as bitsets
from xcms.facets.bits import Bits, Mask

Codes = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class ShortFacet:
    """A facet of few values: the rows of each as bits. A row may have several values, or none."""

    rows_of: Mapping[str, Bits]


@dataclass(frozen=True)
class LongFacet:
    """A facet of many values over a coded column.

    The value ``values[value_of[i]]`` belongs to the rows with the code ``codes[i]``; a code may have several
    values, a value several codes.
    """

    column: str
    values: Sequence[str]
    codes: Codes
    value_of: Codes

    def accepts(self, chosen: Sequence[str], size: int) -> Mask:
        """For each of ``size`` codes, whether it has a chosen value."""
        wanted = np.isin(self.value_of, [self.places[v] for v in chosen if v in self.places])
        accepted = np.zeros(size, dtype=np.bool_)
        accepted[self.codes[wanted]] = True
        return accepted

    def counts(self, by_code: npt.NDArray[np.int64]) -> dict[str, int]:
        """Counts by value from counts by code, without zeros."""
        sums = np.zeros(len(self.values), dtype=np.int64)
        np.add.at(sums, self.value_of, by_code[self.codes])
        return {self.values[place]: int(sums[place]) for place in np.flatnonzero(sums).tolist()}

    @cached_property
    def places(self) -> dict[str, int]:
        return {value: place for place, value in enumerate(self.values)}


Facet = ShortFacet | LongFacet


class CodedRows:
    """Rows in their usual order: coded columns, facets over them, whole numbers to sum up.

    ``column_sizes`` says how many codes a column has. ``usual`` are the rows that most questions are about:
    their counts are kept, and a large part of them is counted by what it lacks. About 15 bytes a row, and a
    bit a row for each value of a short facet.
    """

    def __init__(
        self,
        size: int,
        *,
        columns: Mapping[str, Codes],
        column_sizes: Mapping[str, int],
        facets: Mapping[str, Facet],
        numbers: Mapping[str, Codes] | None = None,
        usual: Bits | None = None,
    ) -> None:
        self.size = size
        self.columns = columns
        self.column_sizes = column_sizes
        self.facets = facets
        self.numbers = numbers or {}
        self.everything = bitsets.all_of(size)
        self.usual = self.everything if usual is None else usual
        self._usual_size = bitsets.count(self.usual)

    def chosen(self, name: str, values: Sequence[str]) -> Bits:
        """Rows with any of these values of a facet. A value that no row has adds none."""
        facet = self.facets[name]
        if isinstance(facet, ShortFacet):
            return bitsets.union(
                (facet.rows_of[value] for value in values if value in facet.rows_of), self.size
            )
        return self.any_of({facet.column: facet.accepts(values, self.column_sizes[facet.column])})

    def any_of(self, accepted: Mapping[str, Mask]) -> Bits:
        """Rows of which any of these columns has an accepted code."""
        found = np.zeros(self.size, dtype=np.bool_)
        for column, mask in accepted.items():
            if mask.any():
                found |= mask.take(self.columns[column])
        return bitsets.pack(found)

    def walk(self, rows: Bits) -> "Walk":
        """The shortest way to sums over these rows: through them, or through what the usual rows have more."""
        size = bitsets.count(rows)
        if size * 2 <= self._usual_size or (rows & ~self.usual).any():
            return Walk(self, rows, is_rest=False)
        return Walk(self, self.usual & ~rows, is_rest=True)

    @cached_property
    def usual_walk(self) -> "Walk":
        return Walk(self, self.usual, is_rest=False)


class Walk:
    """Counts and sums over some rows, or (``is_rest``) over the usual rows but for those."""

    def __init__(self, coded: CodedRows, rows: Bits, *, is_rest: bool) -> None:
        self._coded = coded
        self._rows = rows
        self._is_rest = is_rest
        self._counts: dict[str, npt.NDArray[np.int64]] = {}
        self._totals: dict[str, int] = {}

    @cached_property
    def _positions(self) -> npt.NDArray[np.intp]:
        return bitsets.positions(self._rows, self._coded.size)

    def code_counts(self, column: str) -> npt.NDArray[np.int64]:
        """How many of the rows have each code of the column."""
        if column not in self._counts:
            codes = self._coded.columns[column].take(self._positions)
            counts = np.bincount(codes, minlength=self._coded.column_sizes[column])
            if self._is_rest:
                counts = self._coded.usual_walk.code_counts(column) - counts
            self._counts[column] = counts
        return self._counts[column]

    def total(self, number: str) -> int:
        """The sum of a number."""
        if number not in self._totals:
            total = int(self._coded.numbers[number].take(self._positions).sum(dtype=np.int64))
            if self._is_rest:
                total = self._coded.usual_walk.total(number) - total
            self._totals[number] = total
        return self._totals[number]
