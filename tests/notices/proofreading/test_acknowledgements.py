"""Findings that an editor has declared right."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry, PageLogEntry

from notices.models import FindingAcknowledgement
from tests.notices.proofreading import reading, settle, url
from tests.notices.proofreading.pages import notice, rewritten

pytestmark = pytest.mark.django_db


def test_an_acknowledged_finding_is_settled_until_its_sentence_changes(
    admin_client: Client, section: Any
) -> None:
    page = notice(section, ("paragraph", "<p>工期529日。</p>"))
    revisions = page.revisions.count()

    settle(
        admin_client, page, **{"529日": {"decision": "right", "right_because": "工期就是529天。"}}
    )

    assert reading(page).open == []
    assert page.revisions.count() == revisions
    one = FindingAcknowledgement.objects.get()
    assert (one.reason, one.acknowledged_by.username) == ("工期就是529天。", "admin")
    assert "工期就是529天。" in admin_client.get(url(page)).content.decode()

    rewritten(page, "<p>截止529日。</p>")
    assert len(reading(page).open) == 1


def test_an_acknowledgement_can_be_withdrawn(admin_client: Client, section: Any) -> None:
    page = notice(section, ("paragraph", "<p>工期529日。</p>"))
    settle(admin_client, page, **{"529日": {"decision": "right", "right_because": "是"}})

    admin_client.post(url(page), {"withdraw": FindingAcknowledgement.objects.get().fingerprint})

    assert len(reading(page).open) == 1
    actions = set(PageLogEntry.objects.values_list("action", flat=True))
    assert "xcms_notices.acknowledgement_withdrawn" in actions
    assert not ModelLogEntry.objects.exists()
