"""What the index says is what SQL says: which lines, in which order, and how many each choice would leave."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from registry.filters import ApprovalFilterSet
from registry.models import Approval
from registry.services.approval_index.index import ApprovalIndex
from registry.services.approval_index.lines import Lines, lines_after, load_lines
from registry.services.scopes import totals
from tests.factories import decide
from tests.registry.random_register import TODAY, RandomRegister
from tests.registry.services.approval_index.questions import (
    EACH_EXAMPLE_IN_SECONDS,
    FACETS,
    Choices,
    choices_at,
    questions,
    rolled_back,
    values_of,
)
from xcms.versions import current_version

pytestmark = pytest.mark.django_db

#: What pages and feeds show of a line.
SHOWN = (
    *("pk", "public_id", "school", "certificate", "major", "level", "is_demo"),
    *("status", "quota", "effective_from", "effective_to"),
)
SORTS = ("school", "-school", "certificate", "-certificate", "quota", "-quota", "effective_from")


def shown(line: Approval) -> dict[str, Any]:
    return {name: getattr(line, name) for name in SHOWN}


def found_by_sql(
    choices: Choices, words: str, sort: str, day: date, majors: list[str]
) -> list[Approval]:
    query = {**choices, "major": majors, "q": words, "sort": sort, "as_of": day.isoformat()}
    filterset = ApprovalFilterSet(
        QueryDict(urlencode(query, doseq=True)), Approval.objects.public(), today=TODAY
    )
    assert filterset.is_valid(), filterset.messages()
    return list(filterset.qs)


def assert_says_what_sql_says(index: ApprovalIndex, question: Any) -> None:
    places, words, sort, day, majors = question
    choices = choices_at(places)
    rows = index.on(day)
    selection = rows.select({"status": ["in_force"], **choices}, words=words, majors=majors)
    lines = found_by_sql(choices, words, sort, day, majors)

    keys = rows.keys(selection, 0, len(lines) + 5, sort)
    assert keys == [line.pk for line in lines]
    assert selection.count == len(lines)
    assert rows.keys(selection, 1, 3, sort) == keys[1:3]
    for record, line in zip(rows.records(selection, 0, 9, sort), lines, strict=False):
        assert shown(record) == shown(line)
    assert selection.total("quota") == sum(line.quota for line in lines)
    assert selection.distinct("school") == len({line.school_id for line in lines})
    assert selection.distinct("certificate") == len({line.certificate_id for line in lines})
    for name in (*FACETS, "major"):
        if name == "school":
            continue
        others = {
            value: found_by_sql({**choices, name: [value]}, words, sort, day, [value])
            if name == "major"
            else found_by_sql({**choices, name: [value]}, words, sort, day, majors)
            for value in values_of(name)
        }
        assert selection.facet(name) == {v: len(found) for v, found in others.items() if found}
        assert selection.distinct_by(name, "school") == {
            v: len({line.school_id for line in found}) for v, found in others.items() if found
        }


@EACH_EXAMPLE_IN_SECONDS
@given(seed=st.integers(0, 10**6), steps=st.integers(0, 40), question=questions(FACETS, SORTS))
def test_every_count_and_every_page_is_that_of_sql(seed: int, steps: int, question: Any) -> None:
    with rolled_back():
        RandomRegister(seed).write(steps)

        assert_says_what_sql_says(ApprovalIndex(1, load_lines()), question)


@EACH_EXAMPLE_IN_SECONDS
@given(
    seed=st.integers(0, 10**6),
    first=st.integers(15, 40),
    rounds=st.lists(st.integers(0, 3), min_size=1, max_size=3),
    question=questions(FACETS, SORTS),
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


def test_a_decision_leaves_the_lines_and_their_orders_as_they_are() -> None:
    register = RandomRegister(1)
    register.write(40)
    before = ApprovalIndex(current_version(), load_lines())
    order = before.on(TODAY).order("-certificate")
    by_quota = before.on(TODAY).order("quota")
    # Of the last line, of the first, of some between them.
    for keys in ([-1], [0], [3, 4, 9]):
        for place in keys:
            line = Approval.objects.get(pk=before.lines.key[place])
            decide(line, kind="enlarge", quota=990 - place, effective_from=TODAY, basis="新")
        after = before.renewed(current_version(), lines_after(before.lines, before.version))
        assert after.lines.are_the_same_as(before.lines)
        assert after.lines.school is before.lines.school
        assert after.on(TODAY).order("-certificate") is order
        assert after.on(TODAY).order("quota") is not by_quota
        assert_same(after.lines, load_lines())
        before = after


def test_sums_are_those_of_the_list_page() -> None:
    RandomRegister(7).write(40)
    rows = ApprovalIndex(1, load_lines()).on(TODAY)
    selection = rows.select({"status": ["in_force"]})
    sums = totals(Approval.objects.public().effective_on(TODAY))
    assert rows.totals(selection) == sums
    assert sums.schools
    assert sums.is_demo
