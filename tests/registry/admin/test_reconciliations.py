"""Reconciliation in the admin: who uploads, who decides, and what a strange file or form gets."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from registry.models import Approval, Reconciliation, Round
from tests import factories
from tests.clock import Clock
from tests.registry.admin.addresses import screen, sidebar
from tests.sheets import csv_bytes
from xcms.days import shanghai_today

pytestmark = pytest.mark.usefixtures("wagtail_root")

HEADER = ["学校标识码", "证书名称", "证书等级", "专业代码", "核定人数"]
LogIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock.move_to("2020-07-01T10:00:00+08:00")


@pytest.fixture
def log_in(db: None) -> LogIn:
    call_command("xcms_install", verbosity=0)

    def make(group: str) -> Client:
        user = get_user_model().objects.create_user(f"member-{group}")
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def line(db: None) -> Approval:
    made: Approval = factories.grant(
        60,
        school=factories.SchoolFactory(code="4143090001", name="=甲学院"),
        certificate=factories.CertificateFactory(name="物流管理"),
        decision={"round": factories.RoundFactory()},
    )
    return made


def row(line: Approval, persons: object) -> list[str]:
    return [line.school.code, line.certificate.name, "中级", line.major.code, str(persons)]


def upload(client: Client, data: bytes, name: str = "平台.csv") -> Any:
    file = SimpleUploadedFile(name, data)
    values = {"round": Round.objects.get().pk, "file": file}
    return client.post(screen("reconciliation", "add"), values)


def compared(client: Client, line: Approval, persons: object = 50) -> Reconciliation:
    assert upload(client, csv_bytes(HEADER, row(line, persons))).status_code == 302
    made: Reconciliation = Reconciliation.objects.latest("pk")
    return made


def page_of(client: Client, made: Reconciliation, query: str = "") -> str:
    response = client.get(screen("reconciliation", "inspect", made.pk) + query)
    assert response.status_code == 200
    return str(response.content.decode())


def decision(made: Reconciliation, choice: str, **more: str) -> dict[str, Any]:
    return {
        "chosen": [item.key for item in made.items.all()],
        "choice": choice,
        "reason": "平台已确认",
        **more,
    }


PLATFORM = {"basis": "国家平台", "clause": "核对", "effective_from": "2020-07-01"}


def test_one_uploads_and_another_decides(log_in: LogIn, line: Approval) -> None:
    """The permission matrix, both ways."""
    clerk, reviewer = log_in("数据管理"), log_in("审核")
    data = csv_bytes(HEADER, row(line, 50))
    for group in ("编辑", "市州审核"):
        stranger = log_in(group)
        assert screen("reconciliation", "list") not in sidebar(stranger)
        assert stranger.get(screen("reconciliation", "list")).status_code == 302
        assert upload(stranger, data).status_code == 302
    assert upload(reviewer, data).status_code == 302
    assert not Reconciliation.objects.exists()
    made = compared(clerk, line)
    address = screen("reconciliation", "inspect", made.pk)

    assert screen("reconciliation", "list") in sidebar(reviewer)
    assert clerk.post(address, decision(made, "ledger")).status_code == 302
    for group in ("编辑", "市州审核"):
        stranger = Client()
        stranger.force_login(get_user_model().objects.get(username=f"member-{group}"))
        for query in ("", "?export=csv"):
            assert stranger.get(address + query).status_code == 302
        assert stranger.get(screen("reconciliation", "compare", made.pk)).status_code == 302
        assert stranger.get(screen("reconciliation", "history", made.pk)).status_code == 302
        assert stranger.post(address, decision(made, "ledger")).status_code == 302
    assert made.items.get().choice == "open"
    assert 'name="choice"' not in page_of(clerk, made).partition('<form method="post"')[2]

    assert reviewer.post(address, decision(made, "platform", **PLATFORM)).status_code == 302
    assert made.items.get().choice == "platform"
    assert Approval.objects.effective_on(shanghai_today()).get().quota == 50
    assert "已处理1项，共1项" in page_of(clerk, made)
    for action in ("edit", "delete"):
        assert reviewer.get(screen("reconciliation", action, made.pk)).status_code == 302


def test_who_may_decide_but_not_on_approvals_does_not_follow_the_platform(
    client: Client, user_with: Callable[..., Any], admin: Any, line: Approval
) -> None:
    client.force_login(admin)
    made = compared(client, line)
    client.force_login(user_with("view_reconciliation", "decide_reconciliation"))

    page = page_of(client, made)
    assert 'value="ledger"' in page
    assert '<option value="platform">以平台为准</option>' not in page.partition("post")[2]
    address = screen("reconciliation", "inspect", made.pk)
    assert client.post(address, decision(made, "platform", **PLATFORM)).status_code == 200
    assert made.items.get().choice == "open"


def test_the_list_is_filtered_counted_and_exported(admin_page: Client, line: Approval) -> None:
    other = factories.grant(
        30, certificate=line.certificate, decision={"round": Round.objects.get()}
    )
    made = compared(admin_page, line)

    page = page_of(admin_page, made)
    assert "=甲学院" in page
    assert other.school.name in page
    assert "已处理0项，共2项" in page
    assert "=甲学院" not in page_of(admin_page, made, "?kind=missing")
    assert other.school.name not in page_of(admin_page, made, "?kind=differing&choice=open")
    assert "没有这类差异" in page_of(admin_page, made, "?choice=ledger")
    assert "=甲学院" in page_of(admin_page, made, "?kind=x&choice=y&page=999&export=exe")

    address = screen("reconciliation", "inspect", made.pk)
    exported = b"".join(admin_page.get(f"{address}?kind=differing&export=csv").streaming_content)
    (found,) = csv.DictReader(io.StringIO(exported.decode("utf-8-sig"), newline=""))
    assert (found["学校名称"], found["台账人数"], found["平台人数"]) == ("'=甲学院", "60", "50")
    assert (found["差异"], found["处理"], found["平台表行号"]) == ("人数不同", "待处理", "2")
    book = b"".join(admin_page.get(f"{address}?export=xlsx").streaming_content)
    assert book.startswith(b"PK")


def test_the_list_to_correct_on_the_platform_is_of_its_own(
    admin_page: Client, line: Approval
) -> None:
    made = compared(admin_page, line)
    admin_page.post(screen("reconciliation", "inspect", made.pk), decision(made, "ledger"))

    assert "?choice=ledger" in page_of(admin_page, made)
    page = page_of(admin_page, made, "?choice=ledger")
    assert "须在平台更正" in page
    assert "负责人" in page
    history = admin_page.get(screen("reconciliation", "history", made.pk)).content.decode()
    assert "以台账为准：1行；理由：平台已确认" in history
    assert "台账60，平台50" in history


def test_comparing_again_is_a_step_of_its_own(admin_page: Client, line: Approval) -> None:
    made = compared(admin_page, line)
    factories.decide(line, quota=50, effective_from=shanghai_today(), round=made.round)

    refused = admin_page.post(
        screen("reconciliation", "inspect", made.pk), decision(made, "platform", **PLATFORM)
    )
    assert "请重新比对" in refused.content.decode()
    assert admin_page.post(screen("reconciliation", "compare", made.pk)).status_code == 302
    assert "台账与平台一致" in page_of(admin_page, made)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"chosen": []}, "请至少选择一项差异"),
        ({"chosen": ["x"]}, "列表已有变动"),
        ({"chosen": ["9" * 40 + "-1"]}, "列表已有变动"),
        ({"chosen": ["999999-1"]}, "已不存在"),
        ({"chosen": ["1-1"] * 201}, "一次最多处理200项"),
        ({"reason": ""}, "reason"),
        ({"choice": "open"}, "choice"),
        ({"choice": "platform"}, "basis"),
    ],
)
def test_a_form_that_nobody_sends_changes_nothing(
    admin_page: Client, line: Approval, changes: dict[str, Any], sentence: str
) -> None:
    made = compared(admin_page, line)
    values = {**decision(made, "ledger"), **changes}

    response = admin_page.post(screen("reconciliation", "inspect", made.pk), values)

    assert response.status_code == 200
    assert sentence in str(response.context["form"].errors)
    assert made.items.get().choice == "open"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "x.csv"),
        (b"PK\x03\x04" + bytes(200), "x.xlsx"),
        (b"%PDF-1.7", "x.pdf"),
        (bytes(range(256)) * 50, "../../x.xls"),
        (csv_bytes(["甲", "乙"], ["1", "2"]), "x.csv"),
        (csv_bytes(HEADER, ["4143090001", "物流管理", "中级", "", "若干"]), "x.csv"),
        (csv_bytes(HEADER, ["4143090001", "物流管理", "中级", "", "0"]), "x.csv"),
        (csv_bytes(HEADER, ["9999999999", "物流管理", "中级", "", "5"]), "x.csv"),
        (
            csv_bytes(
                HEADER,
                ["4143090001", "物流管理", "中级", "", "5"],
                ["4143090001", "物流管理", "中级", "", "6"],
            ),
            "x.csv",
        ),
        (
            csv_bytes([*HEADER, "轮次"], ["4143090001", "物流管理", "中级", "", "5", "2020-3-2"]),
            "x.csv",
        ),
    ],
)
def test_a_file_that_can_not_be_compared_is_a_sentence(
    admin_page: Client, line: Approval, data: bytes, name: str
) -> None:
    factories.RoundFactory(number=2) if b"2020-3-2" in data else None
    file = SimpleUploadedFile(name, data)
    values = {"round": Round.objects.get(number=1).pk, "file": file}

    response = admin_page.post(screen("reconciliation", "add"), values)

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not Reconciliation.objects.exists()


def test_too_large_a_file_is_refused_unread(
    admin_page: Client, line: Approval, settings: Any
) -> None:
    settings.XCMS = {**settings.XCMS, "IMPORT_MAX_BYTES": 10}
    response = upload(admin_page, csv_bytes(HEADER, row(line, 50)))

    assert "文件过大" in "".join(response.context["form"].errors["file"])


def test_an_export_of_applications_can_be_the_platforms_sheet(
    admin_page: Client, line: Approval
) -> None:
    """With levels as columns, and columns that don't matter here."""
    header = ["学校名称", "证书名称", "专业代码", "初级", "中级", "申报人数", "状态"]
    data = csv_bytes(header, ["=甲学院", "物流管理", line.major.code, "/", "60", "80", "已批准"])

    upload(admin_page, data)

    made = Reconciliation.objects.get()
    assert (made.equal, made.items.count()) == (1, 0)
    assert made.name == "平台.csv"
