"""The one engine against a slow plain oracle, and at the notice's own bounds."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from registry.enums import RuleBasis, RuleKind, RuleOutcome
from registry.rules.cases import FilingScope
from registry.rules.columns import (
    NO_MAJOR,
    OUT_OF_SCOPE,
    SCHOOL_LEVELS,
    UNKNOWN,
    Lines,
    pairs,
    sums,
)
from registry.rules.evaluating import OUTCOMES, Ruling, Subject, evaluate
from registry.rules.terms import Terms
from tests.registry.rules.random_cases import (
    School,
    Situation,
    Team,
    plainly,
    rules,
    situations,
)

CERTIFICATES = Terms(RuleKind.CERTIFICATES, Decimal(40))
ENROLMENT = Terms(RuleKind.ENROLMENT, Decimal("30.00"))
MAJORS = Terms(RuleKind.CERTIFICATES, Decimal(40), RuleBasis.MAJORS)
DUAL = Terms(RuleKind.DUAL_QUALIFIED, Decimal(50))
EXPERTS = Terms(RuleKind.INDUSTRY_EXPERTS, Decimal(20))


def outcomes(ruling: Ruling, situation: Situation) -> dict[Any, RuleOutcome]:
    cases = situation.cases()
    keys: list[Any]
    if ruling.subject is Subject.SCHOOL:
        keys = list(range(len(situation.schools)))
    elif ruling.subject is Subject.TEAM:
        keys = list(zip(cases.teams.school.tolist(), cases.teams.major.tolist(), strict=True))
    else:
        asked = cases.asked
        columns = (asked.school.tolist(), asked.certificate.tolist(), asked.level.tolist())
        keys = list(zip(*columns, strict=True))
    assert len(set(keys)) == len(keys)
    found = [OUTCOMES[number] for number in ruling.outcome.tolist()]
    return dict(zip(keys, found, strict=True))


@given(rule=rules(), situation=situations())
def test_any_rule_on_anything_agrees_with_the_plain_reading(
    rule: Terms, situation: Situation
) -> None:
    (ruling,) = evaluate([rule], situation.cases())

    assert outcomes(ruling, situation) == plainly(rule, situation)


def lines(count: int, *, persons: int = 0, major: int = 1) -> list[tuple[int, int, int, int, int]]:
    return [(0, number + 1, 0, major, persons) for number in range(count)]


def one(rule: Terms, situation: Situation) -> RuleOutcome:
    (ruling,) = evaluate([rule], situation.cases())
    (outcome,) = outcomes(ruling, situation).values()
    return outcome


@pytest.mark.parametrize(
    ("running", "asked", "outcome"),
    [(5, 3, RuleOutcome.MET), (5, 4, RuleOutcome.NOT_MET), (8, 0, RuleOutcome.MET)],
)
def test_forty_percent_of_the_majors_pass_and_one_certificate_more_fails(
    running: int, asked: int, outcome: RuleOutcome
) -> None:
    rows = lines(running + asked)
    situation = Situation([School(majors=20)], rows[:running], rows[running:])

    assert one(CERTIFICATES, situation) == outcome


def test_a_certificate_that_runs_already_counts_once() -> None:
    situation = Situation([School(majors=20)], lines(8), [(0, 8, 2, 5, 10)])

    assert one(CERTIFICATES, situation) == RuleOutcome.MET


@pytest.mark.parametrize(("asked", "outcome"), [(400, RuleOutcome.MET), (401, RuleOutcome.NOT_MET)])
def test_thirty_percent_of_the_students_pass_and_one_person_more_fails(
    asked: int, outcome: RuleOutcome
) -> None:
    situation = Situation([School(enrolment=8000)], lines(2, persons=1000), [(0, 1, 1, 2, asked)])

    assert one(ENROLMENT, situation) == outcome


@pytest.mark.parametrize(
    ("rule", "share", "outcome"),
    [
        (DUAL, (10, 20, True), RuleOutcome.MET),
        (DUAL, (9, 20, True), RuleOutcome.NOT_MET),
        (DUAL, (5000, 10_000, False), RuleOutcome.MET),
        (DUAL, (4999, 10_000, False), RuleOutcome.NOT_MET),
        (EXPERTS, (4, 20, True), RuleOutcome.MET),
        (EXPERTS, (3, 20, True), RuleOutcome.NOT_MET),
        (EXPERTS, (0, 0, True), RuleOutcome.OPEN),
    ],
)
def test_half_of_the_teachers_and_a_fifth_of_experts_are_enough(
    rule: Terms, share: tuple[int, int, bool], outcome: RuleOutcome
) -> None:
    team = Team(0, 1, share, share)

    assert one(rule, Situation([School()], [], lines(1), [team])) == outcome


@pytest.mark.parametrize(
    ("rule", "school"),
    [
        pytest.param(Terms(RuleKind.CERTIFICATES), School(majors=20), id="bound unknown"),
        pytest.param(CERTIFICATES, School(enrolment=8000), id="majors unknown"),
        pytest.param(ENROLMENT, School(majors=20), id="enrolment unknown"),
        pytest.param(MAJORS, School(majors=20), id="a line names no major"),
        pytest.param(Terms(RuleKind.COMPLETION, Decimal(80)), School(), id="completion unknown"),
        pytest.param(DUAL, School(), id="team unknown"),
        pytest.param(Terms(RuleKind.FILED), School(), id="no list yet"),
        pytest.param(Terms(RuleKind.SCHOOL_LEVEL), School(level=UNKNOWN), id="level unknown"),
    ],
)
def test_what_is_unknown_is_neither_passed_nor_failed(rule: Terms, school: School) -> None:
    assert one(rule, Situation([school], [], lines(1, major=NO_MAJOR))) == RuleOutcome.OPEN


@pytest.mark.parametrize(
    ("school", "outcome"),
    [
        (School(level=SCHOOL_LEVELS.index("secondary")), RuleOutcome.MET),
        (
            School(level=SCHOOL_LEVELS.index("undergraduate"), is_eligible=False),
            RuleOutcome.NOT_MET,
        ),
        (School(level=SCHOOL_LEVELS.index("undergraduate")), RuleOutcome.MET),
        (School(level=OUT_OF_SCOPE), RuleOutcome.NOT_MET),
    ],
)
def test_other_undergraduates_only_where_the_office_says_so_and_no_technician_schools(
    school: School, outcome: RuleOutcome
) -> None:
    assert one(Terms(RuleKind.SCHOOL_LEVEL), Situation([school])) == outcome


@pytest.mark.parametrize(
    ("level", "scope", "outcome"),
    [
        (1, FilingScope(frozenset({"beginner"}), frozenset({"secondary"})), RuleOutcome.MET),
        (0, FilingScope(frozenset({"beginner"}), frozenset({"secondary"})), RuleOutcome.MET),
        (2, FilingScope(frozenset({"beginner"}), frozenset({"secondary"})), RuleOutcome.NOT_MET),
        (
            1,
            FilingScope(frozenset({"beginner"}), frozenset({"higher_vocational"})),
            RuleOutcome.NOT_MET,
        ),
    ],
)
def test_a_certificate_is_filed_at_that_level_and_for_such_schools(
    level: int, scope: FilingScope, outcome: RuleOutcome
) -> None:
    school = School(level=SCHOOL_LEVELS.index("secondary"))
    situation = Situation([school], [], [(0, 7, level, 0, 5)], scopes={7: [scope]})

    assert one(Terms(RuleKind.FILED), situation) == outcome
    assert one(
        Terms(RuleKind.FILED), Situation([school], [], [(0, 8, level, 0, 5)], scopes={7: [scope]})
    ) == (RuleOutcome.NOT_MET)


def test_a_preference_never_fails_and_words_never_pass_by_themselves() -> None:
    for flag, outcome in ((0, RuleOutcome.JUDGEMENT), (1, RuleOutcome.MET), (2, RuleOutcome.MET)):
        situation = Situation([School()], [], lines(1), [Team(0, 1, flag=flag)])
        assert one(Terms(RuleKind.PREFERRED_TEAM), situation) == outcome
    assert one(Terms(RuleKind.NO_OUTSOURCING), Situation([School()])) == RuleOutcome.JUDGEMENT


def test_sums_and_pairs_beyond_64_bits_stay_exact() -> None:
    huge = np.array([2**62, 2**62, 2**62], np.int64)

    assert sums(np.array([0, 0, 0]), huge, 2).tolist() == [3 * 2**62, 0]
    assert [column.tolist() for column in pairs(huge, huge)] == [[2**62], [2**62]]


def test_nothing_at_all_is_no_trouble() -> None:
    cases = Situation([]).cases()

    for kind in RuleKind:
        (ruling,) = evaluate([Terms(kind)], cases)
        assert len(ruling.outcome) == 0
    assert len(Lines.of([])) == 0
