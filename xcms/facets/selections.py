"""What choices in facets leave of coded rows: counts, sums, and the rows of a page."""

from collections.abc import Mapping
from functools import cached_property, reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from xcms.facets import bits as bitsets
from xcms.facets.bits import Bits
from xcms.facets.coded import CodedRows, LongFacet, ShortFacet, Walk

#: A condition that belongs to no facet; every count heeds it.
WORDS = ""


class Selection:
    """Rows that satisfy every condition. A facet's own condition has the facet's name.

    Counts of a facet ignore its own condition, so that they say what else could be chosen there.
    """

    def __init__(self, rows: CodedRows, conditions: Mapping[str, Bits]) -> None:
        self.rows = rows
        self._conditions = conditions
        self._without: dict[str, Bits] = {}
        self._walks: dict[str, Walk] = {}

    @cached_property
    def bits(self) -> Bits:
        return self._leaving_out(WORDS)

    @cached_property
    def count(self) -> int:
        return bitsets.count(self.bits)

    def narrowed(self, name: str, rows: Bits) -> "Selection":
        """The same with one more condition of this name, beside one that it may have already."""
        present = self._conditions.get(name)
        both = rows if present is None else present & rows
        return Selection(self.rows, {**self._conditions, name: both})

    def facet(self, name: str) -> dict[str, int]:
        """How many rows each value would leave if only it were chosen in this facet; zeros are absent."""
        facet = self.rows.facets[name]
        if isinstance(facet, ShortFacet):
            counts = bitsets.count_common(self._leaving_out(name), facet.rows_of.values())
            return {value: n for value, n in zip(facet.rows_of, counts, strict=True) if n}
        return facet.counts(self.code_counts(facet.column, leaving_out=name))

    def distinct_by(self, name: str, column: str) -> dict[str, int]:
        """How many codes of ``column`` each value of the facet would leave."""
        facet = self.rows.facets[name]
        rows = self._leaving_out(name)
        if isinstance(facet, ShortFacet):
            found = {
                value: np.count_nonzero(self.rows.walk(rows & having).code_counts(column))
                for value, having in facet.rows_of.items()
            }
        else:
            found = self._distinct_by_long(facet, column, rows)
        return {value: int(n) for value, n in found.items() if n}

    def _distinct_by_long(self, facet: LongFacet, column: str, rows: Bits) -> dict[str, Any]:
        """Pairs of facet code and column code that occur, then values over pairs."""
        places = bitsets.positions(rows, self.rows.size)
        width = self.rows.column_sizes[column]
        codes = self.rows.columns[facet.column].take(places).astype(np.int64)
        pairs = np.zeros((self.rows.column_sizes[facet.column], width), dtype=np.bool_)
        pairs.reshape(-1)[codes * width + self.rows.columns[column].take(places)] = True
        found = np.zeros((len(facet.values), width), dtype=np.bool_)
        for code, place in zip(facet.codes, facet.value_of, strict=True):
            found[place] |= pairs[code]
        return dict(zip(facet.values, np.count_nonzero(found, axis=1), strict=True))

    def code_counts(self, column: str, *, leaving_out: str = WORDS) -> npt.NDArray[np.int64]:
        return self._walk(leaving_out).code_counts(column)

    def distinct(self, column: str) -> int:
        return int(np.count_nonzero(self.code_counts(column)))

    def total(self, number: str) -> int:
        return self._walk(WORDS).total(number)

    def page(self, start: int, stop: int, order: npt.NDArray[Any] | None) -> npt.NDArray[np.intp]:
        """The selected rows from ``start`` to before ``stop`` in this order of all rows; None: as they lie."""
        if order is None:
            return bitsets.some_positions(self.bits, start, stop)
        chosen = bitsets.unpack(self.bits, self.rows.size)
        return order[np.flatnonzero(chosen.take(order))[start:stop]]

    def _walk(self, leaving_out: str) -> Walk:
        left = leaving_out if leaving_out in self._conditions else WORDS
        if left not in self._walks:
            self._walks[left] = self.rows.walk(self._leaving_out(left))
        return self._walks[left]

    def _leaving_out(self, name: str) -> Bits:
        left = name if name in self._conditions else WORDS
        if left not in self._without:
            kept = [bits for key, bits in self._conditions.items() if key == WORDS or key != left]
            self._without[left] = reduce(np.bitwise_and, kept, self.rows.everything)
        return self._without[left]
