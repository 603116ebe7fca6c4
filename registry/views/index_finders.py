"""Approvals and schools found in the index: what SQL would find, at once at any size."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from registry.enums import ApprovalStatus
from registry.filters import ApprovalFilterSet, SchoolFilterSet
from registry.models import Approval, School
from registry.services.approval_index.figures import IndexFigures
from registry.services.approval_index.index import ApprovalIndex
from registry.services.approval_index.schools import SchoolSelection
from registry.services.scopes import Totals
from xcms.facets.finders import Finder
from xcms.filters import RegisterFilterSet


class IndexFinder(Finder):
    """What both have in common. The filter set is valid."""

    def __init__(self, filterset: RegisterFilterSet, index: ApprovalIndex) -> None:
        self._filterset = filterset
        self._index = index
        self._asked: Mapping[str, Any] = filterset.form.cleaned_data

    def _chosen(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Majors are asked for in words too, so they go another way."""
        return {
            name: self._asked[name] for name in names if name != "major" and self._asked.get(name)
        }

    @property
    def _sort(self) -> str:
        option, descending = self._filterset.sort_in_force
        return f"{'-' if descending else ''}{option.key if option else ''}"

    def labels(self, name: str, values: Collection[str]) -> Mapping[str, str]:
        """For values that a count or the filter set has vouched for."""
        labels = self._index.vocabulary.labels(name)
        if labels is None:
            found: Mapping[str, str] = self._filterset.filters[name].labels(values)
            return found
        return {value: label for value, label in labels.items() if value in values}


class ApprovalFinder(IndexFinder):
    def __init__(self, filterset: ApprovalFilterSet, index: ApprovalIndex) -> None:
        super().__init__(filterset, index)
        self._rows = index.on(filterset.day)
        chosen = {
            "status": [ApprovalStatus.IN_FORCE.value],
            **self._chosen(self._rows.coded.facets),
        }
        self._selection = self._rows.select(
            chosen, words=self._asked["q"] or "", majors=self._asked["major"]
        )

    def count(self) -> int:
        return self._selection.count

    def records(self, start: int, stop: int) -> list[Approval]:
        return self._rows.records(self._selection, start, stop, self._sort)

    def facet(self, name: str) -> Mapping[str, int]:
        return self._selection.facet(name)

    def totals(self) -> Totals:
        return self._rows.totals(self._selection)

    def figures(self) -> IndexFigures:
        return IndexFigures(self._rows, self._selection, self._asked)

    def certificates_with_page(self) -> Collection[int]:
        return self._index.certificates_with_page


class SchoolFinder(IndexFinder):
    def __init__(self, filterset: SchoolFilterSet, index: ApprovalIndex) -> None:
        super().__init__(filterset, index)
        self._lines = index.on(filterset.today)
        self._selection = SchoolSelection(
            index.schools,
            self._lines,
            chosen=self._chosen(filterset.facet_names),
            words=self._asked["q"] or "",
            majors=self._asked["major"],
            usual_status=ApprovalStatus.IN_FORCE.value,
        )

    def count(self) -> int:
        return self._selection.count

    def records(self, start: int, stop: int) -> list[School]:
        schools: list[School] = self._selection.records(start, stop, self._sort)
        for school in schools:
            school.totals = self._lines.in_force_of(school)
        return schools

    def facet(self, name: str) -> Mapping[str, int]:
        return self._selection.facet(name)
