"""What each facet of the list says of the lines."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.services.approval_index.lines import Lines
from registry.services.approval_index.names import LEVELS
from xcms.facets import bits as bitsets
from xcms.facets.bits import Bits
from xcms.facets.coded import Facet, LongFacet, ShortFacet

Array = npt.NDArray[Any]


def of_places(values: Sequence[str], rows_of: Callable[[int], Array]) -> ShortFacet:
    """The value at each place has the rows of that place; values named "" are left out."""
    return ShortFacet(
        {value: bitsets.pack(rows_of(place)) for place, value in enumerate(values) if value}
    )


def short_facet(values: Sequence[str], rows: Array | None = None) -> ShortFacet:
    """The few distinct values of these codes, for the rows that have them (by default one row a code)."""
    distinct = sorted(set(values))
    codes = np.array([distinct.index(value) for value in values], dtype=np.uint8)
    of_row = codes if rows is None else codes.take(rows)
    return of_places(distinct, lambda place: of_row == place)


def long_facet(column: str, values: Sequence[str]) -> LongFacet:
    """One value for each code; codes may share it, and "" is none."""
    distinct = sorted({value for value in values if value})
    place = {value: number for number, value in enumerate(distinct)}
    codes = [code for code, value in enumerate(values) if value]
    return LongFacet(
        column,
        distinct,
        np.array(codes, dtype=np.int64),
        np.array([place[values[code]] for code in codes], dtype=np.int64),
    )


def facets_of_lines(lines: Lines) -> dict[str, Facet]:
    """Those that neither the day nor a decision changes."""
    names = lines.names
    schools, certificates = names.schools.records, names.certificates.records
    return {
        "region": short_facet([school.region_id for school in schools], lines.school),
        "school_level": short_facet([school.level for school in schools], lines.school),
        "certificate_level": of_places(LEVELS, lambda place: lines.level == place),
        "school": long_facet("school", [school.code for school in schools]),
        "certificate": long_facet("certificate", [owned.public_id for owned in certificates]),
        "organization": long_facet(
            "certificate", [owned.organization.public_id for owned in certificates]
        ),
        "major": long_facet("major", [major.name for major in names.majors.records]),
    }


def facets_of_decisions(lines: Lines) -> dict[str, Facet]:
    """Those that don't depend on the day."""
    names = lines.names
    rounds: dict[str, Bits] = {}
    batches: dict[str, Bits] = {}
    found = lines.history.lines_by_round(len(names.rounds))
    for round_, batch, rows in zip(names.rounds, names.batches, found, strict=True):
        if round_:
            rounds[round_] = bitsets.pack(rows)
            before = batches.get(batch)
            batches[batch] = rounds[round_] if before is None else before | rounds[round_]
    return {"round": ShortFacet(rounds), "batch": ShortFacet(batches)}
