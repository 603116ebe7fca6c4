"""A count beside an option is the length of the list with just that option chosen, on every list."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from registry import filters, models
from registry.enums import ApprovalStatus, CertificateLevel, ContactKind, NationalBatch, SchoolLevel
from registry.models import Approval, Certificate, ContactPoint, Organization, School
from tests.factories import ContactFactory, FilingFactory, grant, region
from tests.registry.publication import publish
from tests.registry.random_register import REGIONS, TODAY, RandomRegister
from xcms.facets.finders import SqlFinder
from xcms.filters import RegisterFilterSet

pytestmark = pytest.mark.django_db

LISTS = (
    (filters.ApprovalFilterSet, Approval),
    (filters.SchoolFilterSet, School),
    (filters.CertificateFilterSet, Certificate),
    (filters.OrganizationFilterSet, Organization),
    (filters.ContactFilterSet, ContactPoint),
)
SEARCHES = ("", "", "物流", "长沙", "wuliu", "科室")


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make_register(seed: int) -> None:
    """Lines of every kind; some certificates filed, some of those published; offices of every kind."""
    register = RandomRegister(seed)
    register.write(15)
    dice = random.Random(seed)  # noqa: S311
    for round_ in filter(None, register.rounds):
        for certificate in register.certificates:
            if dice.random() < 0.6:
                FilingFactory(
                    certificate=certificate,
                    round=round_,
                    levels=dice.sample(CertificateLevel.values, 2),
                    school_levels=dice.sample(SchoolLevel.values, 2),
                    pending=dice.random() < 0.2,
                )
        if dice.random() < 0.8 and round_.filings.agreed().exists():
            publish(round_)
    for kind in (*ContactKind.values, *ContactKind.values):
        school = dice.choice(register.schools) if kind == ContactKind.SCHOOL else None
        owner = Organization.objects.first() if kind == ContactKind.ORGANIZATION else None
        ContactFactory(
            kind=kind,
            school=school,
            organization=owner,
            region=region(dice.choice(REGIONS)),
            is_public=dice.random() < 0.8,
        )


def everything(name: str) -> list[str]:
    """Every value that the facet could have, public or not."""
    match name:
        case "region":
            return list(REGIONS)
        case "school_level":
            return SchoolLevel.values
        case "certificate_level":
            return CertificateLevel.values
        case "status":
            return ApprovalStatus.values
        case "kind":
            return ContactKind.values
        case "national_batch":
            return [str(value) for value in NationalBatch.values]
        case "batch":
            return [batch.key for batch in models.Batch.objects.all()]
        case "round":
            return [round_.key for round_ in models.Round.objects.select_related("batch")]
        case "major":
            return list(models.Major.objects.exclude(name="").values_list("name", flat=True))
    model: Any = Certificate if name == "certificate" else Organization
    return list(model.objects.values_list("public_id", flat=True))


def asked(
    filterset: type[RegisterFilterSet], model: Any, query: dict[str, list[str]]
) -> RegisterFilterSet:
    data = QueryDict(mutable=True)
    for key, values in query.items():
        data.setlist(key, values)
    return filterset(data, model.objects.public(), today=TODAY)


def length(filterset: RegisterFilterSet) -> int:
    return len(filterset.qs) if filterset.is_valid() else 0


@settings(
    max_examples=10,
    deadline=None,
    # Shrinking a failure would take minutes; the seed says enough.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10_000), data=st.data())
def test_each_count_is_the_length_of_the_list(wagtail_root: Any, seed: int, data: Any) -> None:
    with rolled_back():
        make_register(seed)
        for filterset_class, model in LISTS:
            names = asked(filterset_class, model, {}).facet_names
            query = (
                {"q": [data.draw(st.sampled_from(SEARCHES))]} if data.draw(st.booleans()) else {}
            )
            for name in names:
                if data.draw(st.integers(0, 2)) == 0:
                    choice = st.lists(st.sampled_from(everything(name)), max_size=2)
                    query[name] = data.draw(choice)
            filterset = asked(filterset_class, model, query)
            for name in names:
                counts = SqlFinder(filterset).facet(name)
                if not filterset.is_valid():
                    assert counts == {}
                    continue
                expected = {
                    value: length(asked(filterset_class, model, {**query, name: [value]}))
                    for value in everything(name)
                }
                assert counts == {value: n for value, n in expected.items() if n}, (
                    filterset_class.__name__,
                    name,
                    query,
                )
                assert set(SqlFinder(filterset).labels(name, list(counts))) == set(counts)


def test_each_facet_costs_one_query(wagtail_root: Any) -> None:
    make_register(1)
    for filterset_class, model in LISTS:
        filterset = asked(filterset_class, model, {"region": ["430100"]})
        for name in filterset.facet_names:
            SqlFinder(filterset).facet(name)
            # The public list asks for the pages that are closed to some, where certificates are counted.
            with CaptureQueriesContext(connection) as captured:
                SqlFinder(filterset).facet(name)
            assert len(captured) <= 2, (filterset_class.__name__, name)


def test_a_major_called_just_so_is_not_those_that_contain_its_name() -> None:
    from tests.factories import MajorFactory

    nursing, chinese = MajorFactory(name="护理"), MajorFactory(name="中医护理", code="620202")
    lines = [grant(major=nursing), grant(major=chinese)]

    def found(text: str) -> list[Any]:
        return list(asked(filters.ApprovalFilterSet, Approval, {"major": [text]}).qs)

    assert found("护理") == lines[:1]
    assert found("620202") == lines[1:]
    assert found("护") == lines


def test_neither_counts_nor_labels_name_what_nobody_may_see(wagtail_root: Any) -> None:
    make_register(3)
    hidden = "2021-1"
    for filterset_class, model in LISTS:
        finder = SqlFinder(asked(filterset_class, model, {}))
        for name in finder.filterset.facet_names:
            known = {*finder.facet(name), *finder.labels(name, everything(name))}
            assert not any(value.startswith(hidden) for value in known)


def test_undecided_and_void_lines_count_nowhere(wagtail_root: Any) -> None:
    line = grant()
    models.ApprovalDecision.objects.filter(approval=line).void(99)
    finders = (
        SqlFinder(asked(filters.ApprovalFilterSet, Approval, {})),
        SqlFinder(asked(filters.SchoolFilterSet, School, {})),
    )
    counts = chain.from_iterable(
        finder.facet(name).items()
        for finder in finders
        for name in ("certificate", "certificate_level", "status")
    )
    assert not dict(counts)
