"""The platform's sheet of applications: entered, changed and submitted as a clerk would, and never past a reviewer."""

from datetime import date
from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from registry.enums import ApplicationEventKind as Event
from registry.enums import ApplicationState as State
from registry.enums import LedgerRole
from registry.models import Application, ApplicationEvent, ApplicationLine, Certificate
from registry.services.applications import move
from registry.services.applications.plan_files import take_in_plan
from tests import factories
from tests.registry import ledger
from tests.registry.importers.running import counts, importing, sentences
from tests.registry.importers.taking_back import bring_in
from tests.sheets import csv_bytes
from xcms.days import SHANGHAI
from xcms.importing.errors import ImportFileError
from xcms.importing.report import ImportReport
from xcms.versions import current_version

pytestmark = pytest.mark.django_db

#: Before the round's deadline.
DAY = date(2020, 6, 10)
ROW = {
    "学校标识码": "4143090001",
    "证书名称": "物流管理",
    "证书等级": "中级",
    "专业代码": "630903",
    "申报人数": "60",
    "轮次": "2020-3-1",
}


@pytest.fixture(autouse=True)
def certificate(db: None) -> Certificate:
    factories.SchoolFactory(code="4143090001", name="甲职业技术学院")
    factories.MajorFactory(code="630903", name="物流管理")
    made: Certificate = factories.CertificateFactory(name="物流管理")
    factories.FilingFactory(certificate=made, round=factories.RoundFactory())
    return made


def bring(*rows: dict[str, str], today: date = DAY, **extra: Any) -> ImportReport:
    header = list(dict.fromkeys(name for row in rows for name in row))
    data = csv_bytes(header, *([row.get(name, "") for name in header] for row in rows))
    return importing("applications", data, today=today, **extra)


def warnings(report: ImportReport) -> str:
    return "\n".join(warning.sentence for warning in report.warnings)


def events(application: Application) -> list[tuple[str, str, str]]:
    found = application.events.order_by("pk")
    return [(one.event, one.from_state, one.to_state) for one in found]


def test_a_row_becomes_a_submitted_application_with_its_event_and_log_entry() -> None:
    clerk = ledger.person(LedgerRole.CLERK)

    report = bring({**ROW, "申报编号": "P-1", "申报日期": "2020-06-09"}, acting_user=clerk)

    assert counts(report) == {"rows": 1, "new": 1}
    assert not report.warnings
    application = Application.objects.get()
    assert (application.state, application.platform_number) == (State.SUBMITTED, "P-1")
    assert application.submitted_at is not None
    assert application.submitted_at.astimezone(SHANGHAI).date() == date(2020, 6, 9)
    assert [(one.level, one.major.code, one.students) for one in application.lines.all()] == [
        ("intermediate", "630903", 60)
    ]
    (event,) = application.events.all()
    assert (event.event, event.from_state, event.acting_user) == (Event.SUBMIT, State.DRAFT, clerk)
    assert event.recorded_version == current_version()
    (entry,) = ModelLogEntry.objects.filter(action="xcms_registry.move_application")
    assert (entry.object_id, entry.user) == (str(application.pk), clerk)
    assert "国家平台" in entry.data["comment"]


def test_levels_may_be_columns_and_the_major_missing() -> None:
    wide = {key: ROW[key] for key in ("学校标识码", "证书名称", "轮次")}

    report = bring({**wide, "初级": "/", "中级": "40", "高级": "20人"})

    assert counts(report) == {"rows": 2, "new": 2}
    lines = ApplicationLine.objects.order_by("pk").values_list("level", "major__code", "students")
    assert list(lines) == [("intermediate", "", 40), ("advanced", "", 20)]


@pytest.mark.parametrize(
    ("cells", "extra", "state"),
    [
        ({}, {}, State.SUBMITTED),
        ({}, {"state": "draft"}, State.DRAFT),
        ({"状态": "草稿"}, {}, State.DRAFT),
        ({"状态": "省级审核不通过，已退回"}, {}, State.DRAFT),
        ({"状态": "待市州审核"}, {"state": "draft"}, State.SUBMITTED),
    ],
)
def test_what_is_handed_in_is_submitted_and_what_is_not_is_a_draft(
    cells: dict[str, str], extra: dict[str, Any], state: State
) -> None:
    bring({**ROW, **cells}, **extra)

    assert Application.objects.get().state == state
    assert ApplicationEvent.objects.exists() is (state is State.SUBMITTED)


