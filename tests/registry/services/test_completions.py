"""What schools made of earlier batches, and what the control rule makes of that."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from registry.enums import RuleBasis, RuleKind, RuleOutcome, RuleSeverity
from registry.models import Application, Batch, Completion, Rule, School
from registry.rules.columns import Lines
from registry.services.applications.checks import broken_rules, review
from registry.services.assessments import assess_batch, assess_school
from registry.services.completions import completed_before, rate
from tests import factories
from tests.registry import ledger
from tests.registry.importers.approval_sheets import ROUND, make_register, sheet
from tests.registry.importers.odd_texts import few_examples, rolled_back
from tests.registry.importers.running import importing

pytestmark = pytest.mark.django_db

TODAY = date(2020, 6, 20)


def rule(percent: str | None = "80", **values: Any) -> Rule:
    return Rule.objects.create(
        batch=factories.BatchFactory(),
        kind=RuleKind.COMPLETION,
        percent=None if percent is None else Decimal(percent),
        **values,
    )


def found(school: School) -> tuple[str, str]:
    (finding,) = assess_school(school, Batch.objects.get(year=2020, number=3), TODAY)
    return str(finding.outcome), finding.sentence


def test_of_no_batch_more_are_certified_than_trained() -> None:
    row = factories.CompletionFactory.build(trained=40, certified=41)

    with pytest.raises(ValidationError) as error:
        row.clean()
    assert error.value.message_dict == {
        "certified": ["取证 41 人，培训只有 40 人：取证人数不能多于培训人数。"]
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.CompletionFactory(trained=40, certified=41)


def test_one_row_for_a_school_a_certificate_and_a_batch() -> None:
    row = factories.CompletionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.CompletionFactory(school=row.school, certificate=row.certificate)
    factories.CompletionFactory(school=row.school)


def test_nothing_of_it_is_public() -> None:
    factories.CompletionFactory()

    assert not Completion.objects.public().exists()


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(3, 4, "75%"), (1, 3, "≈ 33.33%"), (7, 0, "—"), (0, 9, "0%"), (9, 4, "225%")],
)
def test_a_rate_says_whether_it_is_exact(part: int, whole: int, text: str) -> None:
    assert rate(part, whole) == text


# The control rule


@pytest.mark.parametrize(
    ("certified", "outcome"), [(80, "met"), (79, "not_met"), (100, "met"), (0, "not_met")]
)
def test_the_bound_itself_passes_and_one_person_less_fails(certified: int, outcome: str) -> None:
    rule()
    school = factories.CompletionFactory(trained=100, certified=certified).school

    assert found(school)[0] == outcome


def test_all_earlier_batches_count_together_and_no_later_one() -> None:
    rule()
    school = factories.CompletionFactory().school
    factories.CompletionFactory(school=school, batch__year=2019, batch__number=9, certified=50)
    for year, number in ((2020, 3), (2020, 4), (2021, 1)):
        factories.CompletionFactory(school=school, batch__year=year, batch__number=number)
    factories.CompletionFactory()

    assert found(school) == (
        "not_met",
        "取证 129 / 计划 200 = 64.5%（下限 80%，还差 31 人）",
    )


def test_persons_trained_count_where_the_rule_says_so() -> None:
    rule("90", basis=RuleBasis.TRAINED)
    school = factories.CompletionFactory().school

    assert found(school) == ("met", "培训 90 / 计划 100 = 90%（下限 90%）")


def test_a_threshold_that_is_not_known_leaves_it_open_and_shows_the_figures() -> None:
    rule(None)
    school = factories.CompletionFactory().school

    assert found(school) == ("open", "取证 79，计划 100。门槛待定，暂不核对。")


def test_without_figures_it_is_open() -> None:
    rule()
    planned_nothing = factories.CompletionFactory(planned=0, trained=0, certified=0).school

    for school in (factories.SchoolFactory(), planned_nothing):
        assert found(school)[0] == "open"


def test_the_figures_have_their_source_and_day() -> None:
    rule()
    row = factories.CompletionFactory()
    batch = factories.BatchFactory()

    (finding,) = assess_school(row.school, batch, TODAY)
    assert finding.as_data()["figures"] == [
        {"label": "取证", "value": "79", "source": "国家平台", "on": "2020-04-30"},
        {"label": "计划", "value": "100", "source": "国家平台", "on": "2020-04-30"},
    ]
    factories.CompletionFactory(school=row.school, source="", figures_on=None)
    (finding,) = assess_school(row.school, batch, TODAY)
    assert [figure["source"] for figure in finding.as_data()["figures"]] == [
        "此前批次完成情况台账、国家平台（2020-04-30）"
    ] * 2


@pytest.mark.parametrize("kind", [RuleKind.CERTIFICATES, RuleKind.COMPLETION])
def test_a_rule_counts_what_its_kind_counts(kind: RuleKind) -> None:
    wrong = {
        RuleKind.CERTIFICATES: RuleBasis.TRAINED,
        RuleKind.COMPLETION: RuleBasis.MAJORS,
    }[kind]
    with pytest.raises(ValidationError) as error:
        Rule(batch=factories.BatchFactory(), kind=kind, basis=wrong).clean()
    assert error.value.message_dict == {"basis": ["这类规则不按此口径计算。"]}


@few_examples
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 2),
            st.integers(1, 5),
            st.integers(0, 2**31 - 1) | st.integers(0, 12),
            st.integers(0, 2**31 - 1) | st.integers(0, 12),
            st.integers(0, 2**31 - 1) | st.integers(0, 12),
        ),
        max_size=8,
    ),
    percent=st.none() | st.decimals(0, 100, places=2) | st.sampled_from([Decimal(50), Decimal(80)]),
    basis=st.sampled_from([RuleBasis.CERTIFICATES, RuleBasis.TRAINED]),
)
def test_many_schools_at_once_agree_with_the_plain_reading(
    rows: list[tuple[int, int, int, int, int]], percent: Decimal | None, basis: RuleBasis
) -> None:
    with rolled_back():
        batch = rule(None if percent is None else str(percent), basis=basis).batch
        schools = [factories.SchoolFactory() for _number in range(3)]
        for school, number, planned, one, other in rows:
            factories.CompletionFactory(
                school=schools[school],
                batch__number=number,
                planned=planned,
                trained=max(one, other),
                certified=min(one, other),
            )
        applied = Lines.of([(school.pk, 1, 0, 0, 1) for school in schools])

        (ruling,) = assess_batch(batch, TODAY, applied).rulings

        assert [list(RuleOutcome)[number] for number in ruling.outcome.tolist()] == [
            _plainly([row[2:] for row in rows if row[0] == number and row[1] < 3], percent, basis)
            for number in range(3)
        ]


def _plainly(
    figures: list[tuple[int, int, int]], percent: Decimal | None, basis: RuleBasis
) -> RuleOutcome:
    counted = max if basis == RuleBasis.TRAINED else min
    planned = sum(row[0] for row in figures)
    achieved = sum(counted(row[1:]) for row in figures)
    if percent is None or not planned:
        return RuleOutcome.OPEN
    is_enough = Fraction(achieved, planned) * 100 >= Fraction(percent)
    return RuleOutcome.MET if is_enough else RuleOutcome.NOT_MET


def test_any_number_of_schools_is_one_query(django_assert_num_queries: Any) -> None:
    batch = factories.BatchFactory()
    schools = [factories.CompletionFactory().school.pk for _number in range(4)]

    with django_assert_num_queries(1):
        assert set(completed_before(batch, schools)) == set(schools)


# Who asks


@pytest.mark.parametrize(
    ("severity", "stops"),
    [(RuleSeverity.WARNING, 0), (RuleSeverity.ERROR, 1)],
)
def test_the_review_desk_sees_it_and_an_error_stops(severity: RuleSeverity, stops: int) -> None:
    rule(severity=severity)
    application = ledger.application(60, school=factories.CompletionFactory().school)
    sentence = "取证 79 / 计划 100 = 79%（下限 80%，还差 1 人）"

    one = review(application, TODAY)
    many = broken_rules(list(Application.objects.with_associations().with_plan_file()), TODAY)[
        application.pk
    ]

    for seen in (one, many):
        assert [finding.sentence for finding in seen.broken] == [sentence]
        assert seen.stops == [sentence] * stops


@pytest.mark.parametrize(
    ("severity", "written"), [(RuleSeverity.WARNING, True), (RuleSeverity.ERROR, False)]
)
def test_an_import_of_decided_lines_is_held_against_it(
    severity: RuleSeverity, written: bool
) -> None:
    make_register()
    rule(severity=severity)
    factories.CompletionFactory(school=School.objects.get(code="4143011111"))

    report = importing(
        "approvals", sheet(["4143011111", "", "物流管理", "初级", "", "50"]), **ROUND
    )

    assert report.written is written
    said = [problem.sentence for problem in (*report.errors, *report.warnings)]
    assert [one for one in said if "取证 79" in one] == [
        "第 2 行“试点规模(人)”：取证 79 / 计划 100 = 79%（下限 80%，还差 1 人）"
    ]
