"""Who may open which screen: each ready-made group against each register and action."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from registry.models import ApprovalDecision
from tests import factories
from tests.registry.admin.addresses import EVERY_REGISTER, screen, sidebar

READ = ("list", "inspect")
#: What a group may do beyond reading, as (register, action).
ENTERED = tuple(m for m in EVERY_REGISTER if m not in {"approval", "listedition", "region"})
BEYOND_READING = {
    "编辑": {
        (model, action)
        for model in ("organization", "certificate", "filing")
        for action in ("add", "edit")
    },
    "审核": {
        ("filing", "edit"),
        ("filing", "revoke"),
        ("filing", "review"),
        ("approval", "add"),
        ("approval", "change-quota"),
        ("approval", "revoke"),
        ("approval", "correct"),
        ("approval", "regrant"),
    },
    "数据管理": {(model, action) for model in ENTERED for action in ("add", "edit")}
    | {("region", "edit")},
    "市州审核": set(),
}
ACTIONS = {
    **dict.fromkeys(EVERY_REGISTER, ("add", "edit", "delete")),
    "approval": ("add", "edit", "delete", "change-quota", "revoke", "correct", "regrant"),
    "filing": ("add", "edit", "delete", "revoke", "review"),
}


@pytest.fixture
def member_of(wagtail_root: Any) -> Callable[[str], Client]:
    """A client logged in as a member of one ready-made group."""
    call_command("xcms_install", verbosity=0)

    def make(name: str) -> Client:
        user = get_user_model().objects.create_user(f"member-{name}", password="x")
        user.groups.add(Group.objects.get(name=name))
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.mark.parametrize("group", list(BEYOND_READING))
def test_groups_may_what_they_should_and_no_more(
    member_of: Callable[[str], Client], records: dict[str, Any], group: str
) -> None:
    client = member_of(group)
    for model in EVERY_REGISTER:
        pk = records[model].pk
        for action in READ:
            address = screen(model, action, None if action == "list" else pk)
            assert client.get(address).status_code == 200, (group, model, action)
        for action in ACTIONS[model]:
            address = screen(model, action, None if action == "add" else pk)
            allowed = (model, action) in BEYOND_READING[group]
            assert client.get(address).status_code == (200 if allowed else 302), (model, action)
            if not allowed:
                assert client.post(address, {}).status_code == 302, (model, action)


def test_without_a_permission_nothing_is_open(
    client: Client, user_with: Callable[..., Any], records: dict[str, Any]
) -> None:
    client.force_login(user_with())
    for model in EVERY_REGISTER:
        pk = records[model].pk
        for action in ("list", "inspect", "history"):
            if (model, action) == ("listedition", "history"):
                continue
            address = screen(model, action, None if action == "list" else pk)
            assert client.get(address).status_code == 302, (model, action)
    assert "证书备案与试点" not in sidebar(client)


def test_strangers_are_sent_to_the_login(client: Client, records: dict[str, Any]) -> None:
    for model in EVERY_REGISTER:
        response: Any = client.get(screen(model, "list"))
        assert response.status_code == 302
        assert response.url.startswith("/admin/login/")


def test_one_register_does_not_open_another(
    client: Client, user_with: Callable[..., Any], records: dict[str, Any]
) -> None:
    client.force_login(user_with("view_school"))
    assert client.get(screen("school", "list")).status_code == 200
    assert client.get(screen("approval", "list")).status_code == 302
    assert client.get(screen("filing", "history", records["filing"].pk)).status_code == 302


def test_deciding_needs_its_own_permission(
    client: Client, user_with: Callable[..., Any], records: dict[str, Any]
) -> None:
    client.force_login(user_with("view_approval", "change_approval", "add_approval"))
    approval = records["approval"]
    values = {
        "effective_from": "2020-07-01",
        "basis": "x",
        "clause": "x",
        "reason": "x",
        "source": "ledger",
    }
    assert client.post(screen("approval", "revoke", approval.pk), values).status_code == 302
    assert client.get(screen("approval", "add")).status_code == 302
    assert ApprovalDecision.objects.count() == 1
    page = client.get(screen("approval", "inspect", approval.pk)).content.decode()
    assert screen("approval", "revoke", approval.pk) not in page


def test_decisions_by_a_reviewer_carry_the_name(member_of: Callable[[str], Client]) -> None:
    client = member_of("审核")
    line = factories.grant(60)
    client.post(
        screen("approval", "revoke", line.pk),
        {
            "effective_from": "2020-07-01",
            "basis": "湘教通〔2020〕1号",
            "clause": "第三条",
            "reason": "停招",
            "source": "ledger",
        },
    )
    assert line.decisions.get(kind="revoke").decided_by.username == "member-审核"


@pytest.mark.parametrize(("group", "decides"), [("审核", True), ("数据管理", False)])
def test_entering_a_filing_and_deciding_on_it_are_two_people_s_work(
    member_of: Callable[[str], Client], group: str, decides: bool
) -> None:
    filing = factories.FilingFactory(pending=True)
    client = member_of(group)
    address = screen("filing", "edit", filing.pk)
    entered = {
        "certificate": filing.certificate_id,
        "round": filing.round_id,
        "levels": ["beginner"],
        "school_levels": ["secondary"],
        "fee": "300元/人",
        "has_seal": "unknown",
    }

    page = client.get(address).content.decode()
    client.post(
        address,
        {**entered, "decision": "agreed", "decided_on": "2020-06-10", "decision_reason": "已审"},
    )

    filing.refresh_from_db()
    assert ('name="decision"' in page) is decides
    assert filing.fee == "300元/人"
    assert filing.decision == ("agreed" if decides else "pending")
