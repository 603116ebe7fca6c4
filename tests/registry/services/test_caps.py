"""Many schools against the caps of a batch."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from registry.enums import RuleBasis, RuleKind, RuleSeverity
from registry.models import Batch, Rule, School, SchoolYear
from registry.rules.caps import CapUse
from registry.services.caps import CapFinding, cap_findings
from tests import factories

pytestmark = pytest.mark.django_db

CLAUSE = "证书数总体上不超过本校专业总数的40%"


@pytest.fixture
def batch() -> Batch:
    """With the notice's two caps."""
    batch = factories.BatchFactory()
    Rule.objects.create(batch=batch, kind=RuleKind.CERTIFICATES, percent=Decimal(40), clause=CLAUSE)
    Rule.objects.create(batch=batch, kind=RuleKind.ENROLMENT, percent=Decimal(30))
    return batch


def school(**figures: Any) -> School:
    made = factories.SchoolFactory()
    SchoolYear.objects.create(
        school=made, **{"year": 2020, "majors_count": 20, "enrolment": 8000, **figures}
    )
    return made


def test_within_the_caps_nothing_is_found(batch: Batch) -> None:
    assert cap_findings({school().pk: CapUse(8, 2400)}, batch) == []


def test_a_school_over_a_cap_is_found_with_arithmetic_and_clause(batch: Batch) -> None:
    within, over = school(), school()

    found = cap_findings({within.pk: CapUse(8, 10), over.pk: CapUse(9, 10)}, batch)

    assert found == [
        CapFinding(
            over.pk,
            RuleKind.CERTIFICATES,
            "证书 9 / 专业 20 = 45%（上限 40%，超出 1 个）",
            RuleSeverity.WARNING,
            CLAUSE,
        )
    ]


def test_both_caps_are_found_each_with_its_own_severity(batch: Batch) -> None:
    Rule.objects.filter(kind=RuleKind.ENROLMENT).update(severity=RuleSeverity.ERROR)

    found = cap_findings({school().pk: CapUse(9, 2401)}, batch)

    assert [(f.kind, f.severity) for f in found] == [
        (RuleKind.CERTIFICATES, RuleSeverity.WARNING),
        (RuleKind.ENROLMENT, RuleSeverity.ERROR),
    ]


def test_only_the_batch_s_year_counts(batch: Batch) -> None:
    found = cap_findings({school(year=2021).pk: CapUse(99, 10)}, batch)

    assert [f.school_pk for f in found] == [None, None]
    assert found[0].sentence == (
        "证书数上限（占专业总数）：有 1 所院校未能核对，登记簿中没有其 2020 年的数据。"
    )
    assert found[0].severity == RuleSeverity.WARNING


def test_a_missing_figure_is_no_failure_but_said_once(batch: Batch) -> None:
    uses = {school(majors_count=None).pk: CapUse(99, 10) for _number in range(3)}

    assert [(f.school_pk, "3 所院校" in f.sentence) for f in cap_findings(uses, batch)] == [
        (None, True)
    ]


def test_an_unset_rule_finds_nothing(batch: Batch) -> None:
    Rule.objects.update(percent=None)

    assert cap_findings({school().pk: CapUse(99, 99_999)}, batch) == []


def test_the_rules_of_another_batch_do_not_apply(batch: Batch) -> None:
    other = factories.BatchFactory(number=4, title="2020年第四批")

    assert cap_findings({school().pk: CapUse(99, 99_999)}, other) == []


def test_the_cap_may_count_majors(batch: Batch) -> None:
    Rule.objects.filter(kind=RuleKind.CERTIFICATES).update(basis=RuleBasis.MAJORS)

    by_majors = cap_findings({school().pk: CapUse(1, 0, majors=9)}, batch)
    unnamed = cap_findings({school().pk: CapUse(99, 0)}, batch)

    assert [f.sentence for f in by_majors] == [
        "参与试点的专业 9 / 专业 20 = 45%（上限 40%，超出 1 个）"
    ]
    assert [f.school_pk for f in unnamed] == [None]
    assert "未写明专业" in unnamed[0].sentence


@pytest.mark.parametrize("schools", [1, 30])
def test_many_schools_cost_no_more_queries(
    batch: Batch, schools: int, django_assert_num_queries: Any
) -> None:
    uses = {school().pk: CapUse(9, 10) for _number in range(schools)}

    with django_assert_num_queries(2):
        assert len(cap_findings(uses, batch)) == schools


def test_more_schools_than_a_query_bears(batch: Batch, monkeypatch: Any) -> None:
    monkeypatch.setattr("registry.services.caps._MOST_KEYS", 1)
    uses = {school().pk: CapUse(9, 10), school().pk: CapUse(8, 10)}

    assert len(cap_findings(uses, batch)) == 1


@pytest.mark.parametrize("percent", ["-0.01", "100.01", "40.005"])
def test_a_cap_is_a_percentage(batch: Batch, percent: str) -> None:
    with pytest.raises(ValidationError):
        Rule(
            batch=factories.BatchFactory(number=5), kind=RuleKind.ENROLMENT, percent=percent
        ).full_clean()


def test_a_batch_has_each_rule_once(batch: Batch) -> None:
    with pytest.raises(ValidationError, match="该批次已有这项规则"):
        Rule(batch=batch, kind=RuleKind.ENROLMENT, percent=Decimal(25)).full_clean()
