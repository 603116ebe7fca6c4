"""A withdrawal and its lifting reach subscribers and the change feed with their reasons."""

from datetime import date
from typing import Any

import pytest

from notices.enums import EventKind
from notices.models import NoticeIndexPage
from notices.withdrawals.services import restore_page, withdraw_page
from tests.notices.pages import make_notice
from tests.xcms.alerts.conftest import letterbox  # noqa: F401  a fixture
from tests.xcms.alerts.letters import Letterbox, text_of
from tests.xcms.alerts.subscribers import subscribe
from xcms.alerts.sending import send_digests

pytestmark = pytest.mark.django_db

ANNA = "anna@example.com"


def test_a_withdrawal_is_told_with_its_reason_and_so_is_its_end(
    section: NoticeIndexPage,
    letterbox: Letterbox,  # noqa: F811
    client: Any,
) -> None:
    notice = make_notice(section, title="申报通知")
    subscribe(ANNA, "section", str(section.pk))

    withdraw_page(notice, reason="依据不足。", acting_user=None)
    send_digests(date(2026, 3, 2))
    restore_page(notice, reason="依据已补充。", acting_user=None)
    send_digests(date(2026, 3, 3))

    for letter, kind, reason in zip(
        letterbox.to(ANNA),
        (EventKind.WITHDRAWN, EventKind.RESTORED),
        ("依据不足。", "依据已补充。"),
        strict=True,
    ):
        assert f"[{kind.label}] 申报通知" in text_of(letter)
        assert reason in text_of(letter)
    told = client.get("/changes.json").json()["items"]
    assert [item["_xcms"]["kind"] for item in told] == ["restored", "withdrawn", "published"]
    assert [item["content_text"] for item in told[:2]] == ["依据已补充。", "依据不足。"]
