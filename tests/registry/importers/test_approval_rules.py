"""Rules across the rows of an approvals sheet: the round's filings and the caps of the batch."""

from decimal import Decimal

import pytest

from registry.enums import RuleBasis, RuleKind, RuleSeverity
from registry.models import Batch, Filing, Rule, School, SchoolYear
from tests import factories
from tests.registry.importers.approval_sheets import ONE, ROUND, make_register, sheet
from tests.registry.importers.running import importing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register() -> None:
    make_register()


def test_levels_and_school_levels_outside_the_filing_are_warnings_said_once() -> None:
    Filing.objects.update(levels=("beginner",), school_levels=("higher_vocational",))

    report = importing(
        "approvals",
        sheet(
            ["", "乙中专", "物流管理", "初级", "", "10"],
            ["", "乙中专", "物流管理", "中级", "", "10"],
        ),
        **ROUND,
    )

    assert report.written
    assert [warning.sentence for warning in report.warnings] == [
        "第 2 行“学校名称”：证书“物流管理”在轮次 2020-3-1 的备案不面向中职院校。此类资格共 2 行。",
        "第 3 行“等级”：证书“物流管理”在轮次 2020-3-1 的备案不含中级。",
    ]


@pytest.mark.parametrize(
    ("severity", "written"), [(RuleSeverity.WARNING, True), (RuleSeverity.ERROR, False)]
)
def test_a_cap_counts_what_the_school_runs_once_the_file_is_applied(
    severity: RuleSeverity, written: bool
) -> None:
    school = School.objects.get(code="4143011111")
    SchoolYear.objects.create(school=school, year=2020, majors_count=5, enrolment=300)
    batch = Batch.objects.get()
    Rule.objects.create(
        batch=batch, kind=RuleKind.CERTIFICATES, percent=Decimal(40), severity=severity
    )
    Rule.objects.create(
        batch=batch, kind=RuleKind.ENROLMENT, percent=Decimal(30), severity=severity
    )
    other = factories.CertificateFactory(name="老年照护")
    factories.grant(40, school=school, certificate=other)

    allowed = importing("approvals", sheet([*ONE[:5], "50"]), dry_run=True, **ROUND)
    report = importing("approvals", sheet([*ONE[:5], "51"]), **ROUND)

    assert not allowed.warnings
    assert report.written == written
    found = report.warnings if written else report.errors
    assert [problem.column for problem in found] == ["试点规模(人)"]
    assert "91 / 在校生 300" in found[0].message


@pytest.mark.parametrize(("major", "is_judged"), [("630903", True), ("", False)])
def test_a_cap_on_majors_is_judged_where_every_line_names_one(major: str, is_judged: bool) -> None:
    school = School.objects.get(code="4143011111")
    SchoolYear.objects.create(school=school, year=2020, majors_count=2, enrolment=300)
    Rule.objects.create(
        batch=Batch.objects.get(),
        kind=RuleKind.CERTIFICATES,
        percent=Decimal(40),
        basis=RuleBasis.MAJORS,
    )

    report = importing("approvals", sheet([*ONE[:4], major, "50"]), dry_run=True, **ROUND)

    (warning,) = report.warnings
    assert ("1 / 专业 2 = 50%" in warning.sentence) == is_judged
    assert (warning.row is None) != is_judged


def test_a_certificate_not_filed_in_the_round_is_a_warning() -> None:
    factories.CertificateFactory(name="老年照护")

    report = importing("approvals", sheet(["", "甲学院", "老年照护", "", "", "10"]), **ROUND)

    assert report.written
    assert [w.sentence for w in report.warnings] == [
        "第 2 行“证书名称”：证书“老年照护”未在轮次 2020-3-1 备案。"
    ]
