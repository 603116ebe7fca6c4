"""Who runs something, from the index."""

from collections.abc import Sequence
from copy import copy
from functools import cached_property

import numpy as np

from registry.services.approval_index.days import Array, DayRows
from registry.services.approval_index.figures import IndexFigures
from registry.services.running import SchoolLines
from xcms.facets import bits as bitsets
from xcms.facets.selections import Selection

_REGIONS = "region"


class IndexRunning:
    """The schools of the selected lines of a day."""

    def __init__(self, rows: DayRows, selection: Selection) -> None:
        self._rows = rows
        self._selection = selection

    def figures(self) -> IndexFigures:
        return IndexFigures(self._rows, self._selection, {})

    def in_regions(self, codes: Sequence[str]) -> "IndexRunning":
        there = self._rows.coded.chosen(_REGIONS, codes)
        return IndexRunning(self._rows, self._selection.narrowed(_REGIONS, there))

    def count(self) -> int:
        return len(self._schools)

    @cached_property
    def _schools(self) -> Array:
        """Their codes by region and school code."""
        codes = np.flatnonzero(self._selection.code_counts("school"))
        return codes.take(np.argsort(self._rows.lines.names.school_ranks.take(codes)))

    def records(self, start: int, stop: int) -> list[SchoolLines]:
        """The schools belong to the caller."""
        lines = self._rows.lines
        selected = bitsets.unpack(self._selection.bits, len(lines))
        found = []
        for code in self._schools[start:stop].tolist():
            here = lines.of_school(code)
            places = here.start + np.flatnonzero(selected[here])
            school = copy(lines.names.schools.records[code])
            found.append(SchoolLines.of(school, map(self._rows.record, places)))
        return found
