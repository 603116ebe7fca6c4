"""What a page takes from the index is what SQL finds for the same query."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from registry.filters import ApprovalFilterSet, SchoolFilterSet
from registry.models import Approval, School
from registry.services.approval_index.index import ApprovalIndex
from registry.services.approval_index.lines import load_lines
from registry.services.scopes import Totals, totals, totals_by_school
from registry.views.index_finders import ApprovalFinder, SchoolFinder
from tests.factories import RoundFactory, SchoolFactory, grant, region
from tests.registry.publication import public_certificate
from tests.registry.random_register import TODAY, RandomRegister
from tests.registry.services.approval_index.questions import (
    EACH_EXAMPLE_IN_SECONDS,
    FACETS,
    choices_at,
    questions,
    rolled_back,
)
from xcms.facets.finders import Finder, SqlFinder
from xcms.filters import RegisterFilterSet

pytestmark = pytest.mark.django_db


def query_of(question: Any, **more: Any) -> QueryDict:
    places, words, sort, _day, majors = question
    query = {**choices_at(places), "major": majors, "q": words, "sort": sort, **more}
    return QueryDict(urlencode(query, doseq=True))


def assert_agree(finder: Finder, sql: SqlFinder, filterset: RegisterFilterSet) -> None:
    assert finder.count() == sql.count()
    assert finder.records(0, 9) == sql.records(0, 9)
    assert finder.records(2, 4) == sql.records(2, 4)
    for name in filterset.facet_names:
        counts = sql.facet(name)
        assert finder.facet(name) == counts, name
        labels = sql.labels(name, counts)
        assert list(finder.labels(name, counts).items()) == list(labels.items()), name


@EACH_EXAMPLE_IN_SECONDS
@given(
    seed=st.integers(0, 10**6),
    steps=st.integers(0, 40),
    question=questions(FACETS, ("school", "-certificate", "quota", "-effective_from")),
)
def test_approvals(seed: int, steps: int, question: Any) -> None:
    with rolled_back():
        RandomRegister(seed).write(steps)
        filterset = ApprovalFilterSet(
            query_of(question, as_of=question[3].isoformat()),
            Approval.objects.public(),
            today=TODAY,
        )
        assert filterset.is_valid(), filterset.messages()
        finder = ApprovalFinder(filterset, ApprovalIndex(1, load_lines()))

        assert_agree(finder, SqlFinder(filterset), filterset)
        assert finder.totals() == totals(filterset.qs)


@EACH_EXAMPLE_IN_SECONDS
@given(
    seed=st.integers(0, 10**6),
    steps=st.integers(0, 40),
    question=questions(
        ("region", "school_level", "certificate", "certificate_level", "status"),
        ("region", "-name", "code"),
    ),
)
def test_schools(seed: int, steps: int, question: Any) -> None:
    with rolled_back():
        RandomRegister(seed).write(steps)
        filterset = SchoolFilterSet(query_of(question), School.objects.public(), today=TODAY)
        assert filterset.is_valid(), filterset.messages()
        finder = SchoolFinder(filterset, ApprovalIndex(1, load_lines()))

        assert_agree(finder, SqlFinder(filterset), filterset)
        found = finder.records(0, 9)
        sums = totals_by_school(Approval.objects.public().effective_on(TODAY), found)
        for school in found:
            assert school.totals == sums.get(school.pk, Totals(0, 0, 0))


def test_pages_say_the_same_where_sql_has_to_serve(
    client: Client, wagtail_root: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = public_certificate(name="物流管理")
    for code in ("430100", "430200", "430200"):
        grant(
            40,
            certificate=certificate,
            school=SchoolFactory(region=region(code)),
            decision={"round": RoundFactory()},
        )
    page = f"/registry/certificates/{certificate.public_id}/"
    addresses = [
        *("/registry/statistics/", "/registry/statistics/?by=certificate&region=430200"),
        *("/registry/statistics/?format=json", "/registry/statistics/?format=csv&round=2020-3-1"),
        *(page, f"{page}?region=430200&page_size=1&page=2", f"{page}?region=1"),
    ]
    from_memory = [client.get(address).content for address in addresses]
    monkeypatch.setattr("xcms.views.public._ATTEMPTS", 1)
    with CaptureQueriesContext(connection) as captured:
        assert [client.get(address).content for address in addresses] == from_memory
    assert [query for query in captured if "SUM(" in query["sql"]]
