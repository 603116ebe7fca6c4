"""Random lines and figures for the rules, and a slow plain oracle: one school after another, in fractions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st

from registry.enums import (
    AT_MOST_RULES,
    JUDGED_RULES,
    MEASURED_RULES,
    RuleBasis,
    RuleKind,
    RuleOutcome,
)
from registry.rules.cases import Cases, FilingScope
from registry.rules.columns import (
    LEVELS,
    NO_MAJOR,
    OUT_OF_SCOPE,
    SCHOOL_LEVELS,
    UNKNOWN,
    Lines,
    Schools,
    Shares,
    Teams,
)
from registry.rules.terms import Terms

Row = tuple[int, int, int, int, int]
Share = tuple[int, int, bool]
NO_SHARE: Share = (UNKNOWN, UNKNOWN, False)


@dataclass(frozen=True)
class School:
    level: int = SCHOOL_LEVELS.index("higher_vocational")
    is_eligible: bool = True
    majors: int = UNKNOWN
    enrolment: int = UNKNOWN
    completion: Share = NO_SHARE
    training: Share = NO_SHARE


@dataclass(frozen=True)
class Team:
    school: int
    major: int
    dual_qualified: Share = NO_SHARE
    industry_experts: Share = NO_SHARE
    flag: int = 0


@dataclass(frozen=True)
class Situation:
    """Rows of lines are (school, certificate, level, major, persons)."""

    schools: list[School]
    running: list[Row] = field(default_factory=list)
    asked: list[Row] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    scopes: dict[int, list[FilingScope]] | None = None

    def cases(self) -> Cases:
        return Cases.of(
            Schools(
                level=np.array([school.level for school in self.schools], np.int64),
                is_eligible=np.array([school.is_eligible for school in self.schools], np.bool_),
                majors=np.array([school.majors for school in self.schools], np.int64),
                enrolment=np.array([school.enrolment for school in self.schools], np.int64),
                completion=Shares.of([school.completion for school in self.schools]),
                training=Shares.of([school.training for school in self.schools]),
            ),
            running=Lines.of(self.running),
            asked=Lines.of(self.asked),
            teams=Teams(
                school=np.array([team.school for team in self.teams], np.int64),
                major=np.array([team.major for team in self.teams], np.int64),
                dual_qualified=Shares.of([team.dual_qualified for team in self.teams]),
                industry_experts=Shares.of([team.industry_experts for team in self.teams]),
                flag=np.array([team.flag for team in self.teams], np.int64),
            ),
            scopes=self.scopes,
        )


# The oracle


def plainly(rule: Terms, of: Situation) -> dict[Any, RuleOutcome]:
    """The outcome by school, by (school, major) or by (school, certificate, level)."""
    if rule.kind in AT_MOST_RULES:
        return {number: _cap(rule, number, of) for number in range(len(of.schools))}
    if rule.kind == RuleKind.COMPLETION:
        return {
            number: _at_least(
                rule,
                school.training if rule.basis == RuleBasis.TRAINED else school.completion,
            )
            for number, school in enumerate(of.schools)
        }
    if rule.kind == RuleKind.SCHOOL_LEVEL:
        return {number: _may_take_part(school) for number, school in enumerate(of.schools)}
    if rule.kind == RuleKind.FILED:
        return {row[:3]: _filed(row, of) for row in of.asked}
    if rule.kind in JUDGED_RULES:
        return dict.fromkeys(range(len(of.schools)), RuleOutcome.JUDGEMENT)
    return dict(_of_teams(rule, of))


def _cap(rule: Terms, number: int, of: Situation) -> RuleOutcome:
    lines = [row for row in (*of.running, *of.asked) if row[0] == number]
    school = of.schools[number]
    count, whole = sum(row[4] for row in lines), school.enrolment
    if rule.kind == RuleKind.CERTIFICATES:
        count, whole = len({row[1] for row in lines}), school.majors
        if rule.basis == RuleBasis.MAJORS:
            majors = {row[3] for row in lines}
            count = UNKNOWN if NO_MAJOR in majors else len(majors)
    if rule.percent is None or UNKNOWN in (count, whole):
        return RuleOutcome.OPEN
    fits = Fraction(count) <= Fraction(rule.percent) / 100 * whole
    return RuleOutcome.MET if fits else RuleOutcome.NOT_MET


def _at_least(rule: Terms, share: Share) -> RuleOutcome:
    part, whole, _headcount = share
    if rule.percent is None or part == UNKNOWN or whole in (UNKNOWN, 0):
        return RuleOutcome.OPEN
    is_enough = Fraction(part, whole) >= Fraction(rule.percent) / 100
    return RuleOutcome.MET if is_enough else RuleOutcome.NOT_MET


def _may_take_part(school: School) -> RuleOutcome:
    if school.level == UNKNOWN:
        return RuleOutcome.OPEN
    may = school.is_eligible and school.level != OUT_OF_SCOPE
    return RuleOutcome.MET if may else RuleOutcome.NOT_MET


def _filed(row: Row, of: Situation) -> RuleOutcome:
    school, certificate, level = of.schools[row[0]], row[1], LEVELS[row[2]]
    if of.scopes is None:
        return RuleOutcome.OPEN
    scopes = [s for s in of.scopes.get(certificate, []) if not level or level in s.levels]
    if scopes and school.level == UNKNOWN:
        return RuleOutcome.OPEN
    own = SCHOOL_LEVELS[school.level] if school.level >= 0 else ""
    filed = any(own in scope.school_levels for scope in scopes)
    return RuleOutcome.MET if filed else RuleOutcome.NOT_MET


def _of_teams(rule: Terms, of: Situation) -> Iterator[tuple[tuple[int, int], RuleOutcome]]:
    known = {(team.school, team.major): team for team in of.teams}
    for school, _certificate, _level, major, _persons in of.asked or of.running:
        team = known.get((school, major), Team(school, major))
        if rule.kind == RuleKind.PREFERRED_TEAM:
            outcome = RuleOutcome.MET if team.flag else RuleOutcome.JUDGEMENT
        elif rule.kind == RuleKind.DUAL_QUALIFIED:
            outcome = _at_least(rule, team.dual_qualified)
        else:
            outcome = _at_least(rule, team.industry_experts)
        yield (school, major), outcome


# Random situations

_SCHOOLS = 4
_counts = st.integers(0, 12) | st.integers(0, 2**31 - 1) | st.integers(0, 2**62)
_figures = st.just(UNKNOWN) | _counts
#: Bounds that figures hit exactly, and any other.
_percents = st.sampled_from(
    [None, *map(Decimal, ("0", "20", "30", "40", "50", "100", "33.33"))]
) | (st.decimals(0, 100, places=2))
_scopes = st.builds(
    FilingScope,
    st.frozensets(st.sampled_from(LEVELS[1:]), min_size=1),
    st.frozensets(st.sampled_from(SCHOOL_LEVELS), min_size=1),
)


@st.composite
def _shares(draw: Any) -> Share:
    if draw(st.booleans()):
        return NO_SHARE
    whole = draw(st.just(10_000) | st.integers(0, 40) | st.integers(0, 2**60))
    return draw(st.integers(0, whole)), whole, draw(st.booleans())


@st.composite
def situations(draw: Any) -> Situation:
    count = draw(st.integers(1, _SCHOOLS))
    levels = st.sampled_from([UNKNOWN, OUT_OF_SCOPE, *range(len(SCHOOL_LEVELS))])
    schools = st.builds(School, levels, st.booleans(), _figures, _figures, _shares(), _shares())
    rows = st.tuples(
        st.integers(0, count - 1),
        st.integers(1, 6) | st.just(2**40),
        st.integers(0, len(LEVELS) - 1),
        st.integers(0, 4),
        st.integers(0, 100) | st.integers(0, 2**60),
    )
    keys = draw(
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(1, 4)), unique=True, max_size=6)
    )
    return Situation(
        schools=draw(st.lists(schools, min_size=count, max_size=count)),
        running=draw(st.lists(rows, max_size=12)),
        asked=draw(st.lists(rows, max_size=8)),
        teams=[
            Team(school, major, draw(_shares()), draw(_shares()), draw(st.integers(0, 2)))
            for school, major in keys
        ],
        scopes=draw(st.none() | st.dictionaries(st.integers(1, 6), st.lists(_scopes, max_size=2))),
    )


@st.composite
def rules(draw: Any) -> Terms:
    kind = draw(st.sampled_from(list(RuleKind)))
    percent = draw(_percents) if kind in MEASURED_RULES else None
    return Terms(kind, percent, draw(st.sampled_from(list(RuleBasis))))
