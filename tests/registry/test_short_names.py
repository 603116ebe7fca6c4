"""What people call a school for short."""

import pytest

from registry.short_names import short_names
from tests import factories
from xcms.search.lookups import matching


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("长沙职业技术学院", "长沙职院"),
        ("湖南师范大学", "湖南师大"),
        ("湘南幼儿师范高等专科学校", "湘南幼专"),
        ("长沙市信息职业技术学校", "长沙市信息职校"),
    ],
)
def test_a_usual_ending_is_shortened(name: str, short: str) -> None:
    assert short in short_names(name)


def test_other_names_are_not() -> None:
    assert short_names("湖南大学") == short_names("职业学院") == []


@pytest.mark.django_db
@pytest.mark.parametrize("question", ["长沙职院", "cszy", "cszj", "zhiyuan"])
def test_a_school_is_found_by_its_short_name(question: str) -> None:
    wanted = factories.SchoolFactory(name="长沙职业技术学院")
    factories.SchoolFactory(name="长沙航空学院")

    assert list(matching(type(wanted).objects.public(), question)) == [wanted]
