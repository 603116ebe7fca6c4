"""From lines to what the rules look at: each school's use, the teams of its majors, the certificates it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from registry.rules.columns import (
    LEVELS,
    NO_MAJOR,
    SCHOOL_LEVELS,
    UNKNOWN,
    Lines,
    Numbers,
    Schools,
    Teams,
    pairs,
    sums,
)


class FilingState(IntEnum):
    SCHOOL_LEVEL_UNKNOWN = -2
    LIST_UNKNOWN = -1
    NOT_FILED = 0
    WITHOUT_LEVEL = 1
    NOT_FOR_SCHOOLS = 2
    FILED = 3


@dataclass(frozen=True, slots=True)
class FilingScope:
    """What a certificate is filed for, as words of the enums."""

    levels: frozenset[str]
    school_levels: frozenset[str]


#: By certificate; several where several rounds count. None: no list is known yet.
Scopes = Mapping[int, Sequence[FilingScope]] | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A certificate at a level that a school asks for. ``state`` is a FilingState."""

    school: Numbers
    certificate: Numbers
    level: Numbers
    state: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """``majors`` is unknown where a line of the school names none."""

    schools: Schools
    certificates: Numbers
    persons: Numbers
    majors: Numbers
    teams: Teams
    asked: Asked

    @classmethod
    def of(
        cls, schools: Schools, *, running: Lines, asked: Lines, teams: Teams, scopes: Scopes
    ) -> "Cases":
        """``running`` and ``asked`` count together against the caps, and no line is in both."""
        lines = running.and_also(asked)
        count = len(schools)
        owner, _certificate = pairs(lines.school, lines.certificate)
        major_owner, _major = pairs(lines.school, lines.major)
        majors = np.bincount(major_owner, minlength=count)
        majors[lines.school[lines.major == NO_MAJOR]] = UNKNOWN
        return cls(
            schools=schools,
            certificates=np.bincount(owner, minlength=count),
            persons=sums(lines.school, lines.persons, count),
            majors=majors,
            teams=teams.of_majors(asked if len(asked) else running),
            asked=asked_of(asked, schools, scopes),
        )


def asked_of(lines: Lines, schools: Schools, scopes: Scopes) -> Asked:
    """Each certificate and level that a school's lines name, once."""
    width = len(LEVELS)
    school, rest = pairs(lines.school, lines.certificate * width + lines.level)
    certificate, level = rest // width, rest % width
    school_level = schools.level[school]
    # Schools are many, levels of schools four: each question is asked once.
    kinds = len(SCHOOL_LEVELS) + 2
    questions, which = np.unique(rest * kinds + school_level + 2, return_inverse=True)
    answers = [
        _state(
            scopes,
            int(question) // kinds // width,
            LEVELS[int(question) // kinds % width],
            int(question) % kinds - 2,
        )
        for question in questions
    ]
    state = np.array(answers, np.int64)[which] if answers else np.zeros(0, np.int64)
    return Asked(school, certificate, level, state)


def _state(scopes: Scopes, certificate: int, level: str, school_level: int) -> FilingState:
    if scopes is None:
        return FilingState.LIST_UNKNOWN
    filed = scopes.get(certificate, ())
    if not filed:
        return FilingState.NOT_FILED
    fitting = [scope for scope in filed if not level or level in scope.levels]
    if not fitting:
        return FilingState.WITHOUT_LEVEL
    if school_level == UNKNOWN:
        return FilingState.SCHOOL_LEVEL_UNKNOWN
    own = SCHOOL_LEVELS[school_level] if school_level >= 0 else ""
    if any(own in scope.school_levels for scope in fitting):
        return FilingState.FILED
    return FilingState.NOT_FOR_SCHOOLS
