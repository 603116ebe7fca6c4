"""The figures from the index are those of SQL: values, order, labels, zeros."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from registry.enums import StatisticsBy
from registry.filters import ApprovalFilterSet
from registry.models import Approval
from registry.services.approval_index.index import ApprovalIndex
from registry.services.approval_index.lines import load_lines
from registry.views.figures import figures_of
from tests.registry.random_register import TODAY, RandomRegister
from tests.registry.services.approval_index.questions import (
    EACH_EXAMPLE_IN_SECONDS,
    FACETS,
    choices_at,
    questions,
    rolled_back,
)

pytestmark = pytest.mark.django_db


def assert_agree(query: str) -> None:
    filterset = ApprovalFilterSet(QueryDict(query), Approval.objects.public(), today=TODAY)
    assert filterset.is_valid(), filterset.messages()
    sql = figures_of(filterset, None)
    found = figures_of(filterset, ApprovalIndex(1, load_lines()))
    assert found.total() == sql.total()
    for by in StatisticsBy:
        assert found.by(by) == sql.by(by), by


@EACH_EXAMPLE_IN_SECONDS
@given(
    seed=st.integers(0, 10**6), steps=st.integers(0, 60), question=questions(FACETS, ("school",))
)
def test_every_figure_is_that_of_sql(seed: int, steps: int, question: Any) -> None:
    with rolled_back():
        RandomRegister(seed).write(steps)
        places, words, _sort, day, majors = question
        asked = {**choices_at(places), "major": majors, "q": words, "as_of": day.isoformat()}
        assert_agree(urlencode(asked, doseq=True))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "round=2020-3-1",
        "round=2020-3-1&round=2020-3-2",
        "batch=2020-3",
        "q=没有",
        "status=ended",
    ],
)
def test_a_register_of_many_lines(query: str) -> None:
    RandomRegister(5).write(90)
    assert_agree(query)


def test_an_empty_register() -> None:
    assert_agree("")


def test_labels_are_in_the_readers_language() -> None:
    RandomRegister(5).write(20)
    with translation.override("en"):
        assert_agree("")
