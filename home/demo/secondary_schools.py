"""Fictitious 中职 schools, and generated figures of a year."""

from collections.abc import Iterator

from home.demo.chance import draw
from home.demo.missing import add_missing
from registry.enums import SchoolLevel
from registry.models import Region, School, SchoolYear

_NUMERALS = "一二三四五六七八九十"
#: No region has the code 439900, so no school can have a code that begins with it.
_CODE_PREFIX = "439900"
_SOURCE = "演示数据：按校名生成，不是学校的实际数据"


def load_secondary_schools() -> dict[str, School]:
    """One school in each prefecture, two in 长沙 and 株洲; all schools by code."""
    return add_missing(School, _schools(), key=("code",))


def _schools() -> Iterator[School]:
    regions = list(Region.objects.order_by("code"))
    for number, region in enumerate([*regions, *regions[:2]], start=1):
        yield School(
            code=f"{_CODE_PREFIX}{number:04}",
            name=f"演示{_numeral(number)}职业中专学校（{region.short_name}）",
            level=SchoolLevel.SECONDARY,
            region=region,
            authority=f"{region.short_name}教育局（演示）",
            is_demo=True,
        )


def _numeral(number: int) -> str:
    """1 … 19 in Chinese."""
    return _NUMERALS[number - 1] if number <= 10 else f"十{_NUMERALS[number - 11]}"


def load_school_years(year: int) -> None:
    """Figures for two schools in three that can take part; for the rest they stay unknown."""
    add_missing(SchoolYear, _figures(year), key=("school_id", "year"))


def _figures(year: int) -> Iterator[SchoolYear]:
    for school in School.objects.filter(is_eligible=True):
        chance = draw(school.code, "figures")
        if chance % 3 == 0:
            continue
        secondary = school.level == SchoolLevel.SECONDARY
        yield SchoolYear(
            school=school,
            year=year,
            majors_count=8 + chance % 10 if secondary else 18 + chance % 30,
            enrolment=1200 + chance % 2400 if secondary else 5000 + chance % 9000,
            source=_SOURCE,
            is_demo=True,
        )
