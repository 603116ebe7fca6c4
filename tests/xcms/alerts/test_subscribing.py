"""From the form to the confirmed subscription, and out again; nothing is told about an address on the way."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.xcms.alerts.conftest import Shelf
from tests.xcms.alerts.subscribers import subscribe, wish
from xcms.alerts import tokens
from xcms.days import shanghai_today
from xcms.models import AlertAddress, AlertSubscription, AlertTopic

pytestmark = pytest.mark.django_db

ANNA = "anna@example.com"
FORM = "/alerts/"


def ask(client: Any, email: str = ANNA, topic: str = "a", **more: str) -> Any:
    return client.post(FORM, {"source": "shelf", "topic": topic, "email": email, **more})


def confirmation_link(number: int = -1) -> str:
    found = re.search(r"http://localhost(/alerts/confirm/\S+)", str(mail.outbox[number].body))
    assert found
    return found[1]


def test_a_subscription_begins_with_its_confirmation(client: Any, shelf: Shelf) -> None:
    page = client.get(FORM, {"source": "shelf", "topic": "a"})
    assert page.status_code == 200
    assert "书架a" in page.content.decode()

    answer = ask(client)

    assert (answer.status_code, answer.url) == (302, "/alerts/asked/")
    assert client.get(answer.url).status_code == 200
    (letter,) = mail.outbox
    assert letter.to == [ANNA]
    assert "书架a" in str(letter.body)
    subscription = AlertSubscription.objects.get()
    assert subscription.confirmed_at is None

    # Programs that look through mail open every link in it.
    opened = client.get(confirmation_link())
    assert opened.status_code == 200
    subscription.refresh_from_db()
    assert subscription.confirmed_at is None

    assert client.post(confirmation_link()).status_code == 200
    subscription.refresh_from_db()
    first = subscription.confirmed_at
    assert first is not None

    assert client.post(confirmation_link()).status_code == 200
    subscription.refresh_from_db()
    assert subscription.confirmed_at == first


def test_known_and_unknown_addresses_are_answered_alike(client: Any, shelf: Shelf) -> None:
    subscribe(ANNA, "shelf", "a")

    known, unknown = ask(client), ask(client, email="bert@example.com")

    assert known.status_code == unknown.status_code == 302
    assert known.url == unknown.url
    assert [letter.to for letter in mail.outbox] == [[ANNA], ["bert@example.com"]]
    # Only the address's owner learns that it is there already.
    assert "/alerts/manage/" in str(mail.outbox[0].body)
    assert "/alerts/confirm/" not in str(mail.outbox[0].body)


def test_an_address_is_one_however_it_is_written(client: Any, shelf: Shelf) -> None:
    ask(client, email="  Anna@Example.COM ")
    ask(client, email="ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ")

    assert [address.email for address in AlertAddress.objects.all()] == [ANNA]


@pytest.mark.parametrize(
    "email",
    [
        "",
        "anna",
        "anna@",
        "@example.com",
        "anna@localhost",
        "anna@[127.0.0.1]",
        "anna@example.com\nBcc: bert@example.com",
        "anna@example.com\r\nSubject: x",
        "anna@example.com, bert@example.com",
        "Anna <anna@example.com>",
        '"a\nb"@example.com',
        "anna@example.com\x00",
        "a" * 250 + "@example.com",
        "<script>@example.com",
    ],
)
def test_what_is_no_single_address_is_refused_with_a_sentence(
    client: Any, shelf: Shelf, email: str
) -> None:
    answer = ask(client, email=email)

    assert answer.status_code == 200
    assert 'id="email-errors"' in answer.content.decode()
    assert not mail.outbox
    assert not AlertAddress.objects.exists()


def test_one_letter_box_is_sent_a_few_confirmations_a_day(client: Any, shelf: Shelf) -> None:
    """Whoever asks, from wherever, under whichever tag."""
    for number in range(8):
        answer = Client(REMOTE_ADDR=f"198.51.100.{number}").post(
            FORM, {"source": "shelf", "topic": "a", "email": f"anna+{number}@example.com"}
        )
        assert answer.status_code == 302

    assert len(mail.outbox) == 3


def test_the_limit_begins_anew_the_next_day(client: Any, shelf: Shelf) -> None:
    for _number in range(5):
        ask(client)
    assert len(mail.outbox) == 3

    AlertAddress.objects.update(asked_on=shanghai_today() - timedelta(days=1))
    ask(client)

    assert len(mail.outbox) == 4


def test_a_client_asks_only_so_often_in_an_hour(client: Any, shelf: Shelf) -> None:
    answers = [ask(client, email=f"a{number}@example.com") for number in range(21)]

    assert {answer.status_code for answer in answers[:20]} == {302}
    assert answers[20].status_code == 429
    assert len(mail.outbox) == 20


def test_the_site_sends_only_so_many_confirmations_in_an_hour(
    client: Any, shelf: Shelf, settings: Any
) -> None:
    settings.XCMS = {**settings.XCMS, "ALERTS_MOST_PER_HOUR": 2}
    answers = [ask(client, email=f"a{number}@example.com") for number in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert len(mail.outbox) == 2


def test_a_program_that_fills_every_field_is_told_nothing(client: Any, shelf: Shelf) -> None:
    answer = ask(client, website="https://spam.example")

    assert (answer.status_code, answer.url) == (302, "/alerts/asked/")
    assert not mail.outbox
    assert not AlertAddress.objects.exists()


@pytest.mark.parametrize("path", [FORM, "/alerts/confirm/{confirm}/", "/alerts/manage/{manage}/"])
def test_other_sites_cannot_post_for_a_visitor(shelf: Shelf, path: str) -> None:
    wished = wish(ANNA, "shelf", "a")
    path = path.format(
        confirm=tokens.confirm_token(wished), manage=tokens.manage_token(wished.address)
    )
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(path, {"source": "shelf", "topic": "a", "email": ANNA, "leave": "all"})

    assert answer.status_code == 403
    assert AlertSubscription.objects.get().confirmed_at is None


def test_one_click_unsubscribing_needs_no_cookie(shelf: Shelf) -> None:
    subscription = subscribe(ANNA, "shelf", "a")
    address = reverse("xcms_alerts:leave", args=[tokens.leave_token(subscription)])
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(address).status_code == 200
    assert AlertSubscription.objects.exists()

    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert not AlertAddress.objects.exists()
    assert not AlertTopic.objects.exists()
    # A second click, and a look at an old mail.
    assert strict.post(address).status_code == 200
    assert strict.get(address).status_code == 200


def test_a_token_opens_what_it_was_made_for_and_nothing_else(client: Any, shelf: Shelf) -> None:
    subscription = subscribe(ANNA, "shelf", "a")
    address = subscription.address
    made = {
        "confirm": tokens.confirm_token(subscription),
        "leave": tokens.leave_token(subscription),
        "manage": tokens.manage_token(address),
    }
    for name in made:
        for other, token in made.items():
            status = client.get(reverse(f"xcms_alerts:{name}", args=[token])).status_code
            assert status == (200 if name == other else _lenient(name, other)), (name, other)


def _lenient(name: str, other: str) -> int:
    """Links to leave and to manage are told apart from forgeries, and then say that nothing is left."""
    return 200 if {name, other} == {"leave", "manage"} else 404


def test_a_changed_token_is_no_token(client: Any, shelf: Shelf) -> None:
    subscription = subscribe(ANNA, "shelf", "a")
    token = tokens.leave_all_token(subscription.address)
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    for address in (
        f"/alerts/unsubscribe/{forged}/",
        f"/alerts/unsubscribe/{subscription.address.code}/",
        f"/alerts/unsubscribe/{subscription.address_id}/",
    ):
        assert client.post(address).status_code == 404
    assert AlertSubscription.objects.exists()


def test_a_confirmation_expires(client: Any, shelf: Shelf, settings: Any) -> None:
    ask(client)
    settings.XCMS = {**settings.XCMS, "ALERTS_CONFIRM_HOURS": 0}

    assert client.get(confirmation_link()).status_code == 404
    assert client.post(confirmation_link()).status_code == 404

    assert AlertSubscription.objects.get().confirmed_at is None


def test_the_managing_page_leaves_one_or_all(client: Any, shelf: Shelf) -> None:
    one = subscribe(ANNA, "shelf", "a")
    other = subscribe(ANNA, "shelf", "b")
    stranger = subscribe("bert@example.com", "shelf", "b")
    page = reverse("xcms_alerts:manage", args=[tokens.manage_token(one.address)])
    text = client.get(page).content.decode()
    assert "书架a" in text
    assert "书架b" in text

    client.post(page, {"leave": stranger.code})
    client.post(page, {"leave": one.code + "\x00"})
    assert AlertSubscription.objects.count() == 3
    client.post(page, {"leave": one.code})
    assert set(AlertSubscription.objects.all()) == {other, stranger}
    client.post(page, {"leave": "all"})

    assert list(AlertAddress.objects.all()) == [stranger.address]
    assert client.get(page).status_code == 200


def test_an_address_has_only_so_many_subscriptions(
    client: Any, shelf: Shelf, settings: Any
) -> None:
    settings.XCMS = {**settings.XCMS, "ALERTS_MOST": 1}
    subscribe(ANNA, "shelf", "a")
    ask(client, topic="b")
    assert "/alerts/manage/" in str(mail.outbox[0].body)

    # A link from before the first was confirmed.
    second = AlertSubscription.objects.get(topic__topic="b")
    link = reverse("xcms_alerts:confirm", args=[tokens.confirm_token(second)])

    assert client.post(link).status_code == 400
    second.refresh_from_db()
    assert second.confirmed_at is None


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 404),
        ({"source": "nothing"}, 404),
        ({"source": "shelf", "topic": "zzz"}, 404),
        ({"source": "shelf", "topic": "<b>\x00" + "长" * 3000}, 404),
    ],
)
def test_what_cannot_be_subscribed_to_is_not_found(
    client: Any, shelf: Shelf, asked: dict[str, str], status: int
) -> None:
    assert client.post(FORM, {**asked, "email": ANNA}).status_code == status
    query = {key: value.replace("\x00", "") for key, value in asked.items()}
    assert client.get(FORM, query).status_code == status
    assert not mail.outbox


def test_a_mail_that_could_not_be_sent_is_said_so(client: Any, shelf: Shelf, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    answer = ask(client)

    assert answer.status_code == 503
    assert 'role="alert"' in answer.content.decode()


def test_links_in_mails_come_from_the_site_not_from_the_request(client: Any, shelf: Shelf) -> None:
    client.post(
        FORM,
        {"source": "shelf", "topic": "a", "email": ANNA},
        headers={"host": "evil.example", "x-forwarded-host": "evil.example"},
    )

    assert "evil.example" not in str(mail.outbox[0].message())


def test_the_pages_are_kept_by_nobody(client: Any, shelf: Shelf) -> None:
    subscription = subscribe(ANNA, "shelf", "a")
    for path in (
        f"{FORM}?source=shelf&topic=a",
        reverse("xcms_alerts:manage", args=[tokens.manage_token(subscription.address)]),
        reverse("xcms_alerts:leave", args=[tokens.leave_token(subscription)]),
    ):
        answer = client.get(path)
        assert "no-store" in answer.headers["Cache-Control"]
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
