"""Applications in the admin: entered, moved, decided together; each sees what is theirs."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from registry.enums import ApplicationEventKind as Event
from registry.enums import ApplicationState as State
from registry.enums import LedgerRole as Role
from registry.modeladmin.review_desk import DESK
from registry.models import Application, ApplicationEvent, Approval, BureauMember
from registry.permissions import moves_for
from registry.services.applications.plan_files import take_in_plan
from tests import factories
from tests.clock import Clock
from tests.registry import ledger
from tests.registry.admin.addresses import screen

pytestmark = pytest.mark.usefixtures("wagtail_root")

#: The ready-made group of each role.
GROUPS = {Role.CLERK: "数据管理", Role.BUREAU: "市州审核", Role.PROVINCE: "审核"}
LogIn = Callable[[Role | None], Client]


@pytest.fixture(autouse=True)
def _during_the_review(clock: Clock) -> None:
    clock.move_to("2020-06-15T10:00:00+08:00")


@pytest.fixture
def log_in(db: None) -> LogIn:
    """A client logged in as a member of the role's ready-made group; None: of no group at all."""
    call_command("xcms_install", verbosity=0)

    def make(role: Role | None) -> Client:
        user = get_user_model().objects.create_user(f"member-{role}")
        if role is None:
            user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        else:
            user.groups.add(Group.objects.get(name=GROUPS[role]))
        if role is Role.BUREAU:
            BureauMember.objects.create(user=user, region=factories.region())
        client = Client()
        client.force_login(user)
        return client

    return make


def address(application: Application, action: str) -> str:
    return screen("application", action, application.pk)


