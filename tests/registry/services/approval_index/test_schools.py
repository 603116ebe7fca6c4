"""Schools by what they may run: the index says what SQL says."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from registry.enums import ApprovalStatus
from registry.filters import SchoolFilterSet
from registry.models import Approval, School
from registry.services.approval_index.index import ApprovalIndex
from registry.services.approval_index.lines import load_lines
from registry.services.approval_index.schools import SchoolRows, SchoolSelection
from registry.services.scopes import Totals, totals_by_school
from tests.registry.random_register import TODAY, RandomRegister
from tests.registry.services.approval_index.questions import (
    EACH_EXAMPLE_IN_SECONDS,
    Choices,
    choices_at,
    questions,
    rolled_back,
    values_of,
)

pytestmark = pytest.mark.django_db

FACETS = ("region", "school_level", "certificate", "certificate_level", "status")

SORTS = ("region", "-region", "name", "-name", "code", "-code")


def found_by_sql(
    choices: Choices, words: str, sort: str, day: date, majors: list[str]
) -> list[School]:
    query = {**choices, "major": majors, "q": words, "sort": sort}
    filterset = SchoolFilterSet(
        QueryDict(urlencode(query, doseq=True)), School.objects.public(), today=day
    )
    assert filterset.is_valid(), filterset.messages()
    return list(filterset.qs)


@EACH_EXAMPLE_IN_SECONDS
@given(seed=st.integers(0, 10**6), steps=st.integers(0, 40), question=questions(FACETS, SORTS))
def test_every_count_and_every_page_is_that_of_sql(seed: int, steps: int, question: Any) -> None:
    with rolled_back():
        RandomRegister(seed).write(steps)
        places, words, sort, day, majors = question
        choices = choices_at(places)
        lines = load_lines()
        selection = SchoolSelection(
            SchoolRows(lines.names),
            ApprovalIndex(1, lines).on(day),
            chosen=choices,
            words=words,
            majors=majors,
            usual_status=ApprovalStatus.IN_FORCE,
        )
        schools = found_by_sql(choices, words, sort, day, majors)

        assert selection.records(0, 25, sort) == schools
        assert selection.records(1, 2, sort) == schools[1:2]
        assert selection.count == len(schools)
        for name in (*FACETS, "major"):
            others = {
                value: found_by_sql({**choices, name: [value]}, words, sort, day, [value])
                if name == "major"
                else found_by_sql({**choices, name: [value]}, words, sort, day, majors)
                for value in values_of(name)
            }
            expected = {value: len(found) for value, found in others.items() if found}
            assert selection.facet(name) == expected, name


def test_sums_of_each_school_are_those_of_sql() -> None:
    RandomRegister(3).write(60)
    rows = ApprovalIndex(1, load_lines()).on(TODAY)
    schools = list(School.objects.all())

    expected = totals_by_school(Approval.objects.public().effective_on(TODAY), schools)
    assert len(expected) > 1
    nothing = Totals(schools=0, certificates=0, quota=0)
    for school in schools:
        assert rows.in_force_of(school) == expected.get(school.pk, nothing)
