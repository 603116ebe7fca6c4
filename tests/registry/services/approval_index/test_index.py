"""What the index says is what SQL says: which lines, in which order, and how many each choice would leave."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from registry.filters import ApprovalFilterSet
from registry.filters.choices import certificates_with_lists
from registry.models import Approval, Major, School
from registry.services.approval_index.index import ApprovalIndex
from registry.services.approval_index.lines import Lines, lines_after, load_lines
from registry.services.scopes import totals
from tests.registry.random_register import (
    DAYS,
    LEVELS,
    REGIONS,
    SCHOOL_LEVELS,
    TODAY,
    RandomRegister,
)
from xcms.versions import current_version

pytestmark = pytest.mark.django_db

#: What a facet may be asked for; the keys of records are filled in from the register.
FIXED = {
    "region": REGIONS,
    "school_level": SCHOOL_LEVELS,
    "certificate_level": LEVELS[1:],
    "status": ("in_force", "future", "ended", "revoked"),
    "batch": ("2020-3",),
    "round": ("2020-3-1", "2020-3-2"),
}
SORTS = ("school", "-school", "certificate", "-certificate", "quota", "-quota", "effective_from")

Choices = Mapping[str, Sequence[str]]


#: Shrinking a failure would take minutes; the seed says enough.
EACH_EXAMPLE_IN_SECONDS = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Each example begins with an empty register."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def values_of(name: str) -> Sequence[str]:
    match name:
        case "certificate":
            return list(certificates_with_lists().values_list("public_id", flat=True))
        case "organization":
            named = certificates_with_lists().values_list("organization__public_id", flat=True)
            return sorted(set(named))
        case "school":
            return list(School.objects.values_list("code", flat=True))
    return FIXED[name]


FACETS = (*FIXED, "certificate", "organization", "school")


@st.composite
def questions(draw: Any) -> tuple[dict[str, list[int]], str, str, date, list[str]]:
    """Places of the chosen values for some facets, words, sort, day, majors."""
    chosen = draw(
        st.dictionaries(
            st.sampled_from(FACETS),
            st.lists(st.integers(0, 3), min_size=1, max_size=3),
            max_size=4,
        )
    )
    words = draw(st.sampled_from(("", "", "物流", "minzheng", "学院 物流", "没有")))
    majors = draw(st.sampled_from(([], [], ["物流"], ["软件技术", "600000"])))
    return chosen, words, draw(st.sampled_from(SORTS)), draw(st.sampled_from(DAYS)), majors


def found_by_sql(
    choices: Choices, words: str, sort: str, day: date, majors: list[str]
) -> list[Approval]:
    query = {**choices, "q": words, "sort": sort, "as_of": day.isoformat(), "major": majors}
    filterset = ApprovalFilterSet(
        QueryDict(urlencode(query, doseq=True)), Approval.objects.public(), today=TODAY
    )
    assert filterset.is_valid(), filterset.messages()
    return list(filterset.qs)


def assert_says_what_sql_says(index: ApprovalIndex, question: Any) -> None:
    places, words, sort, day, majors = question
    choices: dict[str, Sequence[str]] = {}
    for name, numbers in places.items():
        if not (values := values_of(name)):
            continue
        choices[name] = sorted({values[number % len(values)] for number in numbers})
    rows = index.on(day)
    selection = rows.select({"status": ["in_force"], **choices}, words=words, majors=majors)
    lines = found_by_sql(choices, words, sort, day, majors)

    keys = rows.keys(selection, 0, len(lines) + 5, sort)
    assert keys == [line.pk for line in lines]
    assert selection.count == len(lines)
    assert rows.keys(selection, 1, 3, sort) == keys[1:3]
    assert selection.total("quota") == sum(line.quota for line in lines)
    assert selection.distinct("school") == len({line.school_id for line in lines})
    assert selection.distinct("certificate") == len({line.certificate_id for line in lines})
    for name in FACETS:
        if name == "school":
            continue
        others = {
            value: found_by_sql({**choices, name: [value]}, words, sort, day, majors)
            for value in values_of(name)
        }
        assert selection.facet(name) == {v: len(found) for v, found in others.items() if found}
        assert selection.distinct_by(name, "school") == {
            v: len({line.school_id for line in found}) for v, found in others.items() if found
        }


@EACH_EXAMPLE_IN_SECONDS
@given(seed=st.integers(0, 10**6), steps=st.integers(0, 40), question=questions())
def test_every_count_and_every_page_is_that_of_sql(seed: int, steps: int, question: Any) -> None:
    with rolled_back():
        RandomRegister(seed).write(steps)

        assert_says_what_sql_says(ApprovalIndex(1, load_lines()), question)


@EACH_EXAMPLE_IN_SECONDS
@given(
    seed=st.integers(0, 10**6),
    first=st.integers(15, 40),
    rounds=st.lists(st.integers(0, 3), min_size=1, max_size=3),
    question=questions(),
)
def test_an_index_brought_up_is_one_made_anew(
    seed: int, first: int, rounds: list[int], question: Any
) -> None:
    with rolled_back():
        register = RandomRegister(seed)
        register.write(first)
        lines, version = load_lines(), current_version()
        for steps in rounds:
            register.write(steps)
            lines, version = lines_after(lines, version), current_version()

        assert_same(lines, load_lines())
        assert_says_what_sql_says(ApprovalIndex(version, lines), question)


def assert_same(lines: Lines, fresh: Lines) -> None:
    for name in ("key", "school", "certificate", "level", "major", "is_demo"):
        assert np.array_equal(getattr(lines, name), getattr(fresh, name)), name
    for name in ("starts", "effective_from", "effective_to", "quota", "revokes", "round"):
        assert np.array_equal(getattr(lines.history, name), getattr(fresh.history, name)), name


def test_an_empty_register_has_an_index_too() -> None:
    rows = ApprovalIndex(1, load_lines()).on(TODAY)
    selection = rows.select({"status": ["in_force"], "region": ["430100"]}, words="物流")
    assert selection.count == 0
    assert selection.facet("status") == selection.facet("certificate") == {}
    assert rows.keys(selection, 0, 25, "-quota") == []
    assert selection.total("quota") == 0


def test_a_write_that_touches_no_line_keeps_the_rows() -> None:
    RandomRegister(1).write(20)
    lines, version = load_lines(), current_version()

    assert lines_after(lines, version) is lines


def test_sums_are_those_of_the_list_page() -> None:
    RandomRegister(7).write(40)
    rows = ApprovalIndex(1, load_lines()).on(TODAY)
    selection = rows.select({"status": ["in_force"]})
    sums = totals(Approval.objects.public().effective_on(TODAY))
    assert (selection.distinct("school"), selection.distinct("certificate")) == (
        sums.schools,
        sums.certificates,
    )
    assert selection.total("quota") == sums.quota
    assert Major.objects.exists()
