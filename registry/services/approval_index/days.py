"""The lines with their state on one day: selected, summed up, in any order that the list offers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import DEFAULT_DB_ALIAS

from registry.enums import ApprovalStatus
from registry.models import Approval, School
from registry.services.approval_index.facets import of_places
from registry.services.approval_index.history import NEVER, States
from registry.services.approval_index.lines import Lines
from registry.services.approval_index.names import LEVELS, narrow
from registry.services.scopes import Totals
from xcms.facets.bits import Bits
from xcms.facets.coded import CodedRows, Facet
from xcms.facets.selections import WORDS, Selection

Array = npt.NDArray[Any]

#: In the model's own order, which ``from_db`` relies on.
_FIELDS = ("id", "is_demo", "public_id", "school_id", "certificate_id", "level", "major_id")

_IN_FORCE = States.STATUSES.index(ApprovalStatus.IN_FORCE.value)


class DayRows:
    """The approvals as they stand on one day."""

    def __init__(self, lines: Lines, lasting: Mapping[str, Facet], demo: Bits, day: date) -> None:
        self.lines = lines
        self.demo = demo
        states = lines.history.on(day)
        self.states = states
        self._numbers = {"quota": states.quota, "effective_from": states.effective_from}
        status = of_places(States.STATUSES, lambda place: states.status == place)
        in_force = status.rows_of[ApprovalStatus.IN_FORCE.value]
        names = lines.names
        self.coded = CodedRows(
            len(lines),
            columns={
                "school": lines.school,
                "certificate": lines.certificate,
                "major": lines.major,
            },
            column_sizes={
                "school": len(names.schools),
                "certificate": len(names.certificates),
                "major": len(names.majors),
            },
            facets={**lasting, "status": status},
            numbers={"quota": states.quota},
            usual=in_force,
        )
        self._orders: dict[str, Array] = {}

    def select(
        self,
        chosen: Mapping[str, Sequence[str]],
        *,
        words: str = "",
        majors: Sequence[str] = (),
    ) -> Selection:
        """The rows with a chosen value in each facet, every word in a name, and one of these majors."""
        conditions = {
            name: self.coded.chosen(name, values) for name, values in chosen.items() if values
        }
        if majors:
            accepted = self.lines.names.majors.called(majors)
            conditions["major"] = self.coded.any_of({"major": accepted})
        found = [self.coded.any_of(masks) for masks in self.lines.names.mentioning(words)]
        if found:
            conditions[WORDS] = np.bitwise_and.reduce(found)
        return Selection(self.coded, conditions)

    def totals(self, selection: Selection) -> Totals:
        return Totals(
            schools=selection.distinct("school"),
            certificates=selection.distinct("certificate"),
            quota=selection.total("quota"),
            is_demo=bool((selection.bits & self.demo).any()),
        )

    def in_force_of(self, school: School) -> Totals:
        """What the school may run on the day."""
        schools = self.lines.names.schools
        lines = self.lines.of_school(int(np.searchsorted(schools.keys, school.pk)))
        in_force = self.states.status[lines] == _IN_FORCE
        return Totals(
            schools=int(in_force.any()),
            certificates=len(np.unique(self.lines.certificate[lines][in_force])),
            quota=int(self.states.quota[lines][in_force].sum(dtype=np.int64)),
            is_demo=bool(self.lines.is_demo[lines][in_force].any()),
        )

    def order(self, sort: str) -> Array | None:
        """All rows in the order of a key of the list's sorts, "-" before it for descending; None: as they lie.

        Made at the first use (0.1 s for a million rows) and kept.
        """
        if sort == "school":
            return None
        key = sort.removeprefix("-")
        orders = self._orders if key in self._numbers else self.lines.orders
        if sort not in orders:
            orders[sort] = self._sorted(key, sort.startswith("-"))
        return orders[sort]

    def _sorted(self, key: str, descending: bool) -> Array:
        lines, names = self.lines, self.lines.names
        ranks: dict[str, Callable[[], Iterable[Array]]] = {
            "school": lambda: (
                names.school_ranks.take(lines.school),
                names.certificate_ranks.take(lines.certificate),
                lines.level,
                names.major_ranks.take(lines.major),
            ),
            "certificate": lambda: (
                names.certificate_ranks.take(lines.certificate),
                lines.level,
                names.school_ranks.take(lines.school),
            ),
            "quota": lambda: (_from_zero(self._numbers["quota"]),),
            "effective_from": lambda: (_from_zero(self._numbers["effective_from"]),),
        }
        chosen = ranks[key]()
        return lines.sorted_by(
            *(rank.max(initial=0) - rank if descending else rank for rank in chosen)
        )

    def records(self, selection: Selection, start: int, stop: int, sort: str) -> list[Approval]:
        """A stretch of the selected rows as ``public().with_state()`` and its associations would give them, without
        a query. ``synchronised_on`` and ``recorded_version`` are fetched where somebody asks for them."""
        return [self.record(place) for place in selection.page(start, stop, self.order(sort))]

    def record(self, place: int) -> Approval:
        lines, names, states = self.lines, self.lines.names, self.states
        school = names.schools.records[lines.school[place]]
        certificate = names.certificates.records[lines.certificate[place]]
        major = names.majors.records[lines.major[place]]
        record = Approval.from_db(
            DEFAULT_DB_ALIAS,
            _FIELDS,
            (
                int(lines.key[place]),
                bool(lines.is_demo[place]),
                lines.public_id[place].decode(),
                school.pk,
                certificate.pk,
                LEVELS[lines.level[place]],
                major.pk,
            ),
        )
        record._state.fields_cache.update(school=school, certificate=certificate, major=major)
        record.status = States.STATUSES[states.status[place]]
        record.quota = int(states.quota[place])
        record.effective_from = date.fromordinal(int(states.effective_from[place]))
        ends = int(states.effective_to[place])
        record.effective_to = None if ends == NEVER else date.fromordinal(ends)
        return record

    def keys(self, selection: Selection, start: int, stop: int, sort: str) -> list[int]:
        """Primary keys of a stretch of the selected rows in this order."""
        places = selection.page(start, stop, self.order(sort))
        return [int(key) for key in self.lines.key.take(places)]


def _from_zero(numbers: Array) -> Array:
    """Numbers less the smallest, in the smallest type: sorting small ones is many times faster."""
    if not len(numbers):
        return numbers
    low = numbers.min()
    return narrow(numbers.astype(np.int64) - low, int(numbers.max()) - int(low) + 1)
