"""Importing schools, figures by year, majors, organisations and certificates; what holds for all of them."""

from pathlib import Path
from typing import Any

import pytest

from registry.enums import CertificateLevel, SchoolLevel
from registry.models import (
    Certificate,
    Major,
    Organization,
    School,
    SchoolName,
    SchoolYear,
)
from tests import factories
from tests.registry.importers.running import counts, importing, sentences
from tests.sheets import csv_bytes, xlsx_bytes
from xcms.versions import current_version

pytestmark = pytest.mark.django_db

SCHOOLS = ["学校标识码", "学校名称", "主管部门", "所在地", "办学层次", "备注"]
FILES = Path(__file__).parents[2] / "files"


def test_schools_from_the_ministrys_list() -> None:
    report = importing("schools", (FILES / "schools_ministry_list.csv").read_bytes())

    assert counts(report) == {"rows": 4, "new": 4}
    school = School.objects.get(code="4143011111")
    assert (school.name, school.region.name, school.level) == (
        "示例职业技术学院",
        "株洲市",
        SchoolLevel.HIGHER_VOCATIONAL,
    )
    assert School.objects.get(code="4143011112").is_private
    university = School.objects.get(code="4143011113")
    assert university.level == SchoolLevel.UNDERGRADUATE
    assert not university.is_eligible
    assert school.pinyin.startswith("shili")
    assert "示例" in school.search_text


def test_a_second_run_changes_nothing_and_leaves_the_version() -> None:
    data = csv_bytes(SCHOOLS, ["4143011111", "甲学院", "湖南省", "长沙", "专科", ""])
    importing("schools", data)
    version = current_version()

    report = importing("schools", data)

    assert counts(report) == {"rows": 1, "unchanged": 1}
    assert current_version() == version


def test_a_dry_run_reports_and_writes_nothing() -> None:
    data = csv_bytes(SCHOOLS, ["4143011111", "甲学院", "湖南省", "长沙", "专科", ""])

    report = importing("schools", data, dry_run=True)

    assert counts(report) == {"rows": 1, "new": 1}
    assert not report.written
    assert not School.objects.exists()
    assert current_version() == 0


def test_changed_fields_are_reported_old_and_new() -> None:
    factories.SchoolFactory(code="4143011111", name="甲学院", authority="湖南省")

    report = importing(
        "schools", csv_bytes(SCHOOLS, ["4143011111", "甲学院", "长沙市", "长沙市", "高职", "民办"])
    )

    (row,) = report.outcomes
    assert [(c.field, c.old, c.new) for c in row.changes] == [
        ("主管部门", "湖南省", "长沙市"),
        ("备注", "False", "True"),
    ]
    school = School.objects.get(code="4143011111")
    assert (school.authority, school.is_private) == ("长沙市", True)


def test_columns_that_are_not_in_the_sheet_are_left_alone() -> None:
    factories.SchoolFactory(code="4143011111", name="甲学院", website="https://example.org/")

    importing(
        "schools", csv_bytes(SCHOOLS, ["4143011111", "甲学院", "湖南省", "长沙市", "高职", ""])
    )

    assert School.objects.get(code="4143011111").website == "https://example.org/"


def test_other_names_are_added_and_found_by_search() -> None:
    school = factories.SchoolFactory(code="4143011111", name="甲学院")
    SchoolName.objects.create(school=school, name="老甲校")

    report = importing(
        "schools",
        csv_bytes(
            [*SCHOOLS, "曾用名", "简称"],
            ["4143011111", "甲学院", "", "长沙市", "高职", "", "甲中专、甲大专", "甲院"],
            ["4143011112", "乙学院", "", "长沙市", "高职", "", "", "乙院"],
        ),
    )

    assert counts(report) == {"rows": 2, "new": 1, "updated": 1}
    assert set(SchoolName.objects.values_list("school__name", "name", "kind")) == {
        ("甲学院", "老甲校", "alias"),
        ("甲学院", "甲中专", "former"),
        ("甲学院", "甲大专", "former"),
        ("甲学院", "甲院", "alias"),
        ("乙学院", "乙院", "alias"),
    }
    assert "甲中专" in School.objects.get(code="4143011111").search_text
    assert "乙院" in School.objects.get(code="4143011112").search_text