@pytest.mark.parametrize("extra", [{}, {"state": "draft"}])
def test_importing_the_same_sheet_twice_changes_nothing(extra: dict[str, Any]) -> None:
    bring(ROW, **extra)
    version = current_version()

    assert counts(bring(ROW, **extra)) == {"rows": 1, "unchanged": 1}
    assert current_version() == version


def test_a_draft_that_the_platform_has_as_submitted_is_submitted() -> None:
    bring(ROW, state="draft")

    report = bring(ROW)

    assert counts(report) == {"rows": 1, "updated": 1}
    (outcome,) = report.outcomes
    assert [(one.field, one.old, one.new) for one in outcome.changes] == [
        ("状态", "草稿", "已提交")
    ]
    assert Application.objects.get().state == State.SUBMITTED


def test_another_figure_takes_the_application_back_and_submits_it_again() -> None:
    bring(ROW)

    report = bring({**ROW, "申报人数": "90"}, {**ROW, "专业代码": "", "申报人数": "10"})

    assert counts(report) == {"rows": 2, "new": 1, "updated": 1}
    application = Application.objects.get()
    assert (application.state, application.students) == (State.SUBMITTED, 100)
    assert events(application)[1:] == [
        (Event.WITHDRAW, State.SUBMITTED, State.DRAFT),
        (Event.SUBMIT, State.DRAFT, State.SUBMITTED),
    ]
    first = next(iter(report.outcomes))
    assert [(one.old, one.new) for one in first.changes] == [
        ("60", "90"),
        ("已提交", "草稿"),
        ("草稿", "已提交"),
    ]


@pytest.mark.parametrize(
    "state", [State.MUNICIPAL_REVIEW, State.PROVINCIAL_REVIEW, State.APPROVED, State.REFUSED]
)
def test_what_a_reviewer_has_before_him_is_never_changed(
    certificate: Certificate, state: State
) -> None:
    bring(ROW)
    Application.objects.update(state=state)
    version = current_version()

    assert counts(bring(ROW)) == {"rows": 1, "unchanged": 1}
    report = bring({**ROW, "申报人数": "90"})

    assert counts(report) == {"rows": 1, "unchanged": 1}
    assert "60 → 90" in warnings(report)
    assert "核对" in warnings(report)
    assert current_version() == version
    assert ApplicationLine.objects.get().students == 60


def test_what_came_back_is_submitted_again_only_with_something_new() -> None:
    bring(ROW)
    Application.objects.update(state=State.RETURNED)

    report = bring(ROW)
    assert counts(report) == {"rows": 1, "unchanged": 1}
    assert "没有新的内容" in warnings(report)

    bring({**ROW, "申报人数": "50"})
    application = Application.objects.get()
    assert (application.state, application.students) == (State.SUBMITTED, 50)
    assert events(application)[-1] == (Event.SUBMIT, State.RETURNED, State.SUBMITTED)


def test_what_can_not_be_submitted_comes_in_as_a_draft_and_says_why() -> None:
    factories.CertificateFactory(name="未备案证书")

    report = bring({**ROW, "证书名称": "未备案证书"})

    assert "未备案证书”未在" in warnings(report)
    assert Application.objects.get().state == State.DRAFT
    assert counts(bring({**ROW, "证书名称": "未备案证书"})) == {"rows": 1, "unchanged": 1}


def test_a_line_that_the_sheet_lacks_stays_and_is_named() -> None:
    bring(ROW, {**ROW, "专业代码": "", "申报人数": "10"})

    report = bring(ROW)

    assert counts(report) == {"rows": 1, "unchanged": 1}
    assert "表中没有" in warnings(report)
    assert ApplicationLine.objects.count() == 2


def test_late_ones_need_a_reason_which_stays_in_the_record() -> None:
    after = date(2020, 7, 1)
    report = bring(ROW, today=after)

    assert "2020-07-01" in sentences(report)[0]
    assert not Application.objects.exists()
    bring(ROW, today=after, reason="平台故障")
    assert Application.objects.get().events.get().comment.endswith("平台故障")


