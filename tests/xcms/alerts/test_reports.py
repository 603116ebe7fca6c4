"""Whoever may see the subscriptions sees masked addresses; everything more is a permission of its own."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone

from tests.xcms.alerts.conftest import Shelf
from tests.xcms.alerts.subscribers import subscribe, wish
from xcms.alerts.runs import begin, end
from xcms.days import shanghai_today
from xcms.models import AlertAddress, AlertSubscription

pytestmark = pytest.mark.django_db

ANNA, BERT = "anna@example.com", "bert@example.org"
REPORT = "/admin/reports/alerts/"


def officer(client: Any, *codenames: str) -> None:
    user = User.objects.create_user("officer", password="x")
    names = ("access_admin", *codenames)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)


@pytest.fixture
def anna(shelf: Shelf) -> AlertSubscription:
    return subscribe(ANNA, "shelf", "a")


def test_addresses_are_masked(client: Any, anna: AlertSubscription) -> None:
    wish(BERT, "shelf", "b")
    officer(client, "view_alertsubscription")

    text = client.get(REPORT).content.decode()

    assert "a***@e***.com" in text
    assert "b***@e***.org" in text
    assert ANNA not in text
    assert BERT not in text
    assert "书架a" in text
    assert reverse("xcms_alert_delete", args=[anna.pk]) not in text


def test_whole_addresses_are_a_permission_of_their_own(
    client: Any, anna: AlertSubscription
) -> None:
    officer(client, "view_alertsubscription", "view_alertaddress")
    assert ANNA in client.get(REPORT).content.decode()


def test_without_the_permission_there_is_no_report(client: Any, anna: AlertSubscription) -> None:
    officer(client)
    for address in (
        REPORT,
        f"{REPORT}results/",
        f"{REPORT}{anna.pk}/delete/",
        f"{REPORT}{anna.pk}/resume/",
    ):
        assert client.get(address).status_code == 302
        assert client.post(address).status_code in (302, 405)
    assert AlertSubscription.objects.exists()


def test_nothing_is_exported(client: Any, anna: AlertSubscription) -> None:
    officer(client, "view_alertsubscription", "view_alertaddress")
    for kind in ("csv", "xlsx"):
        content = b"".join(client.get(REPORT, {"export": kind}))
        assert b"anna" not in content


def test_a_whole_address_finds_its_subscriptions_and_a_part_finds_none(
    client: Any, anna: AlertSubscription
) -> None:
    subscribe(BERT, "shelf", "b")
    officer(client, "view_alertsubscription")

    found = client.get(REPORT, {"address": " Anna@example.com"}).content.decode()
    assert "a***@e***.com" in found
    assert "b***@e***.org" not in found
    assert "a***@e***.com" not in client.get(REPORT, {"address": "anna"}).content.decode()


def test_a_subscription_is_deleted_by_whoever_may(client: Any, anna: AlertSubscription) -> None:
    officer(client, "view_alertsubscription", "delete_alertsubscription")
    address = reverse("xcms_alert_delete", args=[anna.pk])
    assert address in client.get(REPORT).content.decode()
    assert client.get(address).status_code == 200
    assert AlertSubscription.objects.exists()

    assert client.post(address).status_code == 302

    assert not AlertAddress.objects.exists()
    assert client.post(address).status_code == 404


def test_a_suspended_address_is_shown_with_its_reason_and_gets_mail_again(
    client: Any, anna: AlertSubscription
) -> None:
    AlertAddress.objects.update(
        suspended_at=timezone.now(), failures=5, reason="550 no <b>such</b> user"
    )
    officer(client, "view_alertsubscription", "change_alertaddress")
    text = client.get(REPORT, {"state": "suspended"}).content.decode()
    assert "550 no &lt;b&gt;such&lt;/b&gt; user" in text

    client.post(reverse("xcms_alert_resume", args=[anna.pk]))

    assert AlertAddress.objects.get().suspended_at is None
    assert "550 no" not in client.get(REPORT, {"state": "suspended"}).content.decode()


def test_the_last_digests_are_reported(client: Any, anna: AlertSubscription) -> None:
    end(begin(shanghai_today()), "服务器没有应答")
    officer(client, "view_alertsubscription")
    assert "服务器没有应答" in client.get(REPORT).content.decode()
