"""What every list's FilterSet does with a query, shown on schools."""

from collections.abc import Collection
from datetime import date
from typing import ClassVar

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from registry.enums import SchoolLevel
from registry.models import Certificate, Region, School
from tests.factories import CertificateFactory, SchoolFactory, region
from xcms.filter_kinds import DayFilter, ValuesFilter
from xcms.filters import RegisterFilterSet, SortOption


def regions(codes: Collection[str]) -> list[tuple[str, str]]:
    return list(Region.objects.filter(code__in=codes).values_list("code", "name"))


class SchoolFilters(RegisterFilterSet):
    sorts: ClassVar = (
        SortOption("code", "标识码", ["code"]),
        SortOption("name", "名称", ["pinyin"]),
    )

    region = ValuesFilter("region", label="市州", choices=regions)
    school_level = ValuesFilter("level", label="办学层次", choices=SchoolLevel.choices)
    as_of = DayFilter(label="截至", method="ignore")

    def ignore(self, queryset, _name, _value):  # type: ignore[no-untyped-def]
        return queryset


def filters(query: str) -> SchoolFilters:
    return SchoolFilters(QueryDict(query), queryset=School.objects.public())


def names(query: str) -> list[str]:
    return [school.name for school in filters(query).qs]


@pytest.fixture
def schools(db: None) -> None:
    SchoolFactory(code="4143000001", name="湖南铁道职业技术学院", region=region("430200"))
    SchoolFactory(code="4143000002", name="长沙民政职业技术学院")
    SchoolFactory(code="4143000003", name="株洲工业学校", region=region("430200"), secondary=True)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["湖南铁道职业技术学院", "长沙民政职业技术学院", "株洲工业学校"]),
        ("region=430200", ["湖南铁道职业技术学院", "株洲工业学校"]),
        (
            "region=430200&region=430100",
            ["湖南铁道职业技术学院", "长沙民政职业技术学院", "株洲工业学校"],
        ),
        ("region=430200&school_level=secondary", ["株洲工业学校"]),
        ("q=铁道", ["湖南铁道职业技术学院"]),
        ("q=职业 长沙", ["长沙民政职业技术学院"]),
        ("q=（铁道）", ["湖南铁道职业技术学院"]),
        ("q=zhuzhou", ["株洲工业学校"]),
        ("q=%00铁%00道", ["湖南铁道职业技术学院"]),
        ("q=%25", []),
        ("q=_", []),
        ("q=%5C", []),
        ("unknown=1&id__gt=2", ["湖南铁道职业技术学院", "长沙民政职业技术学院", "株洲工业学校"]),
        ("region=&q=", ["湖南铁道职业技术学院", "长沙民政职业技术学院", "株洲工业学校"]),
        ("sort=-code&region=430200", ["株洲工业学校", "湖南铁道职业技术学院"]),
        ("sort=name", ["湖南铁道职业技术学院", "长沙民政职业技术学院", "株洲工业学校"]),
    ],
)
@pytest.mark.usefixtures("schools")
def test_values_of_a_filter_are_alternatives_and_filters_narrow_each_other(
    query: str, expected: list[str]
) -> None:
    expected = sorted(expected) if "name" in query else expected
    found = names(query)
    assert (sorted(found) if "name" in query else found) == expected


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("region=999999", "市州"),
        ("region=430100&region=x", "市州"),
        ("school_level=kindergarten", "办学层次"),
        ("as_of=tomorrow", "截至"),
        ("as_of=2020-13-45", "截至"),
        ("sort=password", "排序"),
        (f"q={'长' * 201}", "搜索"),
    ],
)
@pytest.mark.django_db
def test_an_invalid_value_of_a_known_filter_is_a_message_with_its_name(
    query: str, where: str
) -> None:
    found = filters(query)
    assert not found.is_valid()
    assert [message.partition("：")[0] for message in found.messages()] == [where]


@pytest.mark.django_db
def test_a_chip_leads_to_the_list_without_just_its_value() -> None:
    chips = filters("q=铁道&region=430100&region=430200&page_size=50&page=3&other=1").chips()
    rest = "page_size=50"
    q = "q=%E9%93%81%E9%81%93"
    assert [tuple(chip) for chip in chips] == [
        ("搜索", "铁道", f"?region=430100&region=430200&{rest}"),
        ("市州", "长沙市", f"?{q}&region=430200&{rest}"),
        ("市州", "株洲市", f"?{q}&region=430100&{rest}"),
    ]


@pytest.mark.django_db
def test_an_invalid_value_has_a_chip_too_so_that_it_can_be_taken_away() -> None:
    (chip,) = filters(f"region={'9' * 60}").chips()
    assert chip.value == "9" * 40 + "…"
    assert chip.url == "?"


@pytest.mark.django_db
def test_two_queries_that_ask_the_same_have_one_address() -> None:
    messy = (
        "page=1&sort=code&region=430200&other=1&format=html&q=%20铁道&region=430100&page_size=25"
    )
    assert filters(messy).data.urlencode() == "q=%E9%93%81%E9%81%93&region=430100&region=430200"


def test_clearing_keeps_order_and_page_size() -> None:
    found = filters("q=铁道&region=430100&sort=-name&page_size=50&page=2")
    assert found.clear_url == "?sort=-name&page_size=50"


@pytest.mark.django_db
def test_a_column_header_sorts_and_then_reverses() -> None:
    assert filters("").sort_url("name") == "?sort=name"
    assert filters("sort=name").sort_url("name") == "?sort=-name"
    assert filters("sort=-name&page=3").sort_url("name") == "?sort=name"
    assert filters("").aria_sort("code") == "ascending"
    assert filters("sort=-code").aria_sort("code") == "descending"
    assert filters("sort=-code").aria_sort("name") == ""


@pytest.mark.usefixtures("schools")
def test_counts_ignore_the_choice_of_their_own_facet_and_heed_the_others() -> None:
    found = filters("region=430200")
    assert found.facet_counts("region") == {"430100": 1, "430200": 2}
    assert found.facet_counts("school_level") == {"secondary": 1, "higher_vocational": 1}


@pytest.mark.django_db
def test_only_the_given_values_are_looked_up_and_once() -> None:
    with CaptureQueriesContext(connection) as captured:
        found = filters("region=430200&region=430100")
        assert found.is_valid()
        assert [chip.value for chip in found.chips()] == ["长沙市", "株洲市"]
    assert len(captured) == 1


@pytest.mark.django_db
def test_a_set_of_choices_is_filtered_by_membership() -> None:
    class Levels(RegisterFilterSet):
        level = ValuesFilter("levels", "has", choices=[("beginner", "初级"), ("advanced", "高级")])

    both = CertificateFactory(levels=("beginner", "advanced"))
    CertificateFactory(levels=("intermediate",))
    high = CertificateFactory(levels=("advanced",))
    rows = Certificate.objects.all()
    assert set(Levels(QueryDict("level=advanced"), queryset=rows).qs) == {both, high}
    assert set(Levels(QueryDict("level=beginner&level=advanced"), queryset=rows).qs) == {both, high}
    assert set(Levels(QueryDict("level=beginner"), queryset=rows).qs) == {both}
    assert Levels(QueryDict(""), queryset=rows).facet_counts("level") == {
        "beginner": 1,
        "advanced": 2,
    }


def test_day_bound_filters_start_from_the_given_day() -> None:
    day = date(2020, 6, 12)
    assert SchoolFilters(QueryDict(), queryset=School.objects.none(), today=day).today == day
