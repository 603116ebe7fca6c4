"""What the register knows of schools in a year, as the engine's columns, with where each figure is from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from django.utils.translation import gettext as _

from registry.models import Batch, MajorTeam, School, SchoolYear
from registry.rules.columns import (
    SCHOOL_LEVELS,
    TEAM_FLAGS,
    UNKNOWN,
    Schools,
    Shares,
    Teams,
)
from registry.rules.findings import Origins, SchoolOrigin, Source
from registry.services.completions import Completed, completed_before
from registry.services.lines_in_force import MOST_KEYS

#: Shares of a team are stored with four decimals.
_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class SchoolFigures:
    schools: Schools
    teams: Teams
    origins: Origins


def figures_of(schools: Sequence[int], batch: Batch, *, today: date) -> SchoolFigures:
    """Of these schools (keys, each once), by position, for judging them in the batch. Four queries."""
    known, years, teams = (
        School.objects.order_by(),
        SchoolYear.objects.filter(year=batch.year).order_by(),
        MajorTeam.objects.filter(year=batch.year).order_by("pk"),
    )
    if len(schools) <= MOST_KEYS:
        known = known.filter(pk__in=schools)
        years, teams = years.filter(school__in=schools), teams.filter(school__in=schools)
    completed = completed_before(batch, schools)
    marks = {pk: (level, may) for pk, level, may in known.values_list("pk", "level", "is_eligible")}
    figures = {row.school_id: row for row in years}
    of_schools = [figures.get(key) for key in schools]
    place = {key: position for position, key in enumerate(schools)}
    columns, sources = _teams([team for team in teams if team.school_id in place], place)
    return SchoolFigures(
        Schools(
            level=np.array([SCHOOL_LEVELS.index(marks[key][0]) for key in schools], np.int64),
            is_eligible=np.array([marks[key][1] for key in schools], np.bool_),
            majors=_counts([row.majors_count if row else None for row in of_schools]),
            enrolment=_counts([row.enrolment if row else None for row in of_schools]),
            completion=Shares.of([_achieved(completed.get(key), "certified") for key in schools]),
            training=Shares.of([_achieved(completed.get(key), "trained") for key in schools]),
        ),
        columns,
        Origins(
            schools=[
                _origin(row, completed.get(key), today)
                for key, row in zip(schools, of_schools, strict=True)
            ],
            teams=sources,
        ),
    )


def source_of(row: SchoolYear | MajorTeam) -> Source:
    return Source(row.source or _("figures of %(year)d") % {"year": row.year}, row.figures_on)


def register_source(today: date) -> Source:
    return Source(_("provincial register"), today)


def _origin(row: SchoolYear | None, completed: Completed | None, today: date) -> SchoolOrigin:
    source, register = source_of(row) if row else Source(), register_source(today)
    return SchoolOrigin(
        certificates=register,
        persons=register,
        majors=source,
        enrolment=source,
        completion=completed.source if completed else Source(),
    )


def _achieved(completed: Completed | None, what: str) -> tuple[int, int, bool]:
    if completed is None:
        return UNKNOWN, UNKNOWN, False
    return getattr(completed, what), completed.planned, True


def _counts(values: Sequence[int | None]) -> np.ndarray:
    return np.array([UNKNOWN if value is None else value for value in values], np.int64)


def _teams(
    rows: Sequence[MajorTeam], place: dict[int, int]
) -> tuple[Teams, dict[tuple[int, int], Source]]:
    columns = Teams(
        school=np.array([place[row.school_id] for row in rows], np.int64),
        major=np.array([row.major_id for row in rows], np.int64),
        dual_qualified=Shares.of([_share(row.dual_qualified_ratio) for row in rows]),
        industry_experts=Shares.of([_share(row.industry_expert_ratio) for row in rows]),
        flag=np.array([TEAM_FLAGS.index(row.flag) for row in rows], np.int64),
    )
    return columns, {(place[row.school_id], row.major_id): source_of(row) for row in rows}


def _share(ratio: Decimal | None) -> tuple[int, int, bool]:
    if ratio is None:
        return UNKNOWN, UNKNOWN, False
    return int(ratio * _WHOLE), _WHOLE, False