def test_the_day_on_the_platform_tells_what_is_late() -> None:
    bring({**ROW, "申报日期": "2020-06-12"}, today=date(2020, 7, 1))
    assert Application.objects.get().state == State.SUBMITTED

    late = bring({**ROW, "申报人数": "9", "申报日期": "2020-06-13"}, today=date(2020, 7, 1))
    assert sentences(late)[0].startswith("第 2 行“申报日期”")


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([{**ROW, "申报人数": "若干"}], "第 2 行“申报人数”"),
        ([{**ROW, "申报人数": "0"}], "每行至少 1 人"),
        ([{**ROW, "轮次": ""}], "轮次"),
        ([{**ROW, "学校标识码": "4143099999"}], "第 2 行“学校标识码”"),
        ([{**ROW, "专业代码": "999999"}], "第 2 行“专业代码”"),
        ([ROW, ROW], "第 3 行"),
        ([ROW, {**ROW, "申报人数": "61"}], "第 3 行"),
        (
            [
                {**ROW, "申报编号": "P-1"},
                {**ROW, "专业代码": "", "申报编号": "P-2"},
            ],
            "第 3 行“申报编号”",
        ),
    ],
)
def test_one_bad_row_and_nothing_is_written(rows: list[dict[str, str]], named: str) -> None:
    version = current_version()
    report = bring(*rows, {**ROW, "证书等级": "高级", "申报编号": "", "申报人数": "30"})

    assert named in "\n".join(sentences(report))
    assert not Application.objects.exists()
    assert current_version() == version


def test_the_option_names_the_round_and_the_state() -> None:
    rows = {key: value for key, value in ROW.items() if key != "轮次"}
    bring(rows, round="2020-3-1")
    assert Application.objects.get().round.key == "2020-3-1"
    with pytest.raises(ImportFileError, match="draft"):
        bring(rows, round="2020-3-1", state="approved")


def test_who_does_not_enter_applications_imports_none() -> None:
    report = bring(ROW, acting_user=ledger.person(LedgerRole.PROVINCE))

    assert sentences(report) == ["试点申报只能由“申报录入”人员导入。"]
    assert not Application.objects.exists()


class TestUndoing:
    def test_a_new_application_goes_and_comes_back_under_its_public_id(self) -> None:
        done = bring_in("applications", [ROW], today=DAY)
        public_id = Application.objects.get().public_id

        done.undo()

        assert not Application.objects.exists()
        assert not ApplicationEvent.objects.exists()
        assert ModelLogEntry.objects.filter(action="xcms_registry.move_application").exists()
        bring_in("applications", [ROW], today=DAY)
        assert Application.objects.get().public_id == public_id

    def test_a_changed_one_is_again_as_it_was_and_says_so_in_its_history(self) -> None:
        bring(ROW)
        Application.objects.update(state=State.RETURNED)
        before = Application.objects.values().get()
        done = bring_in("applications", [{**ROW, "申报人数": "50"}], today=DAY)

        done.undo()

        after = Application.objects.values().get()
        assert {**after, "recorded_version": 0} == {**before, "recorded_version": 0}
        assert ApplicationLine.objects.get().students == 60
        assert ModelLogEntry.objects.filter(action="xcms_registry.undo_sheet").count() == 1

    def test_refused_where_somebody_has_taken_it_up(self) -> None:
        done = bring_in("applications", [ROW], today=DAY)
        application = Application.objects.get()
        assert done.refusals() == []

        move(
            ledger.seen(application),
            Event.TAKE_UP,
            acting_user=ledger.person(LedgerRole.PROVINCE),
            today=DAY,
        )

        assert f"“{application}”在导入之后又有改动。" in done.refusals()

    def test_refused_where_a_plan_has_come_in(self) -> None:
        done = bring_in("applications", [ROW], today=DAY)
        take_in_plan(Application.objects.get(), name="方案.pdf", data=b"%PDF-1", acting_user=None)

        assert any("方案.pdf" in sentence for sentence in done.refusals())


def test_the_queries_do_not_grow_with_the_rows(django_assert_max_num_queries: Any) -> None:
    schools = factories.SchoolFactory.create_batch(60)
    rows = [{**ROW, "学校标识码": school.code} for school in schools]
    bring(ROW)
    with django_assert_max_num_queries(60):
        assert counts(bring(*rows)) == {"rows": 60, "new": 60}
