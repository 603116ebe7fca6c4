"""A sheet as columns of distinct texts: 100,000 rows are parsed, matched and compared by the few hundred
texts that they repeat, never cell by cell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class TextColumn:
    """``codes[i]`` is the position in ``texts`` of what stands in the i-th row.

    ``texts`` are distinct and stripped, "" for blank. ``overlong`` are the positions of numbers with more
    than 15 digits: Excel has rounded them already.
    """

    texts: tuple[str, ...]
    codes: Codes
    overlong: frozenset[int] = frozenset()

    @classmethod
    def of(cls, cells: Sequence[str], *, overlong: Iterable[str] = ()) -> "TextColumn":
        """From one text a row."""
        position = {text: code for code, text in enumerate(dict.fromkeys(cells))}
        codes = np.fromiter((position[cell] for cell in cells), np.int32, len(cells))
        return cls(tuple(position), codes, frozenset(position[text] for text in overlong))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> str:
        return self.texts[self.codes[row]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet below its header, without blank, total and note rows.

    ``name``           of the sheet in its workbook; "" for CSV
    ``header``         the header cells as messages name them, on one line; a cell below a merged group is
                       "试点规模(人) 初级"
    ``header_keys``    for each, the name keys that it may go by, the most exact first
    ``header_number``  the row of the header (the lower one of two) as the person sees it, from 1
    ``numbers``        each row's number as the person sees it
    """

    name: str
    header: tuple[str, ...]
    header_keys: tuple[tuple[str, ...], ...]
    header_number: int
    numbers: Codes
    columns: tuple[TextColumn, ...]

    def __len__(self) -> int:
        return len(self.numbers)

    def rows(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """(number, texts) of every row: for previews and tests, not for work on all rows."""
        for index, number in enumerate(self.numbers.tolist()):
            yield number, tuple(column[index] for column in self.columns)
