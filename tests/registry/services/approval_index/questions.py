"""Random questions to a list, and the frame in which each is asked."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from registry.filters.choices import certificates_with_lists
from registry.models import Major, School
from tests.registry.random_register import DAYS, LEVELS, REGIONS, SCHOOL_LEVELS

#: What a facet may be asked for; the keys of records are filled in from the register.
FIXED = {
    "region": REGIONS,
    "school_level": SCHOOL_LEVELS,
    "certificate_level": LEVELS[1:],
    "status": ("in_force", "future", "ended", "revoked"),
    "batch": ("2020-3",),
    "round": ("2020-3-1", "2020-3-2"),
}
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
            owners = certificates_with_lists().order_by().values("organization__public_id")
            return sorted(owner["organization__public_id"] for owner in owners.distinct())
        case "major":
            return sorted(set(Major.objects.exclude(name="").values_list("name", flat=True)))
        case "school":
            return list(School.objects.values_list("code", flat=True))
    return FIXED[name]


FACETS = (*FIXED, "certificate", "organization", "school")
#: A filter by words as well, so that its values are chosen apart.
MAJORS: Sequence[list[str]] = ([], [], ["物流"], ["软件技术", "600000"])


#: For each facet the places of the chosen values among those that may be chosen.
Places = Mapping[str, Sequence[int]]


@st.composite
def questions(
    draw: Any, facets: Sequence[str], sorts: Sequence[str]
) -> tuple[Places, str, str, date, list[str]]:
    """Choices in some of the facets, words, sort, day, majors."""
    chosen = draw(
        st.dictionaries(
            st.sampled_from(facets),
            st.lists(st.integers(0, 3), min_size=1, max_size=3),
            max_size=4,
        )
    )
    words = draw(st.sampled_from(("", "", "物流", "minzheng", "学院 物流", "没有")))
    majors = draw(st.sampled_from(MAJORS))
    return chosen, words, draw(st.sampled_from(sorts)), draw(st.sampled_from(DAYS)), majors


def choices_at(places: Places) -> dict[str, Sequence[str]]:
    """The values themselves; a facet that has none to offer is left out."""
    chosen: dict[str, Sequence[str]] = {}
    for name, numbers in places.items():
        if values := values_of(name):
            chosen[name] = sorted({values[number % len(values)] for number in numbers})
    return chosen
