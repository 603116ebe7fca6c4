"""The office's ledger of filings on its screens: entering, reviewing, deciding, asking why."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from registry.enums import PlanContent, SealState
from registry.models import Filing, FilingPlanFile
from registry.services.private_files import MOST_BYTES
from tests import factories
from tests.registry.admin.addresses import screen, sidebar

pytestmark = pytest.mark.django_db

WHY = "xcms_registry_why_not_listed"
#: What the office keeps to itself.
PRIVATE = ("office@example.com", "方案.pdf", "内部理由")


@pytest.fixture
def filing() -> Filing:
    made: Filing = factories.FilingFactory(
        pending=True,
        received_on=date(2020, 5, 28),
        has_seal=SealState.YES,
        sender_mail="office@example.com",
        decision_reason="内部理由",
    )
    FilingPlanFile.of(b"%PDF-1.7 <script>", filing=made, name="方案.pdf").save()
    return made


def form_of(client: Client, filing: Filing, **changes: str) -> dict[str, str]:
    """The review's form as a browser sends it, every content complying."""
    page = client.get(screen("filing", "review", filing.pk))
    return {
        "seen": page.context["form"]["seen"].value(),
        "decision": "pending",
        "decided_on": "",
        "decision_reason": "",
        **{f"outcome_{content.value}": "met" for content in PlanContent},
        **{f"remark_{content.value}": "" for content in PlanContent},
        **changes,
    }


def entered(filing: Filing, **more: Any) -> dict[str, Any]:
    return {
        "certificate": filing.certificate_id,
        "round": filing.round_id,
        "levels": ["beginner"],
        "school_levels": ["secondary"],
        "has_seal": "yes",
        "decision": filing.decision,
        **more,
    }


def test_a_plan_is_entered_with_the_filing_and_served_as_a_download(
    admin_page: Client, filing: Filing
) -> None:
    plan = SimpleUploadedFile("新方案.pdf", b"%PDF-1.7 <script>alert(1)</script>")
    values = entered(
        filing, received_at="2020-05-29 23:59", sender_mail="plan@example.com", plan_file=plan
    )
    response = admin_page.post(screen("filing", "edit", filing.pk), values)

    assert response.status_code == 302, response.context["form"].errors
    filing.refresh_from_db()
    assert (filing.received_on, filing.is_late) == (date(2020, 5, 29), False)
    served = admin_page.get(screen("filing", "plan", filing.pk))
    assert served.content == b"%PDF-1.7 <script>alert(1)</script>"
    assert served["Content-Type"] == "application/octet-stream"
    assert served["Content-Disposition"].startswith("attachment; ")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served["Content-Security-Policy"]
    assert "no-store" in served["Cache-Control"]
    former = filing.plan_files.last()
    address = f"{screen('filing', 'plan', filing.pk)}?file={former.pk}"
    assert admin_page.get(address).content == b"%PDF-1.7 <script>"
    history = admin_page.get(screen("filing", "history", filing.pk)).content.decode()
    assert "新方案.pdf" in history


@pytest.mark.parametrize("query", ["file=x", "file=999999", "file=%00", "file=" + "9" * 40])
def test_another_file_is_a_404(admin_page: Client, filing: Filing, query: str) -> None:
    other = factories.FilingFactory()
    address = screen("filing", "plan", filing.pk)
    assert admin_page.get(f"{address}?{query}").status_code in (400, 404)
    key = filing.plan_files.get().pk
    assert admin_page.get(f"{screen('filing', 'plan', other.pk)}?file={key}").status_code == 404
    assert admin_page.get(screen("filing", "plan", other.pk)).status_code == 404


def test_too_large_a_plan_is_an_error_on_the_form(admin_page: Client, filing: Filing) -> None:
    values = entered(filing, plan_file=SimpleUploadedFile("x.pdf", bytes(MOST_BYTES + 1)))
    page = admin_page.post(screen("filing", "edit", filing.pk), values).content.decode()

    assert "20 MB" in page
    assert filing.plan_files.count() == 1


def test_the_checklist_is_kept_with_remarks_and_the_decision(
    admin_page: Client, filing: Filing
) -> None:
    address = screen("filing", "review", filing.pk)
    amend = {"outcome_fee": "amend", "remark_fee": "未分等级"}
    refused = admin_page.post(address, form_of(admin_page, filing, **amend, decision="agreed"))

    assert "需补正：考证收费标准（未分等级）" in refused.content.decode()
    assert not filing.findings.exists()
    given = {"decision": "agreed", "decision_reason": "限期补正", "decided_on": "2020-06-03"}
    admin_page.post(address, form_of(admin_page, filing, **amend, **given))
    filing.refresh_from_db()
    assert (filing.decision, filing.decided_on) == ("agreed", date(2020, 6, 3))
    page = admin_page.get(screen("filing", "inspect", filing.pk)).content.decode()
    for text in ("需补正", "未分等级", "限期补正", "名单尚未公布", *PRIVATE[:2]):
        assert text in page
    history = admin_page.get(screen("filing", "history", filing.pk)).content.decode()
    assert "考证收费标准：未审 → 需补正 未分等级" in history
    assert "审核中 → 同意备案 2020-06-03" in history


