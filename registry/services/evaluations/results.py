"""Totals, grades and ranks of an evaluation, exactly: fractions from the points to the comparison with a bound."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from registry.models import (
    EvaluationGrade,
    EvaluationIndicator,
    EvaluationScheme,
    EvaluationScore,
    School,
)
from registry.rules.terms import plain
from registry.rules.words import percent_of
from registry.services.lines_in_force import lines_in_force


@dataclass(frozen=True, slots=True)
class Result:
    """A school in an evaluation. ``total``, ``grade`` and ``rank`` are None while a score is missing.

    ``scores`` by the key of the indicator. Schools of one total share the rank, and the next ones go without.
    """

    school: School
    scores: Mapping[int, EvaluationScore]
    missing: Sequence[EvaluationIndicator]
    total: Fraction | None = None
    grade: EvaluationGrade | None = None
    rank: int | None = None

    @property
    def total_text(self) -> str:
        """“87.5”, or “≈ 87.33”: two decimals, rounded down so that no bound seems reached that isn't; “” if unknown."""
        if self.total is None:
            return ""
        # Of a whole of 100 a share in percent is the number itself.
        written, is_exact = percent_of(self.total.numerator, 100 * self.total.denominator)
        return f"{'' if is_exact else '≈ '}{plain(written)}"

    @property
    def is_demo(self) -> bool:
        return self.school.is_demo or any(score.is_demo for score in self.scores.values())


def results_of(scheme: EvaluationScheme) -> list[Result]:
    """Every school with a score, the best first, those with something missing last. Three queries."""
    indicators = list(scheme.indicators.order_by("pk"))
    grades = list(scheme.grades.order_by("-lower_bound"))
    schools: dict[int, School] = {}
    scores: dict[int, dict[int, EvaluationScore]] = {}
    for score in EvaluationScore.objects.filter(indicator__scheme=scheme).select_related(
        "school__region"
    ):
        schools[score.school_id] = score.school
        scores.setdefault(score.school_id, {})[score.indicator_id] = score
    return ranked(
        _result(school, scores[key], indicators, grades) for key, school in schools.items()
    )


def public_results(scheme: EvaluationScheme) -> list[Result]:
    """What visitors see. Where totals stay with the office, the order doesn't tell of them: by grade, then by code."""
    found = [result for result in results_of(scheme) if result.grade is not None]
    if scheme.shows_totals:
        return found
    return sorted(
        found,
        key=lambda one: (-(one.grade.lower_bound if one.grade else 0), one.school.code),
    )


def _result(
    school: School,
    scores: Mapping[int, EvaluationScore],
    indicators: Sequence[EvaluationIndicator],
    grades: Iterable[EvaluationGrade],
) -> Result:
    missing = [indicator for indicator in indicators if indicator.pk not in scores]
    if missing or not indicators:
        return Result(school, scores, missing)
    total = total_of((one.weight, one.max_points, scores[one.pk].points) for one in indicators)
    return Result(school, scores, missing, total, grade_of(total, grades))


def total_of(parts: Iterable[tuple[int, int, object]]) -> Fraction:
    """The sum of weight × points / most points."""
    return sum(
        (Fraction(weight) * Fraction(str(points)) / most for weight, most, points in parts),
        Fraction(0),
    )


def grade_of(total: Fraction, grades: Iterable[EvaluationGrade]) -> EvaluationGrade | None:
    """The highest one whose bound the total reaches; None below all of them."""
    reached = [grade for grade in grades if total >= Fraction(grade.lower_bound)]
    return max(reached, key=lambda grade: grade.lower_bound, default=None)


def not_scored(scheme: EvaluationScheme, today: date) -> list[Result]:
    """The schools that run something at the end of the year, or today, and have no points yet; by code."""
    day = min(today, date(scheme.year, 12, 31))
    running = set(lines_in_force(day).lines.school.tolist())
    scored = EvaluationScore.objects.filter(indicator__scheme=scheme).values_list(
        "school", flat=True
    )
    wanted = running - set(scored)
    indicators = list(scheme.indicators.order_by("pk"))
    return [
        Result(school, {}, indicators)
        for school in School.objects.select_related("region").order_by("code")
        if school.pk in wanted
    ]


def ranked(results: Iterable[Result]) -> list[Result]:
    """By total, equal ones by the school's code, with their ranks."""
    ordered = sorted(
        results,
        key=lambda one: (one.total is None, -(one.total or Fraction(0)), one.school.code),
    )
    counts = Counter(one.total for one in ordered if one.total is not None)
    ranks: dict[Fraction, int] = {}
    rank = 1
    for total in sorted(counts, reverse=True):
        ranks[total] = rank
        rank += counts[total]
    return [one if one.total is None else replace(one, rank=ranks[one.total]) for one in ordered]
