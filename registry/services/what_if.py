"""A plan that somebody types against a batch's rules: read from what is public alone, and stored nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _

from registry.enums import SchoolLevel
from registry.models import Batch, Certificate, School, SchoolYear
from registry.rules.cases import Asked, Cases, asked_of
from registry.rules.columns import (
    NO_MAJOR,
    OUT_OF_SCOPE,
    SCHOOL_LEVELS,
    TEAM_FLAGS,
    UNKNOWN,
    Lines,
    Numbers,
    Schools,
    Shares,
    Teams,
)
from registry.rules.evaluating import evaluate
from registry.rules.findings import Finding, Origins, SchoolOrigin, Source, findings
from registry.rules.terms import Terms
from registry.services.lines_in_force import lines_in_force
from registry.services.published import published_scopes
from registry.services.school_figures import register_source, source_of

#: A level that a person may give and no school of the register has: 技工学校.
TECHNICIAN = "technician"


class Share(NamedTuple):
    part: int
    whole: int
    is_headcount: bool


_NO_SHARE = Share(UNKNOWN, UNKNOWN, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is known of a school and what it plans; None and "" are not known. What is typed goes before what the
    register has."""

    school: School | None = None
    level: str = ""
    majors: int | None = None
    enrolment: int | None = None
    running: int | None = None
    running_persons: int | None = None
    wanted: Sequence[Certificate] = ()
    certificates: int | None = None
    persons: int | None = None
    taking: int | None = None
    dual_qualified: Share | None = None
    industry_experts: Share | None = None
    team: str = ""
    completion: Share | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the public register says of the school of a plan."""

    certificates: frozenset[int] = frozenset()
    persons: int = 0
    year: SchoolYear | None = None
    has_demo: bool = False


def check_plan(
    plan: Plan, rules: Sequence[Terms], batch: Batch, today: date
) -> tuple[list[Finding], Known]:
    """The batch's rules on the plan, and what was known of its school. A constant number of queries."""
    known = _known(plan.school, batch, today)
    cases = _cases(plan, known, batch)
    origins = _origins(plan, known, today)
    found = findings(evaluate(rules, cases), cases, origins)
    return [finding for _school, finding in found], known


def _known(school: School | None, batch: Batch, today: date) -> Known:
    if school is None:
        return Known()
    lines = lines_in_force(today, schools=[school.pk]).lines
    year = SchoolYear.objects.public().filter(school=school, year=batch.year).first()
    return Known(
        certificates=frozenset(lines.certificate.tolist()),
        persons=int(lines.persons.sum()),
        year=year,
        has_demo=school.is_demo or bool(year and year.is_demo),
    )


# The columns: one school, one team


def _cases(plan: Plan, known: Known, batch: Batch) -> Cases:
    level, is_eligible = _level(plan)
    completed = Shares.of([plan.completion or _NO_SHARE])
    schools = Schools(
        level=_one(level),
        is_eligible=np.array([is_eligible]),
        majors=_one(_majors(plan, known)),
        enrolment=_one(_enrolment(plan, known)),
        completion=completed,
        # Whoever types a share means the one that the batch's rule counts.
        training=completed,
    )
    return Cases(
        schools=schools,
        certificates=_one(_certificates(plan, known)),
        persons=_one(_persons(plan, known)),
        majors=_one(plan.taking),
        teams=Teams(
            school=_one(0),
            # One team without a name: the major is the asker's own affair.
            major=_one(UNKNOWN),
            dual_qualified=Shares.of([plan.dual_qualified or _NO_SHARE]),
            industry_experts=Shares.of([plan.industry_experts or _NO_SHARE]),
            flag=_one(TEAM_FLAGS.index(plan.team)),
        ),
        asked=_asked(plan, schools, batch),
    )


def _asked(plan: Plan, schools: Schools, batch: Batch) -> Asked:
    rows = [(0, certificate.pk, 0, NO_MAJOR, 0) for certificate in plan.wanted]
    return asked_of(Lines.of(rows), schools, published_scopes(batch) if rows else None)


def _one(value: int | None) -> Numbers:
    return np.array([UNKNOWN if value is None else value], np.int64)


def _level(plan: Plan) -> tuple[int, bool]:
    """The level, and whether such a school may take part."""
    if plan.level == TECHNICIAN:
        return OUT_OF_SCOPE, False
    own = plan.school
    if own is not None and plan.level in ("", own.level):
        return SCHOOL_LEVELS.index(own.level), own.is_eligible
    if not plan.level:
        return UNKNOWN, False
    return SCHOOL_LEVELS.index(plan.level), plan.level != SchoolLevel.UNDERGRADUATE


def _majors(plan: Plan, known: Known) -> int | None:
    if plan.majors is not None:
        return plan.majors
    return known.year.majors_count if known.year else None


def _enrolment(plan: Plan, known: Known) -> int | None:
    if plan.enrolment is not None:
        return plan.enrolment
    return known.year.enrolment if known.year else None


def _running(plan: Plan, known: Known) -> int | None:
    return len(known.certificates) if plan.school and plan.running is None else plan.running


def _running_persons(plan: Plan, known: Known) -> int | None:
    return known.persons if plan.school and plan.running_persons is None else plan.running_persons


def _planned(plan: Plan, known: Known) -> int | None:
    """In addition to what runs: those chosen that do not run yet, or more if more are planned."""
    chosen = sum(certificate.pk not in known.certificates for certificate in plan.wanted)
    if plan.certificates is None and not plan.wanted:
        return None
    return max(plan.certificates or 0, chosen)


def _certificates(plan: Plan, known: Known) -> int | None:
    return _sum(_running(plan, known), _planned(plan, known))


def _persons(plan: Plan, known: Known) -> int | None:
    return _sum(_running_persons(plan, known), plan.persons)


def _sum(running: int | None, planned: int | None) -> int | None:
    return None if running is None and planned is None else (running or 0) + (planned or 0)


# Where each figure is from


def _origins(plan: Plan, known: Known, today: date) -> Origins:
    typed = Source(_("entered here"))
    of_year = source_of(known.year) if known.year else Source()
    register = register_source(today)
    uses = {
        "certificates": _use(plan.school, plan.running, _planned(plan, known), register),
        "persons": _use(plan.school, plan.running_persons, plan.persons, register),
    }
    return Origins(
        schools=[
            SchoolOrigin(
                certificates=uses["certificates"],
                persons=uses["persons"],
                majors=of_year if plan.majors is None else typed,
                enrolment=of_year if plan.enrolment is None else typed,
                completion=typed,
            )
        ],
        teams={(0, UNKNOWN): typed},
        certificates={certificate.pk: certificate.name for certificate in plan.wanted},
    )


def _use(
    school: School | None, running: int | None, planned: int | None, register: Source
) -> Source:
    """Of a sum of what runs and what is planned."""
    typed = Source(_("entered here"))
    if school is None or running is not None:
        return typed
    if not planned:
        return register
    return replace(
        register,
        text=_("%(register)s, and %(planned)d entered here")
        % {"register": register.text, "planned": planned},
    )
