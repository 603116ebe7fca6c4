"""Who runs something: schools with their lines, by region and code, a page of them at a time.

``SqlRunning`` is the oracle; ``approval_index.running`` has the same from memory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

from django.db.models import Exists, OuterRef, QuerySet

from registry.models import Approval, School
from registry.services.scopes import LEVEL_ORDER
from registry.services.statistics import Figures, SqlFigures
from xcms.facets.finders import Rows


@dataclass(frozen=True, slots=True)
class SchoolLines:
    """A school and those of its lines that are asked about, by level and major."""

    school: School
    lines: Sequence[Approval]

    @classmethod
    def of(cls, school: School, lines: Iterable[Approval]) -> Self:
        return cls(
            school,
            sorted(
                lines, key=lambda line: (LEVEL_ORDER[line.level], line.major.code, line.major.name)
            ),
        )

    @property
    def quota(self) -> int:
        return sum(line.quota for line in self.lines)

    @property
    def is_demo(self) -> bool:
        return self.school.is_demo or any(line.is_demo for line in self.lines)


class Running(Rows, Protocol):
    """Rows of ``SchoolLines``: the schools that have some lines."""

    def figures(self) -> Figures:
        """Of the lines."""

    def in_regions(self, codes: Sequence[str]) -> Self: ...


class SqlRunning:
    """Of approvals with state. A page costs three queries."""

    def __init__(self, approvals: QuerySet[Any]) -> None:
        self._approvals = approvals
        self._schools = (
            School.objects.public()
            .filter(Exists(approvals.filter(school=OuterRef("pk"))))
            .select_related("region")
            .order_by("region", "code")
        )

    def figures(self) -> Figures:
        return SqlFigures(self._approvals)

    def in_regions(self, codes: Sequence[str]) -> "SqlRunning":
        return SqlRunning(self._approvals.filter(school__region__in=codes))

    def count(self) -> int:
        return self._schools.count()

    def records(self, start: int, stop: int) -> list[SchoolLines]:
        schools = list(self._schools[start:stop])
        found: dict[int, list[Approval]] = {school.pk: [] for school in schools}
        for line in self._approvals.filter(school__in=list(found)).select_related("major"):
            found[line.school_id].append(line)
        return [SchoolLines.of(school, found[school.pk]) for school in schools]
