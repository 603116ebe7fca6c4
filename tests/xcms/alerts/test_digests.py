"""One mail a day to each address, with everything that is new for it and public at that moment."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from tests.xcms.alerts.conftest import Shelf
from tests.xcms.alerts.letters import Letterbox, html_of, text_of
from tests.xcms.alerts.subscribers import subscribe, wish
from xcms.alerts.sending import preview, send_digests
from xcms.models import AlertAddress, AlertDelivery, AlertRun, AlertSubscription, AlertTopic

pytestmark = pytest.mark.django_db

ANNA = "anna@example.com"
TODAY = date(2026, 3, 2)


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_a_digest_tells_what_is_new_since_the_subscription(
    shelf: Shelf, letterbox: Letterbox
) -> None:
    shelf.put("a", "1", "旧书")
    subscribe(ANNA, "shelf", "a")
    shelf.put("a", "2", "新书")

    send_digests(TODAY)

    (letter,) = letterbox.to(ANNA)
    assert "新书" in text_of(letter)
    assert "旧书" not in text_of(letter)
    assert "http://localhost/thing/2/" in text_of(letter)
    assert '<a href="http://localhost/thing/2/">新书</a>' in html_of(letter)


def test_one_mail_holds_all_subscriptions_of_an_address(shelf: Shelf, letterbox: Letterbox) -> None:
    subscribe(ANNA, "shelf", "a")
    subscribe(ANNA, "shelf", "b")
    shelf.put("a", "1", "甲书")
    shelf.put("b", "2", "乙书")

    send_digests(TODAY)

    (letter,) = letterbox.to(ANNA)
    assert "甲书" in text_of(letter)
    assert "乙书" in text_of(letter)


def test_nothing_is_sent_on_a_day_without_news(shelf: Shelf, letterbox: Letterbox) -> None:
    subscribe(ANNA, "shelf", "a")

    send_digests(TODAY)

    assert not letterbox.letters


def test_nothing_is_told_twice_and_an_address_gets_one_mail_a_day(
    shelf: Shelf, letterbox: Letterbox
) -> None:
    subscribe(ANNA, "shelf", "a")
    shelf.put("a", "1", "甲书")
    send_digests(TODAY)
    shelf.put("a", "2", "乙书")
    send_digests(TODAY)
    assert letterbox.count() == {ANNA: 1}

    send_digests(on(1))

    first, second = letterbox.to(ANNA)
    assert "甲书" in text_of(first)
    assert "乙书" not in text_of(first)
    assert "乙书" in text_of(second)
    assert "甲书" not in text_of(second)
    assert first["Message-ID"] != second["Message-ID"]


def test_changed_and_gone_things_are_told(shelf: Shelf, letterbox: Letterbox) -> None:
    shelf.put("a", "1", "改书")
    shelf.put("a", "2", "去书")
    subscribe(ANNA, "shelf", "a")
    shelf.put("a", "1", "改书", state="2")
    shelf.take("a", "2")

    send_digests(TODAY)

    (letter,) = letterbox.to(ANNA)
    assert "改书" in text_of(letter)
    # What the public may not see any more is counted, never named.
    assert "去书" not in text_of(letter)


def test_what_was_withdrawn_after_it_was_found_is_not_named(
    shelf: Shelf, letterbox: Letterbox
) -> None:
    subscribe(ANNA, "shelf", "a")
    shelf.put("a", "1", "密书")
    letterbox.refuse[ANNA] = "451 later"
    send_digests(TODAY)
    shelf.take("a", "1")
    letterbox.refuse.clear()
    AlertAddress.objects.update(retry_at=None)

    send_digests(on(1))

    assert not letterbox.letters
    assert AlertDelivery.objects.get(day=on(1)).state == "nothing"


def test_a_topic_that_is_not_public_any_more_sends_nothing(
    shelf: Shelf, letterbox: Letterbox
) -> None:
    subscribe(ANNA, "shelf", "a")
    shelf.put("a", "1", "甲书")
    del shelf.things["a"]

    send_digests(TODAY)

    assert not letterbox.letters


def test_an_unconfirmed_subscription_gets_nothing(shelf: Shelf, letterbox: Letterbox) -> None:
    wish(ANNA, "shelf", "a")
    shelf.put("a", "1", "甲书")

    send_digests(TODAY)

    assert not letterbox.letters
    assert not AlertDelivery.objects.exists()


def test_the_headers_let_a_mail_program_unsubscribe_with_one_click(
    shelf: Shelf, letterbox: Letterbox, client: Any
) -> None:
    subscribe(ANNA, "shelf", "a")
    shelf.put("a", "1", "甲书")
    send_digests(TODAY)
    (letter,) = letterbox.to(ANNA)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(letter["List-Unsubscribe"]).strip(" <>").removeprefix("http://localhost")

    answer = client.post(address, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not AlertAddress.objects.exists()
    assert not AlertDelivery.objects.exists()


def test_titles_cannot_break_the_mail_or_its_markup(shelf: Shelf, letterbox: Letterbox) -> None:
    subscribe(ANNA, "shelf", "a")
    shelf.put("a", "1", "<script>alert(1)</script>\r\nBcc: b@example.com")

    send_digests(TODAY)

    (letter,) = letterbox.to(ANNA)
    assert "<script>" not in html_of(letter)
    assert letter["Bcc"] is None
    assert letterbox.count() == {ANNA: 1}


def test_hundreds_of_news_are_counted_rather_than_listed(
    shelf: Shelf, letterbox: Letterbox
) -> None:
    subscribe(ANNA, "shelf", "a")
    for number in range(120):
        shelf.put("a", str(number), f"书{number:03}")

    send_digests(TODAY)

    (letter,) = letterbox.to(ANNA)
    assert "书049" in text_of(letter)
    assert "书050" not in text_of(letter)
    assert "70" in text_of(letter)


def test_a_broken_source_does_not_keep_the_others_back(
    shelf: Shelf, letterbox: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(ANNA, "shelf", "a")
    subscribe("bert@example.com", "shelf", "b")
    shelf.put("b", "1", "乙书")
    shelf.things["a"] = None  # type: ignore[assignment]

    run = send_digests(TODAY)

    assert letterbox.count() == {"bert@example.com": 1}
    assert run.message


def test_any_backend_of_django_will_do(shelf: Shelf, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    subscribe(ANNA, "shelf", "a")
    shelf.put("a", "1", "甲书")

    send_digests(TODAY)

    assert [message.to for message in mail.outbox] == [[ANNA]]
    assert AlertDelivery.objects.get().state == "sent"


def test_a_dry_run_says_who_is_due_and_does_nothing(shelf: Shelf, letterbox: Letterbox) -> None:
    subscribe(ANNA, "shelf", "a")
    shelf.put("a", "1", "甲书")
    before = list(AlertTopic.objects.values())

    out = StringIO()
    call_command("xcms_send_alerts", "--dry-run", stdout=out)

    assert "a***@e***.com\t1" in out.getvalue()
    assert preview() == [("a***@e***.com", 1)]
    assert ANNA not in out.getvalue()
    assert not letterbox.letters
    assert list(AlertTopic.objects.values()) == before
    assert not AlertRun.objects.exists()


def test_leaving_one_of_two_subscriptions_keeps_the_other(
    shelf: Shelf, letterbox: Letterbox, client: Any
) -> None:
    subscribe(ANNA, "shelf", "a")
    kept = subscribe(ANNA, "shelf", "b")
    shelf.put("a", "1", "甲书")
    send_digests(TODAY)
    (letter,) = letterbox.to(ANNA)
    links = [word for word in text_of(letter).split() if "/alerts/unsubscribe/" in word]

    client.post(links[0].removeprefix("http://localhost"))

    assert list(AlertSubscription.objects.all()) == [kept]
    assert AlertTopic.objects.count() == 1


def test_the_purge_forgets_what_is_not_needed(shelf: Shelf) -> None:
    old = wish(ANNA, "shelf", "a")
    AlertSubscription.objects.filter(pk=old.pk).update(
        requested_at=timezone.now() - timedelta(hours=49)
    )
    fresh = wish("bert@example.com", "shelf", "b")

    call_command("xcms_purge_alerts", stdout=StringIO())

    assert list(AlertAddress.objects.all()) == [fresh.address]
    assert list(AlertTopic.objects.all()) == [fresh.topic]
