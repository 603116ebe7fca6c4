"""Rows on their way into a file: records as they are, or raw values of which each is worked out once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Generic, TypeVar

from xcms.exports.columns import ExportColumn

Written = TypeVar("Written")
#: Some columns of one record, written in a format.
Write = Callable[[Sequence[ExportColumn], Any], Written]

#: Of one part, in memory at a time. A nation has some 10,000 schools.
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class CodedRows:
    """Rows as tuples with one raw value per part, in the order of ``parts``.

    ``parts[name](raw)`` makes a stand-in for the record: it has what the columns of that part read, and need
    not have more. Most rows share most of their raw values, so a million rows cost little more than their
    tuples, and every cell still comes from the column's own ``value``.
    """

    parts: Mapping[str, Callable[[Any], Any]]
    tuples: Iterable[tuple[Any, ...]]


Rows = Iterable[Any] | CodedRows


class _Remembered(dict[Any, Written], Generic[Written]):
    """Raw value: its columns as written."""

    def __init__(self, make: Callable[[Any], Written]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, raw: Any) -> Written:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        written = self[raw] = self._make(raw)
        return written


def written(
    columns: Sequence[ExportColumn], rows: Rows, write: Write[Written]
) -> Iterator[list[Written]]:
    """For each row what ``write`` made of its columns, in one piece or in several side by side."""
    if not isinstance(rows, CodedRows):
        for record in rows:
            yield [write(columns, record)]
        return
    names = list(rows.parts)
    runs = [
        (names.index(part), _piece(tuple(side_by_side), rows.parts[part], write))
        for part, side_by_side in groupby(columns, key=lambda column: column.part)
    ]
    for raw in rows.tuples:
        yield [piece[raw[place]] for place, piece in runs]


def _piece(
    columns: Sequence[ExportColumn], stand_in: Callable[[Any], Any], write: Write[Written]
) -> _Remembered[Written]:
    return _Remembered(lambda raw: write(columns, stand_in(raw)))
