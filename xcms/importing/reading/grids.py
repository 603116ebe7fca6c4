"""A sheet before anybody knows its header."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

Cells = Sequence[Any]
#: First and last cell, each (row, column) from 0, as calamine counts.
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Grid:
    """``rows()`` begins anew with row 1 each time it is called; rows may differ in length.

    ``merges`` are in the same columns as the rows. ``blemishes()`` gives the texts of cells that the rows
    wrongly have as blank, by (row, column); it may refuse the sheet. ``left`` is the column of the workbook
    in which the rows begin.
    """

    name: str
    rows: Callable[[], Iterator[Cells]]
    merges: Sequence[Merge] = ()
    blemishes: Callable[[], dict[tuple[int, int], str]] = dict
    left: int = 0
    is_hidden: bool = False

    def head(self, count: int) -> list[Cells]:
        return list(islice(self.rows(), count))
