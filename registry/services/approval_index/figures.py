"""The figures of ``registry.services.statistics`` from the index: a few passes over the lines for each table."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.enums import CertificateLevel, SchoolLevel, StatisticsBy
from registry.services.approval_index.days import DayRows
from registry.services.approval_index.names import LEVELS, narrow
from registry.services.statistics import Figure
from xcms.facets import bits as bitsets
from xcms.facets.bits import Bits
from xcms.facets.selections import Selection

Array = npt.NDArray[Any]

#: Tables that list every value, those without lines as zeros.
_COMPLETE = (StatisticsBy.REGION, StatisticsBy.SCHOOL_LEVEL, StatisticsBy.CERTIFICATE_LEVEL)
#: Tables in which a line may count several times.
_DECIDED = (StatisticsBy.BATCH, StatisticsBy.ROUND)
_NOWHERE = np.zeros(0, dtype=np.intp)


class _Counted:
    """What is counted of lines at these places. A place may stand there several times."""

    def __init__(self, rows: DayRows, places: Array) -> None:
        lines, names = rows.lines, rows.lines.names
        self.school = lines.school.take(places)
        self.certificate = lines.certificate.take(places)
        self.level = lines.level.take(places)
        self._quota = rows.states.quota.take(places)
        self._is_demo = lines.is_demo.take(places)
        self._schools, self._certificates = len(names.schools), len(names.certificates)

    def by(self, groups: Array, count: int) -> list[tuple[int, int, int, int, bool]]:
        """Lines, schools, certificates, quota and demo mark of each group; ``groups`` has that of each place."""
        columns = (
            np.bincount(groups, minlength=count),
            _distinct(groups, self.school, count, self._schools),
            _distinct(groups, self.certificate, count, self._certificates),
            # Sums of whole numbers are exact in floats up to 2 ** 53.
            np.bincount(groups, self._quota, minlength=count).astype(np.int64),
            np.bincount(groups[self._is_demo], minlength=count) > 0,
        )
        return list(zip(*(column.tolist() for column in columns), strict=True))


def _distinct(groups: Array, codes: Array, count: int, width: int) -> Array:
    """How many different codes (below ``width``) each group has."""
    occurs = np.zeros(count * width, dtype=np.bool_)
    occurs[groups.astype(np.int64) * width + codes] = True
    return np.count_nonzero(occurs.reshape(count, width), axis=1)


class IndexFigures:
    """Of the selected lines of a day. ``chosen`` are the values that the filters ask for."""

    def __init__(
        self, rows: DayRows, selection: Selection, chosen: Mapping[str, Sequence[str]]
    ) -> None:
        self._rows = rows
        self._selection = selection
        self._chosen = chosen

    def total(self) -> Figure:
        sums = self._rows.totals(self._selection)
        return Figure(
            value="",
            label="",
            lines=self._selection.count,
            schools=sums.schools,
            certificates=sums.certificates,
            quota=sums.quota,
            is_demo=sums.is_demo,
        )

    def by(self, by: StatisticsBy) -> list[Figure]:
        labels = self._labels(by)
        if by in _DECIDED:
            counted, groups = self._decided(by, list(labels))
        else:
            counted, groups = self._counted, self._groups(by, list(labels))
        sums = counted.by(groups, len(labels))
        return [
            Figure(value, label, *row)
            for (value, label), row in zip(labels.items(), sums, strict=True)
            if row[0] or (value and by in _COMPLETE)
        ]

    def _labels(self, by: StatisticsBy) -> dict[str, str]:
        """In the order of the table; what has none of these values comes last."""
        match by:
            case StatisticsBy.SCHOOL_LEVEL:
                known = {value: str(label) for value, label in SchoolLevel.choices}
            case StatisticsBy.CERTIFICATE_LEVEL:
                known = {value: str(label) for value, label in CertificateLevel.choices}
            case _:
                known = dict(self._rows.lines.names.labels(by) or {})
        if by in _DECIDED:
            # A line of a chosen round may have been decided in others too.
            chosen = self._chosen.get(by) or known
            return {value: label for value, label in known.items() if value in chosen}
        return {**known, "": ""}

    @cached_property
    def _counted(self) -> _Counted:
        return _Counted(self._rows, self._places(self._selection.bits))

    def _groups(self, by: StatisticsBy, values: Sequence[str]) -> Array:
        names = self._rows.lines.names
        codes: Array
        match by:
            case StatisticsBy.REGION:
                codes, of_code = self._counted.school, [s.region_id for s in names.schools.records]
            case StatisticsBy.SCHOOL_LEVEL:
                codes, of_code = self._counted.school, [s.level for s in names.schools.records]
            case StatisticsBy.CERTIFICATE:
                codes = self._counted.certificate
                of_code = [owned.public_id for owned in names.certificates.records]
            case _:
                codes, of_code = self._counted.level, list(LEVELS)
        place = {value: number for number, value in enumerate(values)}
        groups = np.array([place.get(value, place[""]) for value in of_code], dtype=np.int64)
        return narrow(groups, len(values)).take(codes)

    def _decided(self, by: StatisticsBy, values: Sequence[str]) -> tuple[_Counted, Array]:
        """Each line once for every value in which it was decided."""
        places = [
            self._places(self._selection.bits & self._rows.coded.chosen(by, [value]))
            for value in values
        ]
        groups = np.repeat(np.arange(len(values)), [len(found) for found in places])
        return _Counted(self._rows, np.concatenate([_NOWHERE, *places])), groups

    def _places(self, bits: Bits) -> Array:
        return bitsets.positions(bits, len(self._rows.lines))
