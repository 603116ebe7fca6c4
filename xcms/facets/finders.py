"""What a list shows, however it is found: in SQL, or in an index that somebody keeps."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from xcms.filters import RegisterFilterSet


class Rows(Protocol):
    """Rows that can be counted, and taken from anywhere in the order asked for."""

    def count(self) -> int: ...

    def records(self, start: int, stop: int) -> list[Any]: ...


class Finder(Rows, Protocol):
    """The rows that a filter set finds, however they are found. A filter set in error finds nothing."""

    def facet(self, name: str) -> Mapping[str, int]:
        """For each value of the facet, how many rows the list would have with only that value chosen in it.

        The other filters stay as they are; the facet's own choice, and what the list takes for granted
        without one, count for nothing. Values without rows are left out, and so are those that the public
        may not name.
        """

    def labels(self, name: str, values: Collection[str]) -> Mapping[str, str]:
        """Those of the values that exist, in the facet's own order, in words."""


class SqlFinder:
    """The oracle. One query for the count, one (and the prefetches) for the records, one per facet."""

    def __init__(self, filterset: "RegisterFilterSet") -> None:
        self.filterset = filterset

    def count(self) -> int:
        return self.filterset.qs.count() if self.filterset.is_valid() else 0

    def records(self, start: int, stop: int) -> list[Any]:
        return list(self.filterset.qs[start:stop]) if self.filterset.is_valid() else []

    def facet(self, name: str) -> Mapping[str, int]:
        return self.filterset.facet_counts(name)

    def labels(self, name: str, values: Collection[str]) -> Mapping[str, str]:
        labels: Mapping[str, str] = self.filterset.filters[name].labels(values)
        return labels
