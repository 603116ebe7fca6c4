"""The one engine: rules against cases (design rule 3).

Bounds are inclusive: 40 % of 20 majors are 8, and 8 pass. Whole numbers throughout: both sides are multiplied
out, nothing is divided into a float, and where 64 bits do not hold a product Python's own numbers do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from registry.enums import JUDGED_RULES, RuleKind, RuleOutcome
from registry.rules.cases import Cases, FilingState
from registry.rules.columns import (
    LARGEST,
    UNKNOWN,
    Mask,
    Numbers,
    Shares,
)
from registry.rules.terms import Terms

OUTCOMES = tuple(RuleOutcome)
_NOT_MET, _OPEN, _JUDGEMENT, _MET = (np.int8(number) for number in range(len(OUTCOMES)))


class Subject(Enum):
    """What a rule is asked of; the rows of a ruling are these of the cases."""

    SCHOOL = "school"
    TEAM = "team"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule on every subject, as columns. ``outcome`` counts in ``OUTCOMES``.

    ``room`` is how many more fit, or of how many there are more than needed; below zero, how many are too
    many or lacking. Where the outcome is open it says nothing.
    """

    terms: Terms
    subject: Subject
    outcome: npt.NDArray[np.int8]
    part: Numbers
    whole: Numbers
    room: Numbers

    def having(self, outcome: RuleOutcome) -> Numbers:
        return np.flatnonzero(self.outcome == OUTCOMES.index(outcome))

    def counts(self) -> dict[RuleOutcome, int]:
        found = np.bincount(self.outcome, minlength=len(OUTCOMES)).tolist()
        return dict(zip(OUTCOMES, found, strict=True))


def evaluate(rules: Sequence[Terms], cases: Cases) -> list[Ruling]:
    """Each rule on all of its subjects: one school, one application or a whole batch."""
    return [_JUDGES[rule.kind](rule, cases) for rule in rules]


# Shares with a bound


def _certificates(rule: Terms, cases: Cases) -> Ruling:
    part = cases.majors if rule.counts_majors else cases.certificates
    return _at_most(rule, part, cases.schools.majors)


def _enrolment(rule: Terms, cases: Cases) -> Ruling:
    return _at_most(rule, cases.persons, cases.schools.enrolment)


def _at_most(rule: Terms, part: Numbers, whole: Numbers) -> Ruling:
    known = (part >= 0) & (whole >= 0)
    # A whole number is at most a share of the whole exactly when it is at most that share rounded down.
    room = part if rule.share is None else _share_of(whole, rule.share) - part
    return _ruling(rule, Subject.SCHOOL, part, whole, room, known)


def _at_least(rule: Terms, subject: Subject, shares: Shares) -> Ruling:
    known = (shares.part >= 0) & (shares.whole > 0)
    room = shares.part
    if rule.share is not None:
        room = shares.part - _share_of(shares.whole, rule.share, up=True)
    return _ruling(rule, subject, shares.part, shares.whole, room, known)


def _share_of(whole: Numbers, share: tuple[int, int], *, up: bool = False) -> Numbers:
    """The share of each whole, rounded down or up to a whole number, exactly."""
    part, of = share
    if part and int(whole.max(initial=0)) > (LARGEST - of) // part:
        whole = whole.astype(object)
    return (whole * part + (of - 1 if up else 0)) // of


def _ruling(
    rule: Terms, subject: Subject, part: Numbers, whole: Numbers, room: Numbers, known: Mask
) -> Ruling:
    if rule.percent is None:
        outcome = np.full(len(part), _OPEN)
    else:
        outcome = np.where(known, np.where(room >= 0, _MET, _NOT_MET), _OPEN).astype(np.int8)
    return Ruling(rule, subject, outcome, part, whole, room)


def completion_of(rule: Terms, cases: Cases) -> Shares:
    """What the rule takes for having completed: certificates obtained, or persons trained."""
    return cases.schools.training if rule.counts_trained else cases.schools.completion


# Everything else


def _school_level(rule: Terms, cases: Cases) -> Ruling:
    level = cases.schools.level
    # Other undergraduate schools are eligible only where the office has said so: that is the school's own mark.
    may = np.where((level >= 0) & cases.schools.is_eligible, _MET, _NOT_MET)
    return _without_figures(rule, Subject.SCHOOL, np.where(level == UNKNOWN, _OPEN, may))


def _filed(rule: Terms, cases: Cases) -> Ruling:
    state = cases.asked.state
    outcome = np.where(
        state == FilingState.FILED,
        _MET,
        np.where(state < 0, _OPEN, _NOT_MET),
    )
    return _without_figures(rule, Subject.ASKED, outcome)


def _preferred(rule: Terms, cases: Cases) -> Ruling:
    # A preference helps and never hinders; where no team is on record a person looks.
    outcome = np.where(cases.teams.flag > 0, _MET, _JUDGEMENT)
    return _without_figures(rule, Subject.TEAM, outcome)


def _judged(rule: Terms, cases: Cases) -> Ruling:
    return _without_figures(rule, Subject.SCHOOL, np.full(len(cases.schools), _JUDGEMENT))


def _without_figures(rule: Terms, subject: Subject, outcome: Numbers) -> Ruling:
    nothing = np.full(len(outcome), UNKNOWN)
    return Ruling(rule, subject, outcome.astype(np.int8), nothing, nothing, nothing)


_JUDGES: Mapping[RuleKind, Callable[[Terms, Cases], Ruling]] = {
    RuleKind.CERTIFICATES: _certificates,
    RuleKind.ENROLMENT: _enrolment,
    RuleKind.DUAL_QUALIFIED: lambda rule, cases: _at_least(
        rule, Subject.TEAM, cases.teams.dual_qualified
    ),
    RuleKind.INDUSTRY_EXPERTS: lambda rule, cases: _at_least(
        rule, Subject.TEAM, cases.teams.industry_experts
    ),
    RuleKind.COMPLETION: lambda rule, cases: _at_least(
        rule, Subject.SCHOOL, completion_of(rule, cases)
    ),
    RuleKind.SCHOOL_LEVEL: _school_level,
    RuleKind.FILED: _filed,
    RuleKind.PREFERRED_TEAM: _preferred,
    **dict.fromkeys(JUDGED_RULES, _judged),
}