def body(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("role", [*Role, None])
def test_every_screen_and_action_against_the_table(log_in: LogIn, role: Role | None) -> None:
    """State × event × role of registry/README.md, both ways; another bureau's schools: test_ledger_rights."""
    client = log_in(role)
    user = get_user_model().objects.get(username=f"member-{role}")
    own = factories.SchoolFactory(secondary=True)
    direct = factories.SchoolFactory()
    for school in (own, direct):
        for state in State:
            application = ledger.application(state=state, school=school)
            is_seen = role in (Role.CLERK, Role.PROVINCE) or (role is Role.BUREAU and school == own)
            # Outside one's own list a record does not exist.
            closed = (302, 404)
            found = client.get(address(application, "inspect")).status_code
            assert found == 200 if is_seen else found in closed, (role, school, state)
            allowed = (
                {move.event.value for move in moves_for(user, application)} if is_seen else set()
            )
            if role is Role.CLERK and state in (State.DRAFT, State.RETURNED):
                allowed |= {"edit", "delete"}
            if role is Role.CLERK and state not in (State.APPROVED, State.REFUSED):
                allowed |= {"add_plan"}
            for action in (*Event, "edit", "delete", "add_plan"):
                status = client.get(address(application, action)).status_code
                if action in allowed:
                    assert status == 200, (role, state, action)
                else:
                    assert status in closed, (role, state, action)
                    assert client.post(address(application, action), {}).status_code in closed
            assert Application.objects.get(pk=application.pk).state == state


def test_an_application_is_entered_and_submitted(log_in: LogIn) -> None:
    client = log_in(Role.CLERK)
    filing = factories.FilingFactory()
    school, major = factories.SchoolFactory(), factories.MajorFactory()
    values = {
        "school": school.pk,
        "certificate": filing.certificate_id,
        "round": filing.round_id,
        "plan": "校内实训基地两处。",
        "lines-TOTAL_FORMS": 1,
        "lines-INITIAL_FORMS": 0,
        "lines-MIN_NUM_FORMS": 0,
        "lines-MAX_NUM_FORMS": 1000,
        "lines-0-level": "intermediate",
        "lines-0-major": major.pk,
        "lines-0-students": 60,
        "lines-0-id": "",
    }

    refused = client.post(screen("application", "add"), {**values, "lines-0-students": 0})
    assert "每行至少 1 人。" in body(refused)

    client.post(screen("application", "add"), values)
    application = Application.objects.get()
    assert (application.state, application.students) == (State.DRAFT, 60)

    client.post(
        address(application, Event.SUBMIT),
        {"recorded_version": application.recorded_version, "comment": "逾期3天，平台故障"},
    )
    application.refresh_from_db()
    assert application.state == State.SUBMITTED
    assert client.get(address(application, "edit")).status_code == 302
    history = body(client.get(address(application, "history")))
    assert "提交：草稿 → 已提交；逾期3天，平台故障" in history


def test_an_approval_asks_for_each_line_and_for_a_reason_beyond_a_cap(log_in: LogIn) -> None:
    ledger.batch_with_caps()
    client = log_in(Role.PROVINCE)
    application = ledger.application(
        200, 200, state=State.PROVINCIAL_REVIEW, school=ledger.school(majors=20, enrolment=1000)
    )
    first, second = application.lines.order_by("pk")
    sentence = "规模 400 / 在校生 1000 = 40%（上限 30%，超出 100 人）"
    page = body(client.get(address(application, Event.APPROVE)))
    assert sentence in page
    values = {
        "recorded_version": application.recorded_version,
        f"approved_{first.pk}": 200,
        f"approved_{second.pk}": 150,
        "effective_from": "2020-06-15",
        "basis": "2020年第三批备案",
        "comment": "",
    }

    refused = body(client.post(address(application, Event.APPROVE), values))
    assert "规模 350 / 在校生 1000 = 35%（上限 30%，超出 50 人）" in refused
    assert "如仍要批准，请填写突破规则的理由。" in refused
    assert not Approval.objects.exists()

    client.post(
        address(application, Event.APPROVE), {**values, "override": "国家级教学创新团队所在专业"}
    )
    assert Approval.objects.effective_on(ledger.TODAY).count() == 2
    record = body(client.get(address(application, "inspect")))
    assert "国家级教学创新团队所在专业" in record
    assert "批准 150 人" in record


def test_who_was_overtaken_is_told_and_nothing_is_lost(log_in: LogIn) -> None:
    client = log_in(Role.PROVINCE)
    application = ledger.application(state=State.PROVINCIAL_REVIEW)
    old_version = application.recorded_version
    application.save()

    page = body(
        client.post(
            address(application, Event.REFUSE),
            {"recorded_version": old_version, "comment": "超出本轮范围"},
        )
    )
    assert "申报已经改动，请刷新后再办理。" in page
    assert "超出本轮范围" in page


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_a_strange_version_is_a_sentence(log_in: LogIn, version: str) -> None:
    client = log_in(Role.PROVINCE)
    application = ledger.application(state=State.PROVINCIAL_REVIEW)
    response = client.post(
        address(application, Event.REFUSE), {"recorded_version": version, "comment": "理由"}
    )
    assert response.status_code == 200
    assert not ApplicationEvent.objects.exists()


class TestPlanFiles:
    def test_the_plan_comes_with_the_form_or_after_it(self, log_in: LogIn) -> None:
        client = log_in(Role.CLERK)
        application = ledger.application(state=State.SUBMITTED)
        file = SimpleUploadedFile("方案.pdf", b"%PDF-1 <script>")

        assert "没有收到实施方案文件" in body(client.get(address(application, "inspect")))
        client.post(address(application, "add_plan"), {"plan_file": file})

        page = body(client.get(address(application, "inspect")))
        assert "方案.pdf" in page
        assert "没有收到实施方案文件" not in page
        served = client.get(address(application, "plan"))
        assert served.content == b"%PDF-1 <script>"
        assert served["Content-Type"] == "application/octet-stream"
        assert "sandbox" in served["Content-Security-Policy"]
        assert "方案.pdf" in body(client.get(address(application, "history")))

    def test_a_draft_takes_it_in_on_its_form(self, log_in: LogIn) -> None:
        client = log_in(Role.CLERK)
        application = ledger.application()
        (line,) = application.lines.all()
        values = {
            "school": application.school_id,
            "certificate": application.certificate_id,
            "round": application.round_id,
            "lines-TOTAL_FORMS": 1,
            "lines-INITIAL_FORMS": 1,
            "lines-MIN_NUM_FORMS": 0,
            "lines-MAX_NUM_FORMS": 1000,
            "lines-0-id": line.pk,
            "lines-0-level": line.level,
            "lines-0-major": line.major_id,
            "lines-0-students": 61,
            "plan_file": SimpleUploadedFile("方案.docx", b"PK"),
        }

        response = client.post(address(application, "edit"), values)

        assert response.status_code == 302, response.context["form"].errors
        assert [one.name for one in application.plan_files.all()] == ["方案.docx"]

    @pytest.mark.parametrize("role", [*Role, None])
    def test_who_reads_and_who_brings_it_in(self, log_in: LogIn, role: Role | None) -> None:
        own = ledger.application(
            state=State.SUBMITTED, school=factories.SchoolFactory(secondary=True)
        )
        elsewhere = ledger.application(
            state=State.SUBMITTED,
            school=factories.SchoolFactory(secondary=True, region=factories.region("430200")),
        )
        for application in (own, elsewhere):
            take_in_plan(application, name="方案.pdf", data=b"%PDF-1", acting_user=None)
        client = log_in(role)
        reads_all = role in (Role.CLERK, Role.PROVINCE)

        for application, reads in ((own, reads_all or role is Role.BUREAU), (elsewhere, reads_all)):
            status = client.get(address(application, "plan")).status_code
            assert status == 200 if reads else status in (302, 404)
            file = SimpleUploadedFile("他.pdf", b"%PDF-2")
            client.post(address(application, "add_plan"), {"plan_file": file})
            assert (application.plan_files.count() == 2) is (role is Role.CLERK)

    def test_what_is_decided_takes_in_none(self, log_in: LogIn) -> None:
        client = log_in(Role.CLERK)
        application = ledger.application(state=State.APPROVED)
        file = SimpleUploadedFile("方案.pdf", b"%PDF-1")
        assert client.post(address(application, "add_plan"), {"plan_file": file}).status_code == 302
        assert not application.plan_files.exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.PROVINCE, Role.BUREAU])
