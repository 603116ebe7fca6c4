"""What the register proposes for an indicator."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from registry.enums import EvaluationMeasure
from registry.models import EvaluationIndicator
from registry.services.evaluations.measures import proposals, proposed_points
from tests import factories

TODAY = date(2021, 1, 15)


@pytest.mark.parametrize(
    ("value", "points"),
    [
        (Fraction(45), "10"),
        (Fraction(90), "20"),
        (Fraction(100), "20"),
        (Fraction(0), "0"),
        (Fraction(1), "0.22"),
        (Fraction(9, 400), "0.01"),
        (Fraction(8, 400), "0"),
    ],
)
def test_points_are_in_proportion_up_to_all_of_them(value: Fraction, points: str) -> None:
    indicator = EvaluationIndicator(max_points=20, full_at=90)

    assert proposed_points(indicator, value) == Decimal(points)


@pytest.mark.django_db
def test_rates_of_the_year_s_batches_and_what_is_in_force_at_its_end() -> None:
    scheme = factories.evaluation(("甲", 25, 10), ("乙", 25, 10), ("丙", 25, 10), ("丁", 25, 10))
    for indicator, measure, full in zip(
        scheme.indicators.order_by("pk"), EvaluationMeasure, (100, 100, 2, 200), strict=True
    ):
        indicator.measure, indicator.full_at = measure, full
        indicator.full_clean()
        indicator.save()
    row = factories.CompletionFactory()
    factories.CompletionFactory(school=row.school, batch__year=2019, certified=0)
    factories.grant(50, school=row.school)
    factories.grant(70, school=row.school, decision={"effective_from": date(2021, 1, 1)})
    other = factories.SchoolFactory()

    found = proposals(scheme, [row.school_id, other.pk], TODAY)

    keys = [one.pk for one in scheme.indicators.order_by("pk")]
    assert [
        (str(found[key, row.school_id].points), found[key, row.school_id].words) for key in keys
    ] == [
        ("7.90", "取证 79 / 计划 100：79%"),
        ("9.00", "培训 90 / 计划 100：90%"),
        ("5.00", "2020-12-31 有效证书 1 个"),
        ("2.50", "2020-12-31 有效规模 50 人"),
    ]
    # Without figures there is no rate; nothing in force is a figure.
    assert [(key, other.pk) in found for key in keys] == [False, False, True, True]
    assert found[keys[2], other.pk].points == 0
