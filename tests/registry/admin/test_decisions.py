"""Decisions on approvals in the admin: the only way to a quota (design rule 5)."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from registry.enums import ApprovalStatus, DecisionKind
from registry.models import Approval, ApprovalDecision
from tests import factories
from tests.registry.admin.addresses import screen
from xcms.versions import current_version

BASIS = {
    "effective_from": "2020-07-01",
    "effective_to": "",
    "round": "",
    "basis": "湘教通〔2020〕1号",
    "clause": "第三条",
    "reason": "教学条件变化",
    "source": "ledger",
}


def state(approval: Approval, day: date = date(2020, 7, 2)) -> Any:
    return Approval.objects.with_state(day).get(pk=approval.pk)


def post(client: Client, approval: Approval, action: str, **values: Any) -> Any:
    return client.post(screen("approval", action, approval.pk), {**BASIS, **values})


def grant_values(**values: Any) -> dict[str, Any]:
    return {
        **BASIS,
        "school": factories.SchoolFactory().pk,
        "certificate": factories.CertificateFactory().pk,
        "level": "intermediate",
        "major": "",
        "quota": "60",
        **values,
    }


def test_granting_makes_the_line_and_its_first_decision_in_one_write(admin_page: Client) -> None:
    values = grant_values()
    before = current_version()
    response: Any = admin_page.post(screen("approval", "add"), values)
    line = Approval.objects.get()
    assert response.url == screen("approval", "inspect", line.pk)
    decision = line.decisions.get()
    assert (decision.kind, decision.quota, decision.basis) == ("grant", 60, BASIS["basis"])
    assert str(decision.decided_by) == "chief"
    assert line.major.is_unspecified
    assert current_version() == before + 1 == decision.recorded_version


def test_the_same_line_is_not_granted_twice(admin_page: Client) -> None:
    values = grant_values()
    admin_page.post(screen("approval", "add"), values)
    response = admin_page.post(screen("approval", "add"), values)
    assert response.status_code == 200
    assert "该项资格已存在" in response.content.decode() or response.context["form"].errors
    assert ApprovalDecision.objects.count() == 1


@pytest.mark.parametrize(
    ("missing", "value"),
    [
        ("school", ""),
        ("certificate", "999"),
        ("quota", "0"),
        ("quota", "六十"),
        ("quota", "99999999999"),
        ("basis", " "),
        ("effective_from", "31.02.2020"),
        ("effective_to", "2020-06-30"),
        ("source", "demo"),
        ("level", "expert"),
    ],
)
def test_an_incomplete_grant_is_an_error_on_the_form(
    admin_page: Client, missing: str, value: str
) -> None:
    response = admin_page.post(screen("approval", "add"), grant_values(**{missing: value}))
    assert response.status_code == 200
    assert missing in response.context["form"].errors
    assert not Approval.objects.exists()


def test_a_level_that_the_certificate_does_not_offer_is_refused(admin_page: Client) -> None:
    certificate = factories.CertificateFactory(levels=("beginner",))
    response = admin_page.post(
        screen("approval", "add"), grant_values(certificate=certificate.pk, level="advanced")
    )
    assert "level" in response.context["form"].errors


@pytest.mark.parametrize(
    ("quota", "kind"), [("90", DecisionKind.ENLARGE), ("30", DecisionKind.CUT)]
)
def test_another_quota_is_an_enlargement_or_a_cut(
    admin_page: Client, quota: str, kind: DecisionKind
) -> None:
    line = factories.grant(60)
    post(admin_page, line, "change-quota", quota=quota)
    assert state(line).quota == int(quota)
    assert state(line).ruling_kind == kind
    assert line.decisions.count() == 2


def test_the_quota_in_force_is_no_change(admin_page: Client) -> None:
    line = factories.grant(60)
    response = post(admin_page, line, "change-quota", quota="60")
    assert "quota" in response.context["form"].errors
    assert line.decisions.count() == 1


def test_a_revocation_takes_the_line_out_of_force(admin_page: Client) -> None:
    line = factories.grant(60)
    post(admin_page, line, "revoke")
    assert state(line).status == ApprovalStatus.REVOKED
    assert state(line).quota == 0
    assert state(line, date(2020, 6, 30)).status == ApprovalStatus.IN_FORCE


@pytest.mark.parametrize("field", ["reason", "clause", "basis"])
def test_a_revocation_needs_reason_clause_and_basis(admin_page: Client, field: str) -> None:
    line = factories.grant(60)
    response = post(admin_page, line, "revoke", **{field: "  "})
    assert field in response.context["form"].errors
    assert line.decisions.count() == 1


def test_what_is_revoked_is_not_revoked_again_but_can_be_granted_again(admin_page: Client) -> None:
    line = factories.grant(60)
    post(admin_page, line, "revoke")
    again = post(admin_page, line, "revoke", effective_from="2020-08-01")
    assert again.status_code == 200
    assert again.context["form"].non_field_errors()
    post(admin_page, line, "regrant", quota="20", effective_from="2020-09-01")
    assert state(line, date(2020, 9, 1)).quota == 20


def test_a_correction_voids_the_wrong_decision_and_keeps_it_readable(admin_page: Client) -> None:
    line = factories.grant(600)
    wrong = line.decisions.get()
    response = post(
        admin_page,
        line,
        "correct",
        decision=wrong.pk,
        quota="60",
        effective_from="2020-06-12",
        reason="多录一个 0",
    )
    assert response.status_code == 302
    wrong.refresh_from_db()
    assert wrong.voided_version
    assert state(line).quota == 60
    page = admin_page.get(screen("approval", "inspect", line.pk)).content.decode()
    assert "<s>600</s>" in page
    assert "多录一个 0" in page


def test_a_correction_needs_a_reason_and_a_valid_decision(admin_page: Client) -> None:
    line, other = factories.grant(60), factories.grant(60)
    for values in ({"reason": ""}, {"decision": other.decisions.get().pk}, {"decision": "abc"}):
        response = post(
            admin_page,
            line,
            "correct",
            **{"decision": line.decisions.get().pk, "quota": "50", **values},
        )
        assert set(values) <= set(response.context["form"].errors)


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_lines_are_neither_edited_nor_deleted(admin_page: Client, action: str) -> None:
    line = factories.grant(60)
    address = screen("approval", action, line.pk)
    responses: list[Any] = [admin_page.get(address), admin_page.post(address, {"quota": "1"})]
    for response in responses:
        assert response.status_code == 302
        assert response.url == "/admin/"
    assert Approval.objects.filter(pk=line.pk).exists()


def test_the_buttons_fit_the_state(admin_page: Client) -> None:
    line = factories.grant(60)
    page = admin_page.get(screen("approval", "inspect", line.pk)).content.decode()
    assert screen("approval", "revoke", line.pk) in page
    assert screen("approval", "regrant", line.pk) not in page
    post(admin_page, line, "revoke")
    page = admin_page.get(screen("approval", "inspect", line.pk)).content.decode()
    assert screen("approval", "revoke", line.pk) not in page
    assert screen("approval", "regrant", line.pk) in page


def test_a_decision_is_logged_with_its_maker(admin_page: Client) -> None:
    line = factories.grant(60)
    post(admin_page, line, "change-quota", quota="90")
    page = admin_page.get(screen("approval", "history", line.pk)).content.decode()
    assert "90" in page
    assert "chief" in page


def test_a_forged_post_without_a_token_is_refused(admin: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    line = factories.grant(60)
    assert post(client, line, "revoke").status_code == 403
    assert line.decisions.count() == 1
