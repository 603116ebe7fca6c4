"""Odd page numbers clamp; they never fail."""

import pytest
from django.http import QueryDict
from django.test import override_settings

from registry.models import School
from tests.factories import SchoolFactory
from xcms.paging import list_page, page_size, page_size_choices, whole_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 3),
        ("abc", 1),
        ("", 1),
        ("-3", 1),
        ("0", 1),
        (str(10**30), 9),
        ("9" * 5000, 9),
        ("1.5", 1),
        ("\x00", 1),
        ("２", 2),
        ("²", 1),
    ],
)
def test_whole_numbers_are_held_between_the_bounds(text: str, expected: int) -> None:
    assert whole_number(text, default=1, low=1, high=9) == expected


@pytest.mark.parametrize(
    ("asked", "expected"), [("", 25), ("50", 50), ("0", 1), ("-1", 1), ("100000", 100), ("x", 25)]
)
def test_page_size_stays_between_one_and_the_most_allowed(asked: str, expected: int) -> None:
    assert page_size(QueryDict(f"page_size={asked}")) == expected


@override_settings(XCMS={"PAGE_SIZE": 5, "MAX_PAGE_SIZE": 20})
def test_a_site_sets_its_own_page_sizes() -> None:
    assert page_size(QueryDict()) == 5
    assert page_size(QueryDict("page_size=50")) == 20
    assert page_size_choices(7) == [5, 7, 10, 20]


@pytest.mark.django_db
def test_pages_keep_the_other_parameters_and_name_their_neighbours() -> None:
    schools = [SchoolFactory().code for _ in range(5)]
    query = QueryDict("region=430100&region=430200&page_size=2&page=2")
    found = list_page(School.objects.order_by("code"), query)
    assert [school.code for school in found.objects] == schools[2:4]
    assert found.count == 5
    assert found.previous_url == "?region=430100&region=430200&page_size=2"
    assert found.next_url == "?region=430100&region=430200&page_size=2&page=3"
    assert [(link.number, link.is_current) for link in found.links] == [
        (1, False),
        (2, True),
        (3, False),
    ]


@pytest.mark.django_db
def test_beyond_the_last_page_is_the_last_page() -> None:
    schools = [SchoolFactory().code for _ in range(3)]
    found = list_page(School.objects.order_by("code"), QueryDict("page_size=2&page=99"))
    assert [school.code for school in found.objects] == schools[2:]
    assert found.next_url == ""


@pytest.mark.django_db
def test_an_empty_list_has_one_empty_page() -> None:
    found = list_page(School.objects.none(), QueryDict("page=7"))
    assert (found.objects, found.count, found.links) == ([], 0, [])
