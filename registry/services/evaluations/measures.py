"""What the register itself says of a school's year, as points that it proposes for an indicator."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Sum
from django.utils.translation import gettext as _

from registry.enums import EvaluationMeasure
from registry.models import Completion, EvaluationIndicator, EvaluationScheme
from registry.services.completions import rate
from registry.services.lines_in_force import MOST_KEYS, lines_in_force

_OF_COMPLETION = (EvaluationMeasure.COMPLETION, EvaluationMeasure.TRAINING)
_HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Proposal:
    """Points with two decimals, and the figures that they come from in words."""

    points: Decimal
    words: str


#: By the key of the indicator and that of the school; what the register can't tell is not there.
Proposals = Mapping[tuple[int, int], Proposal]


def proposals(scheme: EvaluationScheme, schools: Collection[int], today: date) -> Proposals:
    """For the indicators with a figure of the register. At most five queries."""
    measured = [one for one in scheme.indicators.order_by("pk") if one.measure]
    kinds = {one.measure for one in measured}
    figures: dict[tuple[str, int], tuple[Fraction, str]] = {}
    if kinds & set(_OF_COMPLETION):
        figures |= _completion(scheme.year, schools)
    if kinds - set(_OF_COMPLETION):
        figures |= _in_force(min(today, date(scheme.year, 12, 31)), schools)
    return {
        (one.pk, school): Proposal(proposed_points(one, value), words)
        for one in measured
        for school in schools
        for value, words in (figures[key] for key in [(one.measure, school)] if key in figures)
    }


def proposed_points(indicator: EvaluationIndicator, value: Fraction) -> Decimal:
    """All points from ``full_at`` on, below it in proportion; half a hundredth counts as a whole one."""
    share = min(Fraction(1), value / (indicator.full_at or 1))
    hundredths = indicator.max_points * share * _HUNDREDTHS
    return Decimal(int(hundredths + Fraction(1, 2))).scaleb(-2)


def _completion(year: int, schools: Collection[int]) -> dict[tuple[str, int], tuple[Fraction, str]]:
    rows = Completion.objects.filter(batch__year=year)
    if len(schools) <= MOST_KEYS:
        rows = rows.filter(school__in=schools)
    sums = (
        rows.order_by()
        .values_list("school")
        .annotate(Sum("planned"), Sum("trained"), Sum("certified"))
    )
    found = {}
    for school, planned, trained, certified in sums:
        if planned:
            for measure, achieved, words in (
                (EvaluationMeasure.COMPLETION, certified, _("certified")),
                (EvaluationMeasure.TRAINING, trained, _("trained")),
            ):
                found[measure.value, school] = (
                    Fraction(100 * achieved, planned),
                    _("%(words)s %(achieved)d / planned %(planned)d: %(rate)s")
                    % {
                        "words": words,
                        "achieved": achieved,
                        "planned": planned,
                        "rate": rate(achieved, planned),
                    },
                )
    return found


def _in_force(day: date, schools: Collection[int]) -> dict[tuple[str, int], tuple[Fraction, str]]:
    """Of every school that is asked about: nothing in force is nought, and known."""
    lines = lines_in_force(day, schools=schools).lines
    certificates: dict[int, set[int]] = {school: set() for school in schools}
    persons = dict.fromkeys(schools, 0)
    columns = (lines.school, lines.certificate, lines.persons)
    for school, certificate, count in _rows(column.tolist() for column in columns):
        if school in certificates:
            certificates[school].add(certificate)
            persons[school] += count
    found = {}
    for school in schools:
        for measure, value, words in (
            (
                EvaluationMeasure.CERTIFICATES,
                len(certificates[school]),
                _("%(count)d certificates in force on %(day)s"),
            ),
            (
                EvaluationMeasure.PERSONS,
                persons[school],
                _("%(count)d approved persons in force on %(day)s"),
            ),
        ):
            found[measure.value, school] = (
                Fraction(value),
                words % {"count": value, "day": day.isoformat()},
            )
    return found


def _rows(columns: Iterable[list[int]]) -> Iterable[tuple[int, ...]]:
    return zip(*columns, strict=True)
