"""Totals, grades and ranks: exact, with the bound itself in the grade."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.models import EvaluationGrade, School
from registry.services.evaluations.results import (
    Result,
    grade_of,
    public_results,
    ranked,
    results_of,
    total_of,
)
from tests import factories

points = st.decimals(0, 100, places=2)


def grades(*bounds: str) -> list[EvaluationGrade]:
    return [EvaluationGrade(name=f"{bound}起", lower_bound=Decimal(bound)) for bound in bounds]


@pytest.mark.parametrize(
    ("total", "name"),
    [
        (Fraction(90), "90起"),
        (Fraction(8_999_999, 100_000), "60起"),
        (Fraction(60), "60起"),
        (Fraction(5_999, 100), "0起"),
        (Fraction(0), "0起"),
        (Fraction(100), "90起"),
    ],
)
def test_the_bound_belongs_to_its_grade_and_a_hair_less_does_not(
    total: Fraction, name: str
) -> None:
    found = grade_of(total, grades("60", "0", "90"))
    assert found is not None
    assert found.name == name


def test_below_every_bound_there_is_no_grade() -> None:
    assert grade_of(Fraction(59), grades("60", "90")) is None


@given(st.lists(st.tuples(st.integers(1, 100), st.integers(1, 1000), points), max_size=6))
def test_a_total_is_the_plain_sum_in_fractions(parts: list[tuple[int, int, Decimal]]) -> None:
    expected = Fraction(0)
    for weight, most, value in parts:
        numerator, denominator = value.as_integer_ratio()
        expected += Fraction(weight * numerator, most * denominator)
    assert total_of(parts) == expected


@given(st.lists(st.none() | st.sampled_from([Fraction(1, 3), Fraction(50), Fraction(99)])))
def test_equal_totals_share_a_rank_and_the_next_ones_are_left_out(
    totals: list[Fraction | None],
) -> None:
    rows = [Result(School(code=str(number)), {}, [], total) for number, total in enumerate(totals)]

    found = ranked(rows)

    for one in found:
        better = [other for other in totals if other is not None and one.total is not None]
        expected = 1 + sum(other > one.total for other in better if one.total is not None)
        assert one.rank == (None if one.total is None else expected)
    assert [one.total is None for one in found] == sorted(one.total is None for one in found)


@pytest.mark.django_db
def test_schools_with_their_totals_grades_and_ranks(django_assert_num_queries: Any) -> None:
    scheme = factories.evaluation(("师资", 60, 100), ("取证", 40, 30))
    first = factories.scored(scheme, "90", "30")
    second = factories.scored(scheme, "100", "25")
    lacking = factories.scored(scheme, "100", "")

    with django_assert_num_queries(3):
        found = results_of(scheme)

    assert [(one.school, one.total_text, one.rank) for one in found] == [
        (first, "94", 1),
        (second, "≈ 93.33", 2),
        (lacking, "", None),
    ]
    assert [one.grade.name if one.grade else None for one in found] == ["优秀", "优秀", None]
    assert [indicator.name for indicator in found[2].missing] == ["取证"]


@pytest.mark.django_db
def test_a_total_just_below_a_bound_is_not_written_as_the_bound() -> None:
    scheme = factories.evaluation(("一", 50, 30), ("二", 50, 7))
    factories.scored(scheme, "29.99", "5.6")

    (found,) = results_of(scheme)

    assert found.total_text == "≈ 89.98"
    assert found.grade is not None
    assert found.grade.name == "合格"


@pytest.mark.django_db
def test_where_totals_stay_inside_the_order_does_not_tell_of_them() -> None:
    scheme = factories.evaluation()
    better = factories.scored(scheme, "89", "40", code="4143029992")
    worse = factories.scored(scheme, "70", "40", code="4143029991")
    best = factories.scored(scheme, "100", "50", code="4143029993")

    assert [one.school for one in public_results(scheme)] == [best, worse, better]
    scheme.shows_totals = True
    assert [one.school for one in public_results(scheme)] == [best, better, worse]
