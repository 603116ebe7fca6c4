"""Entering points and deciding who may see what came of them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from registry.models import EvaluationIndicator, EvaluationScheme, EvaluationScore
from registry.services.evaluations.publishing import (
    open_points,
    publish_evaluation,
    take_back_evaluation,
)
from registry.services.evaluations.results import results_of
from registry.services.evaluations.scoring import (
    Entry,
    enter_scores,
    school_state,
    seen_state,
    why_not_scored,
)
from tests import factories
from xcms.versions import current_version

pytestmark = pytest.mark.django_db

DAY = date(2021, 3, 1)


def keys(scheme: EvaluationScheme) -> list[int]:
    return list(scheme.indicators.order_by("pk").values_list("pk", flat=True))


def enter(scheme: EvaluationScheme, school: Any, *points: str, seen: str | None = None) -> int:
    entries = [Entry(key, Decimal(text)) for key, text in zip(keys(scheme), points, strict=False)]
    return enter_scores(
        scheme,
        school,
        entries,
        seen=school_state(scheme, school) if seen is None else seen,
        acting_user=None,
    )


def publish(scheme: EvaluationScheme, **values: Any) -> EvaluationScheme:
    given = {"shows_totals": False, "reason": "厅务会议决定", "seen": seen_state(scheme), **values}
    return publish_evaluation(scheme, today=DAY, acting_user=None, **given)


def test_points_are_written_once_with_what_they_were_before() -> None:
    scheme, school = factories.evaluation(), factories.SchoolFactory(name="甲学院")
    before = current_version()

    assert enter(scheme, school, "80", "40.5") == 2
    assert current_version() == before + 1
    assert enter(scheme, school, "80.00", "41") == 1
    assert enter(scheme, school, "80", "41") == 0

    entry = ModelLogEntry.objects.for_instance(scheme).order_by("-pk").first()
    assert entry.message.startswith("甲学院")
    assert "取证：40.5 → 41" in entry.message


def test_of_two_people_at_one_school_the_later_is_told() -> None:
    scheme, school = factories.evaluation(), factories.SchoolFactory()
    seen = school_state(scheme, school)
    enter(scheme, school, "80", "40")

    with pytest.raises(ValidationError, match="其间已有人录入该校得分"):
        enter(scheme, school, "70", "40", seen=seen)
    assert EvaluationScore.objects.get(indicator=keys(scheme)[0]).points == 80


def test_more_points_than_there_are_are_refused_and_nothing_is_written() -> None:
    scheme, school = factories.evaluation(), factories.SchoolFactory()

    with pytest.raises(ValidationError, match=r"满分 50 分，不能是 50\.01 分"):
        enter(scheme, school, "80", "50.01")
    assert not EvaluationScore.objects.exists()


def test_no_points_before_the_weights_come_to_100() -> None:
    scheme = factories.evaluation(("甲", 60, 10), ("乙", 39, 10))

    assert why_not_scored(scheme) == "各项指标权重合计 99，不是 100：请先补全指标。"
    with pytest.raises(ValidationError, match="权重合计 99"):
        enter(scheme, factories.SchoolFactory(), "1", "1")


# Publication


@pytest.mark.parametrize(
    ("scheme", "scores", "sentence"),
    [
        ({"indicators": (("甲", 99, 10),)}, ["1"], "各项指标权重合计 99，不是 100。"),
        ({"grades": (("合格", "60"),)}, ["1", "1"], "没有下限为 0 的等级，可能有学校得不到等级。"),
        ({}, [], "还没有学校的得分。"),
        ({}, ["1", ""], "1 所学校得分不全：甲学院。"),
    ],
)
def test_what_is_open_keeps_it_from_the_public(
    scheme: dict[str, Any], scores: list[str], sentence: str
) -> None:
    made = factories.evaluation(*scheme.pop("indicators", ()), **scheme)
    if scores:
        factories.scored(made, *scores, name="甲学院")

    assert sentence in open_points(made, results_of(made))
    with pytest.raises(ValidationError) as error:
        publish(made)
    assert sentence in error.value.messages
    assert not EvaluationScheme.objects.public().exists()


def test_published_and_taken_back_with_reasons_in_its_history() -> None:
    scheme = factories.evaluation()
    school = factories.scored(scheme, "90", "50")

    publish(scheme, shows_totals=True)
    assert EvaluationScheme.objects.public().get().public_since == DAY
    with pytest.raises(ValidationError, match="该评价已公开，须先撤回"):
        enter(scheme, school, "1", "1")
    with pytest.raises(ValidationError, match="已经公开"):
        publish(scheme)

    take_back_evaluation(scheme, reason="复核", seen=seen_state(scheme), acting_user=None)
    assert not EvaluationScheme.objects.public().exists()
    assert [
        entry.message for entry in ModelLogEntry.objects.for_instance(scheme).order_by("pk")
    ] == [
        "已公开（含总分和名次）；原因：厅务会议决定",
        "已撤回；原因：复核",
    ]
    with pytest.raises(ValidationError, match="没有公开"):
        take_back_evaluation(scheme, reason="复核", seen=seen_state(scheme), acting_user=None)


def test_a_reason_is_needed() -> None:
    scheme = factories.evaluation()
    factories.scored(scheme, "90", "50")

    with pytest.raises(ValidationError, match="请说明原因"):
        publish(scheme, reason=" ")
    assert not EvaluationScheme.objects.public().exists()


@pytest.mark.parametrize("what", ["score", "weight", "grade", "gone"])
def test_who_decides_has_seen_what_is_published(what: str) -> None:
    scheme = factories.evaluation()
    factories.scored(scheme, "90", "50")
    seen = seen_state(scheme)
    if what == "score":
        factories.scored(scheme, "10", "5")
    elif what == "weight":
        EvaluationIndicator.objects.filter(scheme=scheme)[0].save()
    elif what == "grade":
        scheme.grades.order_by("pk")[0].save()
    else:
        EvaluationScore.objects.order_by("-pk")[0].delete()

    with pytest.raises(ValidationError, match="该评价其间有改动"):
        publish(scheme, seen=seen)
