"""Violations in the admin: each group sees and does what is its own."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from registry.enums import ViolationEventKind as Event
from registry.enums import ViolationState as State
from registry.models import BureauMember, Violation
from registry.services.violations import take_in_evidence
from tests import factories
from tests.registry.admin.addresses import screen

pytestmark = pytest.mark.usefixtures("wagtail_root")

CLOSED = (302, 404)


def member(group: str) -> Client:
    call_command("xcms_install", verbosity=0)
    user = get_user_model().objects.create_user(group)
    user.groups.add(Group.objects.get(name=group))
    if group == "市州审核":
        BureauMember.objects.create(user=user, region=factories.region())
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("group", ["编辑", "审核", "数据管理", "市州审核"])
def test_every_screen_and_action_of_every_group(group: str) -> None:
    client = member(group)
    own = factories.SchoolFactory(secondary=True)
    elsewhere = factories.SchoolFactory(secondary=True, region=factories.region("430200"))
    for subject in (own, elsewhere):
        case = factories.violation(school=subject, state=State.INVESTIGATING, reporter="某举报人")
        take_in_evidence(case, name="合同.pdf", data=b"<script>", acting_user=None)
        sees = group in ("审核", "数据管理") or (group == "市州审核" and subject == own)
        allowed: set[str] = {"inspect", "history", "evidence", "add_evidence"} if sees else set()
        if group == "审核":
            allowed |= {Event.UPHOLD, Event.DISMISS}
        for action in ("inspect", "history", "evidence", "add_evidence", "edit", *Event):
            status = client.get(screen("violation", action, case.pk)).status_code
            assert status == 200 if action in allowed else status in CLOSED, (action, subject)
        if sees:
            page = client.get(screen("violation", "inspect", case.pk)).content.decode()
            assert ("某举报人" in page) == (group != "市州审核")
            served: Any = client.get(screen("violation", "evidence", case.pk))
            assert served.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_bureau_reports_its_own_school_alone() -> None:
    client = member("市州审核")
    own = factories.SchoolFactory(secondary=True)
    elsewhere = factories.SchoolFactory(secondary=True, region=factories.region("430200"))
    values = {"breach": "外包考核", "source": "检查", "reported_on": "2020-08-01"}
    values["description"] = "现场检查"
    refused = client.post(screen("violation", "add"), {**values, "school": elsewhere.pk})
    assert "您只能登记本市州中职学校的违规线索。" in refused.content.decode()
    file = SimpleUploadedFile("照片.jpg", b"x")
    client.post(screen("violation", "add"), {**values, "school": own.pk, "evidence": file})
    case = Violation.objects.get()
    assert (case.school, case.state, case.evidence.count()) == (own, State.REPORTED, 1)
    assert client.get(screen("violation", "edit", case.pk)).status_code == 200


def test_a_decision_is_taken_on_its_own_screen() -> None:
    client = member("审核")
    line = factories.grant(60)
    case = factories.violation(school=line.school, state=State.INVESTIGATING)
    values = {
        "recorded_version": case.recorded_version,
        "comment": "核查属实",
        "measure": "revoke",
        "effective_on": "2020-09-01",
        "basis": "湘教通〔2020〕1号",
        "clause": "第四条",
    }
    address = screen("violation", Event.UPHOLD, case.pk)
    refused = client.post(address, values).content.decode()
    assert "请至少选择一项要撤销的资格或备案。" in refused
    assert client.post(address, {**values, "approvals": [line.pk]}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.UPHELD
    assert case.revocations.get().approval == line