def test_every_error_is_found_at_once_and_nothing_is_written() -> None:
    factories.SchoolFactory(code="4143011119", name="老学院")
    report = importing(
        "schools",
        csv_bytes(
            SCHOOLS,
            ["414301111", "甲学院", "", "长沙", "高职", ""],
            ["4143011112", "", "", "长沙", "高职", ""],
            ["4143011113", "丙学院", "", "长沙城", "大学", ""],
            ["4143011114", "丁学院", "", "长沙", "高职", ""],
            ["4143011114", "丁学院", "", "长沙", "高职", ""],
            ["4143011114", "丁学校", "", "长沙", "高职", ""],
            ["4143011115", "老学院", "", "长沙", "高职", ""],
        ),
    )

    assert sentences(report) == [
        "第 2 行“学校标识码”：需要 10 位数字，读到“414301111”。",
        "第 3 行“学校名称”：不能为空。",
        "第 4 行“所在地”：没有登记市州“长沙城”，是否指“长沙”？",
        "第 4 行“办学层次”：只能填写中职、高职、应用型本科、其他本科，读到“大学”。",
        "第 6 行：与第 5 行重复。",
        "第 7 行：与第 5 行矛盾：两行指同一条记录，内容却不同。",
        "第 8 行“学校名称”：“老学院”已是“老学院”的名称。",
    ]
    assert counts(report) == {"rows": 7, "new": 1, "invalid": 6}
    assert School.objects.count() == 1


def test_a_code_that_excel_has_rounded_is_an_error() -> None:
    report = importing(
        "schools",
        xlsx_bytes(SCHOOLS, [123456789012345678, "甲学院", "", "长沙", "高职", ""]),
    )

    assert "第 2 行“学校标识码”：数字超过 15 位" in sentences(report)[0]


def test_an_unknown_column_is_a_warning() -> None:
    report = importing(
        "schools",
        csv_bytes([*SCHOOLS, "心情"], ["4143011111", "甲学院", "", "长沙", "高职", "", "好"]),
    )

    assert [w.sentence for w in report.warnings] == ["第 1 行“心情”：不认识这一列，未导入。"]
    assert report.written


def test_figures_of_a_year() -> None:
    school = factories.SchoolFactory(code="4143011111")
    SchoolYear.objects.create(school=school, year=2019, enrolment=10)

    report = importing(
        "school-years",
        csv_bytes(
            ["学校标识码", "年度", "专业总数", "在校生总数"],
            ["4143011111", "2019", "30", "10,000人"],
            ["4143011111", "2020年", "31", ""],
        ),
    )

    assert counts(report) == {"rows": 2, "new": 1, "updated": 1}
    assert list(SchoolYear.objects.values_list("year", "majors_count", "enrolment")) == [
        (2020, 31, None),
        (2019, 30, 10000),
    ]


def test_a_code_and_a_name_of_different_schools() -> None:
    factories.SchoolFactory(code="4143011111", name="甲学院")
    factories.SchoolFactory(code="4143011112", name="乙学院")

    report = importing(
        "school-years",
        csv_bytes(["学校标识码", "学校名称", "年度"], ["4143011111", "乙学院", "2020"]),
    )

    assert sentences(report) == ["第 2 行“学校名称”：与学校标识码不符，该标识码属于“甲学院”。"]


def test_majors_keep_the_zeros_of_their_codes() -> None:
    report = importing(
        "majors",
        csv_bytes(
            ["目录年份", "层次", "专业代码", "专业"],
            ["2010", "中职", "011001", "设施农业生产技术"],
            ["2015", "高职", "", "物流管理"],
        ),
    )

    assert counts(report) == {"rows": 2, "new": 2}
    assert Major.objects.get(code="011001").name == "设施农业生产技术"


NATIONAL = ["批次", "证书名称", "培训评价组织"]
NATIONAL_ROWS = [
    ["1", "Web前端开发", "甲中心"],
    ["1", "云计算", "乙公司"],
    ["2", "人工智能", "乙公司"],
]


def test_organisations_from_a_list_of_certificates() -> None:
    report = importing("organizations", csv_bytes(NATIONAL, *NATIONAL_ROWS))

    assert counts(report) == {"rows": 2, "new": 2}
    assert set(Organization.objects.values_list("name", flat=True)) == {"甲中心", "乙公司"}


