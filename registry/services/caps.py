"""Schools against the caps of a batch, many at a time."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.enums import RuleBasis, RuleKind, RuleSeverity
from registry.models import Batch, Rule, SchoolYear
from registry.rules.caps import Cap, CapUse, Figures, assess

#: Above so many schools the figures of all are read: databases bound the length of an IN list.
_MOST_KEYS = 5_000


@dataclass(frozen=True, slots=True)
class CapFinding:
    """A school over a cap. ``school_pk`` None speaks of all schools that could not be checked."""

    school_pk: int | None
    kind: RuleKind
    sentence: str
    severity: RuleSeverity
    clause: str = ""


def cap_findings(totals: Mapping[int, CapUse], batch: Batch) -> list[CapFinding]:
    """The schools that run more than the batch's caps allow, by school and cap. Two queries.

    ``totals`` holds what each school runs over all batches. An unset rule finds nothing; for the schools
    whose figures of the batch's year are unknown there is one warning per cap.
    """
    rules = [rule for rule in Rule.objects.filter(batch=batch) if rule.percent is not None]
    if not (rules and totals):
        return []
    figures = _figures(totals, batch.year)
    return [finding for rule in rules for finding in _findings(rule, totals, figures, batch)]


def _figures(schools: Collection[int], year: int) -> dict[int, Figures]:
    rows = SchoolYear.objects.filter(year=year)
    if len(schools) <= _MOST_KEYS:
        rows = rows.filter(school__in=list(schools))
    return {
        school: Figures(majors, enrolment)
        for school, majors, enrolment in rows.order_by().values_list(
            "school_id", "majors_count", "enrolment"
        )
    }


def _findings(
    rule: Rule, totals: Mapping[int, CapUse], figures: Mapping[int, Figures], batch: Batch
) -> Iterator[CapFinding]:
    kind, severity = RuleKind(rule.kind), RuleSeverity(rule.severity)
    cap = Cap(kind, rule.percent, RuleBasis(rule.basis))
    unknown = 0
    for school, use in totals.items():
        assessment = assess(cap, use, figures.get(school, Figures()))
        if assessment is None:
            unknown += 1
        elif not assessment.passes:
            yield CapFinding(school, kind, assessment.sentence, severity, rule.clause)
    if unknown:
        yield CapFinding(None, kind, _unchecked(cap, unknown, batch.year), RuleSeverity.WARNING)


def _unchecked(cap: Cap, schools: int, year: int) -> str:
    values = {"rule": cap.kind.label, "schools": schools, "year": year}
    if cap.counts_majors:
        return (
            _(
                "%(rule)s: %(schools)d schools could not be checked, since their figures of %(year)d or "
                "the majors of their approvals are unknown."
            )
            % values
        )
    return (
        _(
            "%(rule)s: %(schools)d schools could not be checked, since their figures of %(year)d are unknown."
        )
        % values
    )
