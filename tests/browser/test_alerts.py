"""A visitor subscribes to a section, confirms, gets a digest, and leaves: by keyboard, on a phone, without scripts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import PHONE
from tests.notices.pages import make_notice, make_section
from xcms.models import AlertAddress, AlertSubscription


def link(body: Any, part: str) -> str:
    found = re.search(rf"https?://\S*/alerts/{part}/\S+", str(body))
    assert found, body
    return found[0]


@pytest.mark.django_db(transaction=True)
def test_a_visitor_subscribes_and_leaves(
    live_site: LiveServer,
    open_window: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    wagtail_root: Any,
) -> None:
    section = make_section(wagtail_root, title="通知公告" * 12)
    phone = open_window(viewport=PHONE, is_mobile=True, java_script_enabled=False)
    scripted = open_window(viewport=PHONE, is_mobile=True)
    phone.goto(section.get_full_url())

    phone.locator(".xcms-subscribe").click()
    # As a visitor who is in a hurry would type it.
    phone.locator("#id_email").fill("anna")
    phone.locator(".xcms-alerts__form button").click()
    expect(phone.locator("#email-errors")).to_be_visible()
    assert phone.locator("#id_email").input_value() == "anna"
    phone.locator("#id_email").fill("Ａnna@example.com")
    phone.keyboard.press("Enter")
    expect(phone.locator("[role=status]")).to_be_visible()

    confirmation = link(mail.outbox[0].body, "confirm")
    for address in (f"{live_site.url}/alerts/?source=section&topic={section.pk}", confirmation):
        scripted.goto(address)
        assert_accessible(scripted)
        assert scripted.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.goto(confirmation)
    phone.locator("main form button").click()
    expect(phone.locator("[role=status]")).to_be_visible()
    assert AlertSubscription.objects.get().confirmed_at is not None

    make_notice(section, title="申报通知")
    call_command("xcms_send_alerts")
    digest = mail.outbox[1]
    assert "申报通知" in str(digest.body)
    scripted.goto(link(digest.body, "manage"))
    assert_accessible(scripted)
    for way_out in re.findall(r"https?://\S*/alerts/unsubscribe/\S+", str(digest.body)):
        scripted.goto(way_out)
        assert_accessible(scripted)
    phone.goto(link(digest.body, "unsubscribe"))
    assert AlertAddress.objects.exists()
    phone.locator("main form button").click()
    expect(phone.locator("[role=status]")).to_be_visible()
    assert not AlertAddress.objects.exists()