def test_certificates_bring_their_new_organisations_with_a_warning() -> None:
    report = importing("certificates", csv_bytes(NATIONAL, *NATIONAL_ROWS))

    assert counts(report) == {"rows": 3, "new": 3}
    assert [w.sentence for w in report.warnings] == [
        "第 2 行“培训评价组织”：尚未登记，将随本表一并登记。",
        "第 3 行“培训评价组织”：尚未登记，将随本表一并登记。",
    ]
    certificate = Certificate.objects.get(name="云计算")
    assert certificate.organization.name == "乙公司"
    assert certificate.levels == tuple(CertificateLevel.values)


def test_an_organisation_that_nearly_fits_is_an_error_that_names_the_likely_one() -> None:
    factories.OrganizationFactory(name="北京新大陆时代教育科技有限公司")

    report = importing(
        "certificates", csv_bytes(NATIONAL, ["2", "传感网应用开发", "北京新大陆时代教育科技公司"])
    )

    assert sentences(report) == [
        "第 2 行“培训评价组织”：没有登记培训评价组织“北京新大陆时代教育科技公司”，"
        "是否指“北京新大陆时代教育科技有限公司”？若确为另一组织，请先导入培训评价组织登记簿。"
    ]
    assert Organization.objects.count() == 1


def test_demo_rows_are_marked_by_the_option_or_by_the_sheet() -> None:
    header = [*SCHOOLS, "数据性质"]
    row = ["4143011111", "甲学院", "", "长沙", "高职", ""]

    importing("schools", csv_bytes(SCHOOLS, row), demo=True)
    importing("schools", csv_bytes(header, ["4143011112", "乙学院", *row[2:], "演示数据"]))
    again = importing("schools", csv_bytes(header, [*row, ""]))

    assert list(School.objects.order_by("code").values_list("is_demo", flat=True)) == [True, True]
    assert counts(again) == {"rows": 1, "unchanged": 1}


def test_an_exception_in_the_middle_leaves_nothing(monkeypatch: Any) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(type(SchoolName.objects), "bulk_create", fail)
    data = csv_bytes(SCHOOLS, ["4143011111", "甲学院", "", "长沙", "高职", ""])

    with pytest.raises(RuntimeError):
        importing("schools", data)

    assert not School.objects.exists()
    assert current_version() == 0


def test_rows_written_meanwhile_are_diffed_again(monkeypatch: Any) -> None:
    """Another import of the same school commits between our diff and our write."""
    from registry.importers.schools import SchoolImporter

    data = csv_bytes(SCHOOLS, ["4143011111", "甲学院", "", "长沙", "高职", ""])
    diff = SchoolImporter.diff
    calls: list[int] = []

    def diff_then_other_write(self: Any, *args: Any) -> Any:
        plan = diff(self, *args)
        if not calls:
            calls.append(1)
            factories.SchoolFactory(code="4143011111", name="甲学院", authority="")
        return plan

    monkeypatch.setattr(SchoolImporter, "diff", diff_then_other_write)

    assert counts(importing("schools", data)) == {"rows": 1, "unchanged": 1}
    assert School.objects.count() == 1


def test_queries_do_not_grow_with_the_rows(django_assert_max_num_queries: Any) -> None:
    def rows(first: int, count: int) -> bytes:
        return csv_bytes(
            [*SCHOOLS, "简称"],
            *[
                [str(4143020000 + n), f"第{n}学院", "省", "长沙", "高职", "", f"学院{n}号"]
                for n in range(first, first + count)
            ],
        )

    with django_assert_max_num_queries(20) as few:
        importing("schools", rows(0, 10))
    with django_assert_max_num_queries(40) as many:
        importing("schools", rows(100, 300))

    def selects(captured: Any) -> int:
        return sum(1 for query in captured.captured_queries if query["sql"].startswith("SELECT"))

    assert selects(few) == selects(many)


def test_an_error_of_excel_is_nobody_s_name() -> None:
    report = importing(
        "schools",
        csv_bytes(
            ["学校标识码", "学校名称", "所在市州", "办学层次"],
            ["4143011199", "#N/A", "湖南长沙", "高职"],
        ),
    )

    assert sentences(report) == ["第 2 行“学校名称”：“#N/A”是 Excel 的错误值，不是数据。"]
