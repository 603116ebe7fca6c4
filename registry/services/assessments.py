"""A batch's rules on a school, an application or everything at once: what forms, review, import and what-if ask.

The rules are rows, the engine (``registry.rules``) is pure; this is what lies between. The number of queries does
not depend on how much is judged.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import numpy as np

from registry.enums import RuleBasis, RuleKind, RuleOutcome, RuleSeverity
from registry.models import Batch, Certificate, Major, Round, Rule, School
from registry.rules.cases import Cases, FilingScope, Scopes
from registry.rules.columns import LEVELS, NO_MAJOR, Lines, Numbers
from registry.rules.evaluating import Ruling, evaluate
from registry.rules.findings import Finding, Origins, findings, findings_at
from registry.rules.terms import Terms
from registry.services.filings import filing_scopes
from registry.services.lines_in_force import MOST_KEYS, lines_in_force
from registry.services.school_figures import figures_of

#: A line of an application: level ("" for none), major (None for none), persons.
AppliedLine = tuple[str, Major | None, int]


def rules_of(batch: Batch) -> list[Rule]:
    """In the order in which people read them. One query."""
    order = list(RuleKind)
    return sorted(
        Rule.objects.filter(batch=batch), key=lambda rule: order.index(RuleKind(rule.kind))
    )


def as_terms(rules: Iterable[Rule]) -> list[Terms]:
    """For the engine."""
    return [
        Terms(
            RuleKind(rule.kind),
            rule.percent,
            RuleBasis(rule.basis),
            RuleSeverity(rule.severity),
            rule.clause,
            rule.notice_id,
        )
        for rule in rules
    ]


def assess_application(
    school: School,
    certificate: Certificate,
    lines: Sequence[AppliedLine],
    round_: Round,
    today: date,
) -> list[Finding]:
    """Every rule of the round's batch on an application in hand, with its lines' persons.

    Caps count what the school has in force today over all batches, and the application beside it. What a decision
    of this very round has brought for this certificate is the application itself: it counts once, as the larger of
    the two. A constant number of queries.
    """
    running = lines_in_force(today, schools=[school.pk])
    asked = [
        (school.pk, certificate.pk, LEVELS.index(level), _key(major), persons)
        for level, major, persons in lines or [("", None, 0)]
    ]
    own = (running.lines.certificate == certificate.pk) & (running.round == round_.pk)
    if int(running.lines.persons[own].sum()) <= sum(line[-1] for line in asked):
        running = running.without(own)
    else:
        asked = [(*line[:-1], 0) for line in asked]
    found = _assessed(
        round_.batch,
        today,
        [school.pk],
        running.lines,
        Lines.of(asked),
        # What an earlier round of the batch has filed may be applied for in a later one.
        scopes=_scopes(
            list(Round.objects.filter(batch=round_.batch_id, number__lte=round_.number))
        ),
    )
    return found.all(
        majors={_key(major): str(major) for _level, major, _persons in lines if major},
        certificates={certificate.pk: certificate.name},
    )


def assess_school(school: School, batch: Batch, today: date) -> list[Finding]:
    """The batch's rules on what the school has in force today. A constant number of queries."""
    running = lines_in_force(today, schools=[school.pk]).lines
    found = _assessed(batch, today, [school.pk], running, Lines.of([]))
    return found.all(majors=_names(Major, running.major))


def assess_batch(batch: Batch, today: date, applied: Lines | None = None) -> "BatchAssessment":
    """Every school with a line in force today, or with one in ``applied``, where schools are keys."""
    running = lines_in_force(today).lines
    return assess_lines(batch, today, running, Lines.of([]) if applied is None else applied)


def assess_lines(batch: Batch, today: date, running: Lines, applied: Lines) -> "BatchAssessment":
    """The same of lines that somebody has read already; schools are keys. No line is in both."""
    schools = np.unique(np.concatenate([running.school, applied.school])).tolist()
    scopes = _scopes(list(batch.rounds.all())) if len(applied) else None
    return _assessed(batch, today, schools, running, applied, scopes=scopes)


@dataclass(frozen=True, slots=True)
class BatchAssessment:
    """Schools (keys) against the rules. Words are made only for those asked about."""

    schools: Sequence[int]
    cases: Cases
    rulings: Sequence[Ruling]
    origins: Origins

    def all(
        self,
        *,
        majors: Mapping[int, str],
        certificates: Mapping[int, str] = MappingProxyType({}),
    ) -> list[Finding]:
        """Every finding, rule by rule, with these names by key."""
        origins = replace(self.origins, majors=majors, certificates=certificates)
        return [finding for _school, finding in findings(self.rulings, self.cases, origins)]

    def counts(self) -> dict[Terms, dict[RuleOutcome, int]]:
        """Of each rule, how many of its subjects have which outcome."""
        return {ruling.terms: ruling.counts() for ruling in self.rulings}

    def found(
        self, outcome: RuleOutcome = RuleOutcome.NOT_MET, *, kinds: Collection[RuleKind] = RuleKind
    ) -> list[tuple[int, Finding]]:
        """The findings of this outcome with the key of their school, rule by rule. Two queries for the names."""
        chosen = [ruling for ruling in self.rulings if ruling.terms.kind in kinds]
        origins = replace(
            self.origins,
            majors=_names(Major, self.cases.teams.major),
            certificates=_names(Certificate, self.cases.asked.certificate),
        )
        return [
            (self.schools[school], finding)
            for ruling in chosen
            for school, finding in findings_at(ruling, ruling.having(outcome), self.cases, origins)
        ]


# Putting the question


def _assessed(
    batch: Batch,
    today: date,
    schools: Sequence[int],
    running: Lines,
    asked: Lines,
    *,
    scopes: Scopes = None,
) -> BatchAssessment:
    known = figures_of(schools, batch, today=today)
    cases = Cases.of(
        known.schools,
        running=_placed(running, schools),
        asked=_placed(asked, schools),
        teams=known.teams,
        scopes=scopes,
    )
    return BatchAssessment(
        schools, cases, evaluate(as_terms(rules_of(batch)), cases), known.origins
    )


def _placed(lines: Lines, schools: Sequence[int]) -> Lines:
    """With positions for the keys of schools, which ascend."""
    return replace(lines, school=np.searchsorted(np.array(schools, np.int64), lines.school))


def _scopes(rounds: Collection[Round]) -> Scopes:
    found: dict[int, list[FilingScope]] = {}
    for (_round, certificate), (levels, school_levels) in filing_scopes(rounds).items():
        found.setdefault(certificate, []).append(FilingScope(levels, school_levels))
    return found


def _key(major: Major | None) -> int:
    return NO_MAJOR if major is None or major.is_unspecified else major.pk


def _names(model: type[Major] | type[Certificate], keys: Numbers) -> dict[int, str]:
    """One query."""
    wanted = np.unique(keys).tolist()
    rows = model.objects.filter(pk__in=wanted) if len(wanted) <= MOST_KEYS else model.objects.all()
    return dict(rows.order_by().values_list("pk", "name"))
