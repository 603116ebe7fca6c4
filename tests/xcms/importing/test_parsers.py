"""One cell's text to one value."""

from datetime import date
from typing import Any

import pytest

from registry.importers.vocabularies import CERTIFICATE_LEVELS, NATIONAL_BATCHES, SCHOOL_LEVELS
from xcms.importing.errors import CellError
from xcms.importing.parsers import choice, choices, day, digits, names, whole_number


@pytest.mark.parametrize(
    "text", ["60", "60人", "６０", "60.0", " 60 ", "６０ 人", "60.00人", "60（人）", "60人次"]
)
def test_sixty_in_every_spelling(text: str) -> None:
    assert whole_number(text) == 60


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("1,200", 1200), ("2015年版", 2015)])
def test_other_whole_numbers(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["若干", "-5", "60.5", "约60", "六十", "", "1e3", "٣x", "9" * 30])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(CellError, match=r"需要非负整数，读到“|过大"):
        whole_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "2020-06-12",
        "2020-6-12",
        "2020.6.12",
        "2020/6/12",
        "2020年6月12日",
        "２０２０年６月１２日",
        "20200612",
        "43994",
        "43994.0",
        "43994.375",
        "2020-06-12 00:00:00",
        "2020/6/12 9:30",
        "2020-06-12T09:30:00",
        "2020. 6. 12",
        "2020年6月12号",
        "二〇二〇年六月十二日",
        "二零二零年六月十二日",
    ],
)
def test_one_day_in_every_usual_form(text: str) -> None:
    assert day(text) == date(2020, 6, 12)


@pytest.mark.parametrize(
    ("text", "date_"),
    [
        ("二〇二〇年十月三十一日", date(2020, 10, 31)),
        ("二〇一九年十二月二十日", date(2019, 12, 20)),
        ("二〇二一年一月一日", date(2021, 1, 1)),
    ],
)
def test_days_written_out(text: str, date_: date) -> None:
    assert day(text) == date_


@pytest.mark.parametrize(
    "text",
    [
        "6月12日",
        "2020-13-01",
        "2020-02-30",
        "明天",
        "2020年6月",
        "0000-01-01",
        "二〇二〇年十十月十二日",
        "二〇二〇年六月三十二日",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(CellError, match="需要日期"):
        day(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("中职", "secondary"),
        ("高职", "higher_vocational"),
        ("专科", "higher_vocational"),
        ("高职（专科）", "higher_vocational"),
        ("应用型本科", "applied_undergraduate"),
        ("本科", "undergraduate"),
        ("secondary", "secondary"),
    ],
)
def test_school_levels_by_label_and_synonym(text: str, value: str) -> None:
    assert choice(SCHOOL_LEVELS)(text) == value


@pytest.mark.parametrize("text", ["1", "第一批", "第 1 批", "一", "首批"])
def test_national_batches(text: str) -> None:
    assert choice(NATIONAL_BATCHES)(text) == 1


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("初级、中级/高级", ("beginner", "intermediate", "advanced")),
        ("（中级）", ("intermediate",)),
        ("中 级", ("intermediate",)),
        ("初级 中级", ("beginner", "intermediate")),
        ("初、中、高级", ("beginner", "intermediate", "advanced")),
        ("高级；高级", ("advanced",)),
    ],
)
def test_sets_of_levels(text: str, levels: tuple[Any, ...]) -> None:
    assert choices(CERTIFICATE_LEVELS)(text) == levels


@pytest.mark.parametrize("text", ["特级", "初级、特级", "、"])
def test_an_unknown_level_is_refused_with_the_choices(text: str) -> None:
    with pytest.raises(CellError, match="只能填写初级、中级、高级"):
        choices(CERTIFICATE_LEVELS)(text)


def test_codes_of_exactly_ten_digits() -> None:
    assert digits(10)("４１４３０１０５３０") == "4143010530"
    for text in ("414301053", "41430105300", "414301053x", "4143-10530"):
        with pytest.raises(CellError, match="需要 10 位数字"):
            digits(10)(text)


def test_several_names_in_a_cell() -> None:
    assert names(100)("甲校、 乙校；丙校\n甲校") == ("甲校", "乙校", "丙校")