def test_what_is_to_be_amended_has_to_be_said(admin_page: Client, filing: Filing) -> None:
    values = form_of(admin_page, filing, outcome_fee="amend")
    page = admin_page.post(screen("filing", "review", filing.pk), values).content.decode()

    assert "请说明需要补正什么" in page
    assert not filing.findings.exists()


@pytest.mark.parametrize(
    "change", [{"outcome_fee": "x"}, {"decision": ""}, {"decided_on": "x"}, {"seen": ""}]
)
def test_a_form_that_nobody_sends_changes_nothing(
    admin_page: Client, filing: Filing, change: dict[str, str]
) -> None:
    values = form_of(admin_page, filing, **change)
    assert admin_page.post(screen("filing", "review", filing.pk), values).status_code == 200
    assert not filing.findings.exists()


def test_the_edit_screen_asks_for_the_reason_too(admin_page: Client, filing: Filing) -> None:
    address = screen("filing", "edit", filing.pk)
    values = entered(filing, decision="agreed", decided_on="2020-06-03")
    page = admin_page.post(address, values).content.decode()

    assert "尚未审查" in page
    filing.refresh_from_db()
    assert filing.decision == "pending"
    admin_page.post(address, {**values, "decision_reason": "纸质材料已审"})
    filing.refresh_from_db()
    assert filing.decision == "agreed"


def test_entering_does_not_judge_and_judging_does_not_enter(
    client: Client, user_with: Callable[..., Any], filing: Filing
) -> None:
    client.force_login(user_with("change_filing"))
    assert client.get(screen("filing", "edit", filing.pk)).status_code == 200
    assert client.get(screen("filing", "review", filing.pk)).status_code == 302
    assert client.post(screen("filing", "review", filing.pk), {"seen": "x"}).status_code == 302

    client.force_login(user_with("view_filing", "decide_filing"))
    assert client.get(screen("filing", "edit", filing.pk)).status_code == 302
    values = form_of(client, filing)
    assert client.post(screen("filing", "review", filing.pk), values).status_code == 302
    assert filing.findings.count() == len(PlanContent)


def test_what_is_revoked_is_not_reviewed_any_more(admin_page: Client, filing: Filing) -> None:
    Filing.objects.update(revoked_on=date(2020, 8, 1), revocation_basis="x")

    assert admin_page.get(screen("filing", "review", filing.pk)).status_code == 302


@pytest.mark.parametrize(
    ("codenames", "reads"),
    [
        (("view_filing",), False),
        (("view_filing", "change_filing"), True),
        (("view_filing", "decide_filing"), True),
    ],
)
def test_the_ledger_is_for_those_who_enter_or_judge(
    client: Client,
    user_with: Callable[..., Any],
    filing: Filing,
    codenames: tuple[str, ...],
    reads: bool,
) -> None:
    client.force_login(user_with(*codenames))
    page = client.get(screen("filing", "inspect", filing.pk)).content.decode()
    question = {"certificate": filing.certificate_id, "round": filing.round_id}
    found = 200 if reads else 302

    assert [text in page for text in PRIVATE] == [reads] * 3
    assert client.get(screen("filing", "plan", filing.pk)).status_code == found
    assert client.get(reverse(WHY), question).status_code == found
    assert (reverse(WHY) in sidebar(client)) is reads
    listed = client.get(screen("filing", "list")).content.decode()
    assert not any(text in listed for text in PRIVATE)
    assert filing.certificate.name in listed


def test_the_lookup_answers_for_any_certificate_and_round(
    admin_page: Client, filing: Filing
) -> None:
    other = factories.CertificateFactory()
    asked = {"certificate": filing.certificate_id, "round": filing.round_id}
    answer = admin_page.get(reverse(WHY), asked).content.decode()
    assert "备案正在审核，尚未作出决定。" in answer
    assert screen("filing", "inspect", filing.pk) in answer
    none = admin_page.get(reverse(WHY), {**asked, "certificate": other.pk}).content.decode()
    assert "没有收到" in none


@pytest.mark.parametrize(
    "query", ["", "certificate=x&round=1", "certificate=%00", "round=" + "9" * 40, "certificate=9"]
)
def test_a_strange_question_gets_the_form(admin_page: Client, filing: Filing, query: str) -> None:
    response = admin_page.get(f"{reverse(WHY)}?{query}")

    assert response.status_code in (200, 400)
    if response.status_code == 200:
        assert "is_answered" not in response.context


def test_a_late_filing_says_so_in_the_list(admin_page: Client, filing: Filing) -> None:
    Filing.objects.update(received_on=date(2020, 5, 30))

    assert "2020-05-30（逾期）" in admin_page.get(screen("filing", "list")).content.decode()