def test_the_export_has_what_the_list_has(log_in: LogIn, role: Role) -> None:
    ledger.application(20, 30, school=factories.SchoolFactory(name="本市中专", secondary=True))
    ledger.application(40, school=factories.SchoolFactory(name="本市学院"))
    ledger.application(
        50,
        school=factories.SchoolFactory(
            name="外市中专", secondary=True, region=factories.region("430200")
        ),
    )
    client = log_in(role)

    response = client.get(screen("application", "list"), {"export": "csv"})

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = [
        (row["学校名称"], row["申报人数"], row["核定人数"], row["状态"])
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]
    mine = [("本市中专", "20", "", "草稿"), ("本市中专", "30", "", "草稿")]
    others = [("本市学院", "40", "", "草稿"), ("外市中专", "50", "", "草稿")]
    assert rows == (mine if role is Role.BUREAU else mine + others)


class TestDesk:
    @pytest.fixture
    def waiting(self, db: None) -> list[Application]:
        school = factories.SchoolFactory(secondary=True)
        elsewhere = factories.SchoolFactory(secondary=True, region=factories.region("430200"))
        return [
            ledger.application(state=State.SUBMITTED, school=school),
            ledger.application(state=State.MUNICIPAL_REVIEW, school=school),
            ledger.application(state=State.SUBMITTED, school=elsewhere),
            ledger.application(state=State.SUBMITTED),
            ledger.application(state=State.PROVINCIAL_REVIEW),
        ]

    def rows(self, client: Client) -> set[int]:
        return {row.application.pk for row in client.get(reverse(DESK)).context["rows"]}

    def test_a_bureau_sees_what_is_its_own_and_how_many_days_are_left(
        self, log_in: LogIn, waiting: list[Application]
    ) -> None:
        client = log_in(Role.BUREAU)
        assert self.rows(client) == {one.pk for one in waiting[:2]}
        page = body(client.get(reverse(DESK)))
        assert "2020-06-19" in page
        assert "还有 4 个工作日" in page
        assert "各市州进度" not in page

    def test_the_province_sees_what_waits_for_it_and_every_bureau(
        self, log_in: LogIn, waiting: list[Application], clock: Clock
    ) -> None:
        clock.move_to("2020-06-20T08:00:00+08:00")
        client = log_in(Role.PROVINCE)
        assert self.rows(client) == {one.pk for one in waiting}
        response = client.get(reverse(DESK))
        progress = response.context["progress"]
        assert [(one.region.short_name, one.waiting, one.is_overdue) for one in progress] == [
            ("长沙", 2, True),
            ("株洲", 1, True),
        ]
        assert "已逾期" in body(response)

    def test_in_the_bureaus_days_the_province_waits_for_them(
        self, log_in: LogIn, waiting: list[Application]
    ) -> None:
        ledger.application(state=State.REFUSED)
        assert self.rows(log_in(Role.PROVINCE)) == {one.pk for one in waiting[3:]}

    def test_it_opens_at_the_first_round_in_which_somebody_waits(
        self, log_in: LogIn, waiting: list[Application]
    ) -> None:
        later = factories.RoundFactory(number=2)
        ledger.application(state=State.DRAFT, school=waiting[0].school, round=later)
        client = log_in(Role.BUREAU)
        assert self.rows(client) == {one.pk for one in waiting[:2]}
        assert "（2 份待办）" in body(client.get(reverse(DESK)))
        assert client.get(reverse(DESK) + f"?round={later.key}").context["rows"] == []

    @pytest.mark.parametrize("role", [Role.CLERK, None])
    def test_who_decides_nothing_has_nothing_waiting(
        self, log_in: LogIn, waiting: list[Application], role: Role | None
    ) -> None:
        response = log_in(role).get(reverse(DESK))
        if role is None:
            assert response.status_code == 302
        else:
            assert response.context["rows"] == []

    def test_many_are_decided_with_one_reason(
        self, log_in: LogIn, waiting: list[Application]
    ) -> None:
        client = log_in(Role.BUREAU)
        chosen = [row.key for row in client.get(reverse(DESK)).context["rows"]]

        page = body(client.post(reverse(DESK), {"chosen": chosen, "event": Event.RETURN}))
        assert page.count("请写明理由，供下一步办理人和学校知悉。") == 2
        assert page.count(" checked>") == 2
        assert not ApplicationEvent.objects.exists()

        client.post(
            reverse(DESK), {"chosen": chosen, "event": Event.RETURN, "comment": "缺师资名册"}
        )
        assert set(ApplicationEvent.objects.values_list("comment", flat=True)) == {"缺师资名册"}
        assert ApplicationEvent.objects.count() == 2

    def test_many_are_approved_on_one_basis(self, log_in: LogIn) -> None:
        client = log_in(Role.PROVINCE)
        for _ in range(2):
            ledger.application(60, state=State.PROVINCIAL_REVIEW)
        chosen = [row.key for row in client.get(reverse(DESK)).context["rows"]]
        values = {"chosen": chosen, "event": Event.APPROVE, "effective_from": "2020-06-15"}

        assert not Approval.objects.exists()
        client.post(reverse(DESK), {**values, "basis": ""})
        assert not Approval.objects.exists()

        client.post(reverse(DESK), {**values, "basis": "2020年第三批备案"})
        assert Approval.objects.effective_on(ledger.TODAY).count() == 2

    @pytest.mark.parametrize(
        "values",
        [
            {},
            {"event": "approve"},
            {"event": "submit", "chosen": ["1-1"]},
            {"event": "refuse", "chosen": ["x"]},
            {"event": "refuse", "chosen": ["1-"], "comment": "理由"},
            {"event": "refuse", "chosen": ["9" * 30 + "-1"], "comment": "理由"},
            {"event": "refuse", "chosen": [f"{n}-1" for n in range(201)], "comment": "理由"},
        ],
    )
    def test_nonsense_is_a_sentence(
        self, log_in: LogIn, waiting: list[Application], values: dict[str, Any]
    ) -> None:
        response = log_in(Role.PROVINCE).post(reverse(DESK), values)
        assert "尚未办理：请看下面的提示。" in body(response)
        assert not ApplicationEvent.objects.exists()

    def test_an_empty_desk_says_so(self, log_in: LogIn) -> None:
        assert "还没有归您办理的申报。" in body(log_in(Role.BUREAU).get(reverse(DESK)))
        assert log_in(Role.PROVINCE).get(reverse(DESK) + "?round=2020-3-99").status_code == 200

    def test_the_desk_costs_the_same_for_few_and_many_schools(
        self, log_in: LogIn, django_assert_max_num_queries: Any
    ) -> None:
        client = log_in(Role.PROVINCE)
        for _ in range(12):
            ledger.application(state=State.PROVINCIAL_REVIEW)
        client.get(reverse(DESK))
        with django_assert_max_num_queries(45):
            client.get(reverse(DESK))
