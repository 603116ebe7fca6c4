"""年度办学数据"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from registry.importers.shared_columns import DEMO, SCHOOL_CODE, SCHOOL_NAME, SERIAL
from registry.importers.tables import find_school, school_table
from registry.models import SchoolYear
from xcms.importing.columns import Column, passed_over
from xcms.importing.importers import ImportOptions
from xcms.importing.model_importer import Link, ModelImporter
from xcms.importing.parsers import day, one_line, whole_number
from xcms.importing.rows import ParsedRow, Problems

_SCHOOL_CELLS = frozenset({"school_code", "school_name", "_school"})


class SchoolYearImporter(ModelImporter):
    """One row per school and year."""

    model = SchoolYear
    one_of = (("school_code", "school_name"),)
    columns = (
        SCHOOL_CODE,
        SCHOOL_NAME,
        Column(
            key="year",
            header="年度",
            synonyms=("年份", "统计年度"),
            note="如 2020",
            required=True,
            filled=True,
            parse=whole_number,
        ),
        Column(
            key="majors_count",
            header="专业总数",
            synonyms=("专业数", "专业设置数", "开设专业数"),
            note="本校专业总数；不详留空",
            parse=whole_number,
            blank=None,
        ),
        Column(
            key="enrolment",
            header="在校生总数",
            synonyms=("在校生数", "在校生人数", "在校学生数"),
            note="人数；不详留空",
            parse=whole_number,
            blank=None,
        ),
        Column(
            key="source",
            header="数据来源",
            synonyms=("来源",),
            note="如“2020年高职数据平台”",
            parse=one_line(200),
        ),
        Column(
            key="figures_on",
            header="统计日期",
            synonyms=("数据日期",),
            note="数据统计截至的日期，如 2019-12-31；不详留空",
            parse=day,
            blank=None,
        ),
        DEMO,
        SERIAL,
        passed_over("所在市州", "所在地", "市州"),
        passed_over("办学层次"),
    )

    def __init__(self, options: ImportOptions) -> None:
        super().__init__(options)
        self._schools = school_table()

    def existing(self) -> QuerySet[Any]:
        return SchoolYear.objects.select_related("school")

    def links(self) -> Sequence[Link]:
        return (
            Link(
                "_school",
                ("school_code", "school_name"),
                lambda row, problems: find_school(row, self._schools, problems),
            ),
        )

    def values(self, row: ParsedRow, problems: Problems) -> dict[str, Any]:
        values = {key: value for key, value in row.values.items() if key not in _SCHOOL_CELLS}
        return {"school": row.values["_school"], **values}

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        return values["school"].pk, values["year"]

    def identity_of(self, record: SchoolYear) -> Hashable:
        return record.school_id, record.year
