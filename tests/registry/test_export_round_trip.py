"""import(export(x)) changes nothing, for every register, in CSV and XLSX."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from registry.enums import ApplicationState, ContactKind, DecisionKind, SchoolNameKind
from registry.models import BasisLink, Completion, ContactPoint, SchoolName, SchoolYear
from tests import factories
from tests.reading_here import read_sheets_here
from tests.registry import ledger
from tests.registry.importers.running import counts, importing
from tests.registry.publication import publish
from xcms.days import shanghai_today
from xcms.exports.formats import csv_lines
from xcms.exports.selections import Selection
from xcms.exports.workbooks import write_workbook
from xcms.registers import get_register, register_names
from xcms.versions import current_version

pytestmark = pytest.mark.django_db


def exported(name: str, file_format: str) -> bytes:
    """As visitors, or the office, get it; a workbook has a second sheet, which importers must not take for the rows."""
    register = get_register(name)
    selection = Selection(
        register=register,
        rows=register.exportable(),
        columns=register.export_columns,
        filterset=None,
        today=shanghai_today(),
        version=current_version(),
    )
    if file_format == "csv":
        return b"".join(csv_lines(selection.columns, selection.lines()))
    target = io.BytesIO()
    write_workbook(selection, target)
    return target.getvalue()


@pytest.fixture(autouse=True)
def _reads_here(monkeypatch: pytest.MonkeyPatch) -> None:
    read_sheets_here(monkeypatch)


@pytest.fixture
def _filled_register(wagtail_root: Any) -> None:
    """A few rows of every register, some of them awkward."""
    region = factories.region("430200")
    school = factories.SchoolFactory(
        code="0043011111",
        name="=甲（本部）学院",
        authority="-湖南省",
        website="https://example.org/?a=1",
    )
    SchoolName.objects.create(school=school, name="甲中专", kind=SchoolNameKind.FORMER)
    SchoolName.objects.create(school=school, name="+甲院")
    private = factories.SchoolFactory(secondary=True, is_private=True, region=region, is_demo=True)
    SchoolYear.objects.create(school=school, year=2020, majors_count=0, source="'年报")
    SchoolYear.objects.create(school=private, year=2020, enrolment=4000)
    major = factories.MajorFactory(code="011001", name="设施农业")
    factories.MajorFactory(code="011001", name="设施农业", catalogue_year=2021)
    factories.MajorFactory(code="", name="@无代码专业")

    owner = factories.OrganizationFactory(
        name="甲中心", credit_code="91110000802100433B", note="第一行\r\n\r\n=第二行"
    )
    certificate = factories.CertificateFactory(
        name="物流管理", organization=owner, description="说明，含“引号”和,逗号"
    )
    namesake = factories.CertificateFactory(name="物流管理职业技能等级证书", levels=("advanced",))
    round_ = factories.RoundFactory()
    factories.FilingFactory(
        certificate=certificate,
        round=round_,
        received_on=date(2020, 5, 20),
        cost_basis="一\n二",
        fee="200.0",
    )
    factories.FilingFactory(certificate=namesake, round=round_, levels=("advanced",), is_demo=True)
    page = publish(round_)
    BasisLink.objects.create(wording="2020年第三批", page=page)

    factories.grant(60, school=school, certificate=certificate, major=major)
    factories.grant(
        40,
        school=school,
        certificate=certificate,
        level="",
        decision={"round": round_, "basis": "=文件", "effective_to": date(9999, 1, 1)},
    )
    ended = {"effective_to": date(2020, 6, 30)}
    factories.grant(5, school=private, certificate=certificate, is_demo=True, decision=ended)
    factories.grant(
        9,
        school=private,
        certificate=namesake,
        level="advanced",
        decision={"effective_from": date(9998, 1, 1)},
    )
    revoked = factories.grant(7, school=private, certificate=certificate, level="beginner")
    factories.decide(
        revoked,
        kind=DecisionKind.REVOKE,
        quota=0,
        effective_from=date(2020, 9, 1),
        clause="第六条",
        reason="退出",
    )

    for batch_number, last, source in ((1, 40, "=平台"), (2, 33, "")):
        Completion.objects.create(
            school=school if batch_number == 1 else private,
            certificate=namesake,
            batch=factories.BatchFactory(year=2019, number=batch_number, title="2019年"),
            planned=90,
            trained=41,
            certified=last,
            source=source,
            is_demo=batch_number == 2,
        )
    for number, state in enumerate(ApplicationState):
        application = ledger.application(
            60 + number,
            state=state,
            school=private if number else school,
            certificate=factories.CertificateFactory(),
            round=round_,
            platform_number="=1",
            is_demo=state == ApplicationState.DRAFT,
        )
        application.lines.update(is_demo=application.is_demo)

    factories.ContactFactory(person="某同志", show_person=True, region=region, duty="报名")
    factories.ContactFactory(kind=ContactKind.BUREAU, region=region, address="一号\n二楼")
    factories.ContactFactory(kind=ContactKind.SCHOOL, school=school)
    factories.ContactFactory(
        kind=ContactKind.ORGANIZATION, organization=owner, email="a@example.org"
    )
    factories.QQGroupFactory(batch=round_.batch, region=region, purpose="=用途")


@pytest.mark.usefixtures("_filled_register")
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("name", register_names())
def test_importing_an_export_changes_nothing(name: str, file_format: str) -> None:
    count = get_register(name).exportable().count()
    before = list(get_register(name).exportable().order_by("pk").values())
    version = current_version()

    report = importing(name, exported(name, file_format), today=shanghai_today())

    assert not report.errors
    assert not report.warnings
    assert count >= 1
    assert counts(report) == {"rows": count, "unchanged": count}
    if name != "approvals":
        assert current_version() == version
        assert list(get_register(name).exportable().order_by("pk").values()) == before


@pytest.mark.usefixtures("_filled_register")
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_persons_and_their_mobiles_are_in_no_export(file_format: str) -> None:
    for name in register_names():
        columns = get_register(name).export_columns
        assert not {"person", "mobile"} & {column.key for column in columns}
    assert "某同志".encode() not in exported("contacts", file_format)
    importing("contacts", exported("contacts", file_format))
    assert ContactPoint.objects.filter(person="某同志", show_person=True).exists()


@pytest.mark.usefixtures("_filled_register")
@pytest.mark.parametrize("name", register_names())
def test_demo_rows_say_so(name: str) -> None:
    lines = exported(name, "csv").decode("utf-8-sig")
    marks = [row["数据性质"] for row in csv.DictReader(io.StringIO(lines, newline=""))]

    demo = get_register(name).exportable().filter(is_demo=True).count()
    assert marks.count("演示数据") == demo
    assert set(marks) <= {"", "演示数据"}


@pytest.mark.usefixtures("_filled_register")
@pytest.mark.parametrize("name", register_names())
def test_an_export_is_a_few_queries_whatever_the_rows(
    name: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10):
        exported(name, "csv")
