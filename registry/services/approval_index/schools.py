"""The schools by what they are and by what they may run, from the same index."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.models import School
from registry.services.approval_index.days import DayRows
from registry.services.approval_index.facets import short_facet
from registry.services.approval_index.names import Names, ranks
from xcms.facets import bits as bitsets
from xcms.facets.bits import Bits
from xcms.facets.coded import CodedRows
from xcms.facets.selections import WORDS, Selection

Array = npt.NDArray[Any]

#: Facets that one approved line answers for all at once.
LINE_FACETS = ("certificate", "certificate_level", "status")
_LINES = "lines"


class SchoolRows:
    """Every school, in the order of the keys."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.coded = CodedRows(
            len(names.schools),
            columns={},
            column_sizes={},
            facets={
                "region": short_facet([school.region_id for school in names.schools.records]),
                "school_level": short_facet([school.level for school in names.schools.records]),
            },
        )

    def order(self, sort: str) -> Array:
        keys: dict[str, Callable[[School], tuple[Any, ...]]] = {
            "region": lambda school: (school.region_id, not school.is_eligible, school.code),
            "name": lambda school: (school.pinyin,),
            "code": lambda school: (school.code,),
        }
        key, descending = sort.removeprefix("-"), sort.startswith("-")
        rank = ranks([keys[key](school) for school in self._names.schools.records])
        return np.argsort(rank.max(initial=0) - rank if descending else rank, kind="stable")


class SchoolSelection:
    """Schools by region, level and words, and by having one line with all that is asked of lines.

    Without a status that line is in force. Where nothing is asked of lines, schools without any are in it too.
    """

    def __init__(
        self,
        schools: SchoolRows,
        lines: DayRows,
        *,
        chosen: Mapping[str, Sequence[str]],
        words: str = "",
        majors: Sequence[str] = (),
        usual_status: str,
    ) -> None:
        self._rows = schools
        self._lines = lines
        self._majors = majors
        self._of_lines = {name: chosen[name] for name in LINE_FACETS if chosen.get(name)}
        self._asks_of_lines = bool(self._of_lines or majors)
        self._of_lines.setdefault("status", [usual_status])
        self._of_schools: dict[str, Bits] = {
            name: schools.coded.chosen(name, chosen[name])
            for name in schools.coded.facets
            if chosen.get(name)
        }
        masks = [found["school"] for found in lines.lines.names.mentioning(words)]
        if masks:
            self._of_schools[WORDS] = bitsets.pack(np.logical_and.reduce(masks))

    @cached_property
    def _selection(self) -> Selection:
        conditions = dict(self._of_schools)
        if self._asks_of_lines:
            selected = self._lines.select(self._of_lines, majors=self._majors)
            conditions[_LINES] = bitsets.pack(selected.code_counts("school") > 0)
        return Selection(self._rows.coded, conditions)

    @property
    def count(self) -> int:
        return self._selection.count

    def facet(self, name: str) -> dict[str, int]:
        if name in self._rows.coded.facets:
            return self._selection.facet(name)
        return self._line_selection.distinct_by(name, "school")

    @cached_property
    def _line_selection(self) -> Selection:
        """Lines of schools that are what is asked of schools."""
        selected = self._lines.select(self._of_lines, majors=self._majors)
        if not self._of_schools:
            return selected
        schools = Selection(self._rows.coded, self._of_schools).bits
        accepted = bitsets.unpack(schools, self._rows.coded.size)
        return selected.narrowed(WORDS, self._lines.coded.any_of({"school": accepted}))

    def records(self, start: int, stop: int, sort: str) -> list[School]:
        """A stretch of the schools, with region and other names; they belong to the caller."""
        places = self._selection.page(start, stop, self._rows.order(sort))
        schools = self._lines.lines.names.schools.records
        return [copy(schools[place]) for place in places]
