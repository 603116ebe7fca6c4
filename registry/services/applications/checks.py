"""What is to be said of applications before somebody decides: what makes them none, and which rule they break."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _

from registry.enums import (
    CertificateLevel,
    RuleKind,
    RuleOutcome,
    RuleSeverity,
    SchoolLevel,
)
from registry.models import Application, ApplicationLine, Batch, Filing, Round
from registry.rules.columns import LEVELS, NO_MAJOR, Lines
from registry.rules.findings import Finding
from registry.services.assessments import assess_application, assess_lines
from registry.services.lines_in_force import InForce, lines_in_force

Figures = Mapping[int, int]


@dataclass(slots=True)
class Review:
    """``problems`` hold an application up whatever anybody decides; of ``findings`` a person judges, and ``hints``
    stop nobody."""

    problems: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def broken(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.needs_override]

    @property
    def preferred(self) -> list[Finding]:
        """The majors applied for with a national or provincial team, where the batch prefers these."""
        return [
            finding
            for finding in self.findings
            if finding.kind == RuleKind.PREFERRED_TEAM and finding.outcome == RuleOutcome.MET
        ]

    @property
    def stops(self) -> list[str]:
        """Broken rules that no reason outweighs."""
        return [
            finding.sentence for finding in self.broken if finding.severity == RuleSeverity.ERROR
        ]


def review(application: Application, day: date, figures: Figures | None = None) -> Review:
    """All that the rules say of one application, with these persons by line instead of those applied for.

    A constant number of queries.
    """
    asked = [
        (line.level, line.major, persons)
        for line in application.lines.all()
        if (persons := (figures or {}).get(line.pk, line.students))
    ]
    return Review(
        list(_problems(application, application.lines.all(), _filed([application]))),
        list(_hints(application, has_plan_file=application.plan_files.exists())),
        assess_application(
            application.school, application.certificate, asked, application.round, day
        ),
    )


def broken_rules(applications: Sequence[Application], day: date) -> dict[int, Review]:
    """Of many, what holds them up, what they break and what puts them first, each beside all that its school runs.

    Applications need ``with_associations()`` and ``with_plan_file()``. A constant number of queries for each batch
    and each further application of one school.
    """
    filed = _filed(applications)
    found = {
        application.pk: Review(
            list(_problems(application, application.lines.all(), filed)),
            list(_hints(application, has_plan_file=application.has_plan_file)),
        )
        for application in applications
    }
    running = lines_in_force(day, schools={one.school_id for one in applications})
    for batch, turn in _turns(applications):
        by_school = {application.school_id: application.pk for application in turn}
        assessment = assess_lines(batch, day, _without_own(running, turn), _asked(turn))
        preferred = assessment.found(RuleOutcome.MET, kinds=(RuleKind.PREFERRED_TEAM,))
        for school, finding in (*assessment.found(RuleOutcome.NOT_MET), *preferred):
            if school in by_school:
                found[by_school[school]].findings.append(finding)
    return found


def problems_of(
    applications: Sequence[tuple[Application, Sequence[ApplicationLine]]],
) -> list[list[str]]:
    """What holds each up with these lines; neither need be saved yet. One query."""
    filed = _filed([application for application, _lines in applications])
    return [list(_problems(application, lines, filed)) for application, lines in applications]


def _asked(turn: Sequence[Application]) -> Lines:
    return Lines.of(
        [
            (
                one.school_id,
                one.certificate_id,
                LEVELS.index(line.level),
                NO_MAJOR if line.major.is_unspecified else line.major_id,
                line.students,
            )
            for one in turn
            for line in one.lines.all()
        ]
    )


def _without_own(running: InForce, turn: Sequence[Application]) -> Lines:
    """What an application's own round has brought already is the application itself (``assess_application``)."""
    own = np.zeros(len(running.lines), np.bool_)
    for one in turn:
        own |= (
            (running.lines.school == one.school_id)
            & (running.lines.certificate == one.certificate_id)
            & (running.round == one.round_id)
        )
    return running.without(own).lines


def _turns(applications: Sequence[Application]) -> Iterator[tuple[Batch, list[Application]]]:
    """Of one batch and no two of one school, since rules look at schools."""
    turns: dict[tuple[int, int], list[Application]] = defaultdict(list)
    counted: dict[tuple[int, int], int] = defaultdict(int)
    for application in applications:
        batch, school = application.round.batch_id, application.school_id
        turns[batch, counted[batch, school]].append(application)
        counted[batch, school] += 1
    for turn in turns.values():
        yield turn[0].round.batch, turn


# Content


class _Filed(NamedTuple):
    batch: int
    round_number: int
    levels: frozenset[str]
    school_levels: frozenset[str]


def _filed(applications: Sequence[Application]) -> Mapping[int, Sequence[_Filed]]:
    """What is filed in the applications' batches, by certificate. One query."""
    rows = (
        Filing.objects.agreed()
        .filter(
            certificate__in={one.certificate_id for one in applications},
            round__batch__in={one.round.batch_id for one in applications},
        )
        .order_by()
        .values_list(
            "certificate_id", "round__batch_id", "round__number", "levels", "school_levels"
        )
    )
    found: dict[int, list[_Filed]] = defaultdict(list)
    for certificate, batch, number, levels, school_levels in rows:
        found[certificate].append(
            _Filed(batch, number, frozenset(levels), frozenset(school_levels))
        )
    return found


def _hints(application: Application, *, has_plan_file: bool) -> Iterator[str]:
    if not has_plan_file:
        yield _("The plan (实施方案) has not been taken in as a file.")
        if not application.plan.strip():
            yield _("No pilot plan is recorded.")


def _problems(
    application: Application,
    lines: Collection[ApplicationLine],
    filed: Mapping[int, Sequence[_Filed]],
) -> Iterator[str]:
    if not lines:
        yield _("It has no line: name at least one major with its students.")
    school = application.school
    if not school.is_eligible:
        if school.level == SchoolLevel.UNDERGRADUATE:
            yield _("%(school)s is not among the schools of the pilot.") % {"school": school}
        else:
            yield _("The office has taken %(school)s out of the pilot.") % {"school": school}
    for level in sorted({line.level for line in lines if line.level}):
        if level not in application.certificate.levels:
            yield (
                _("“%(certificate)s” is not offered at the level %(level)s.")
                % {
                    "certificate": application.certificate.name,
                    "level": CertificateLevel(level).label,
                }
            )
    yield from _problems_of_filing(application, lines, filed.get(application.certificate_id, ()))


def _problems_of_filing(
    application: Application, lines: Collection[ApplicationLine], filed: Sequence[_Filed]
) -> Iterator[str]:
    """A school applies for what is filed in its round or in an earlier one of the batch."""
    round_: Round = application.round
    values = {"certificate": application.certificate.name, "round": round_}
    known = [
        one for one in filed if one.batch == round_.batch_id and one.round_number <= round_.number
    ]
    if not known:
        yield _("“%(certificate)s” is not filed in %(round)s.") % values
        return
    if not any(application.school.level in one.school_levels for one in known):
        yield (
            _("“%(certificate)s” is not filed in %(round)s for schools of the level %(level)s.")
            % {**values, "level": application.school.get_level_display()}
        )
    levels = frozenset[str]().union(*(one.levels for one in known))
    for level in sorted({line.level for line in lines if line.level} - levels):
        yield (
            _("“%(certificate)s” is filed in %(round)s without the level %(level)s.")
            % {**values, "level": CertificateLevel(level).label}
        )
