"""What the engine found, for people: the outcome with the arithmetic in words, and where each figure is from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import pgettext

from registry.enums import RuleKind, RuleOutcome, RuleSeverity
from registry.rules.cases import Cases
from registry.rules.columns import NO_MAJOR, Numbers
from registry.rules.evaluating import OUTCOMES, Ruling, Subject
from registry.rules.terms import Terms
from registry.rules.words import parts_of, sentence


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure is from, and the day of which it says something."""

    text: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: str
    source: Source = Source()

    def as_data(self) -> dict[str, str | None]:
        on = self.source.on
        return {
            "label": self.label,
            "value": self.value,
            "source": self.source.text,
            "on": on.isoformat() if on else None,
        }


@dataclass(frozen=True, slots=True)
class SchoolOrigin:
    """Where the counts of what the school runs, and its figures of the year, are from."""

    certificates: Source = Source()
    persons: Source = Source()
    majors: Source = Source()
    enrolment: Source = Source()
    completion: Source = Source()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """Where figures are from and what things are called. Teams by school (position) and major."""

    schools: Sequence[SchoolOrigin] = ()
    teams: Mapping[tuple[int, int], Source] = field(default_factory=dict)
    majors: Mapping[int, str] = field(default_factory=dict)
    certificates: Mapping[int, str] = field(default_factory=dict)

    def of_school(self, position: int) -> SchoolOrigin:
        return self.schools[position] if position < len(self.schools) else SchoolOrigin()


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule on one subject: the school (``subject`` ""), one of its majors or one of its certificates."""

    rule: Terms
    outcome: RuleOutcome
    sentence: str
    subject: str = ""
    figures: Sequence[Figure] = ()

    @property
    def kind(self) -> RuleKind:
        return self.rule.kind

    @property
    def severity(self) -> RuleSeverity:
        return self.rule.severity

    @property
    def clause(self) -> str:
        return self.rule.clause

    @property
    def page(self) -> int | None:
        """Key of the page with the clause, whether the public may read it or not."""
        return self.rule.page

    @property
    def needs_override(self) -> bool:
        """Whether going on against it is a decision to give a reason for."""
        return self.outcome == RuleOutcome.NOT_MET

    def as_data(self) -> dict[str, Any]:
        """For a log entry or an answer in JSON: words and plain values."""
        return {
            "rule": str(self.kind),
            "label": str(self.kind.label),
            "outcome": str(self.outcome),
            "outcome_label": str(self.outcome.label),
            "severity": str(self.severity),
            "limit": self.rule.limit or None,
            "subject": self.subject,
            "sentence": self.sentence,
            "clause": self.clause,
            "figures": [figure.as_data() for figure in self.figures],
        }


def findings(
    rulings: Sequence[Ruling], cases: Cases, origins: Origins
) -> Iterator[tuple[int, Finding]]:
    """Every finding with its school's position, rule by rule."""
    for ruling in rulings:
        yield from findings_at(ruling, range(len(ruling.outcome)), cases, origins)


def findings_at(
    ruling: Ruling, positions: Sequence[int] | Numbers, cases: Cases, origins: Origins
) -> Iterator[tuple[int, Finding]]:
    """Those of some of a ruling's subjects: of a million only those that fail are worth words."""
    for position in map(int, positions):
        school, name = _subject(ruling, position, cases, origins)
        yield (
            school,
            Finding(
                rule=ruling.terms,
                outcome=OUTCOMES[int(ruling.outcome[position])],
                sentence=sentence(ruling, position, cases),
                subject=name,
                figures=_figures(ruling, position, cases, origins),
            ),
        )


def _subject(ruling: Ruling, position: int, cases: Cases, origins: Origins) -> tuple[int, str]:
    if ruling.subject is Subject.TEAM:
        major = int(cases.teams.major[position])
        name = "" if major == NO_MAJOR else origins.majors.get(major, "")
        return int(cases.teams.school[position]), name
    if ruling.subject is Subject.ASKED:
        certificate = int(cases.asked.certificate[position])
        return int(cases.asked.school[position]), origins.certificates.get(certificate, "")
    return position, ""


def _figures(ruling: Ruling, position: int, cases: Cases, origins: Origins) -> tuple[Figure, ...]:
    kind = ruling.terms.kind
    if ruling.subject is Subject.TEAM:
        key = (int(cases.teams.school[position]), int(cases.teams.major[position]))
        sources = [origins.teams.get(key, Source())] * 2
    elif kind in (RuleKind.CERTIFICATES, RuleKind.ENROLMENT):
        own = origins.of_school(position)
        sources = (
            [own.certificates, own.majors]
            if kind == RuleKind.CERTIFICATES
            else [own.persons, own.enrolment]
        )
    else:
        sources = [origins.of_school(position).completion] * 2
    named = parts_of(ruling, position, cases)
    return tuple(
        Figure(label, value or pgettext("figure", "not known"), source if value else Source())
        for (label, value), source in zip(named, sources, strict=False)
    )
