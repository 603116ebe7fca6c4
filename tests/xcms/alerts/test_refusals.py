"""One bad address stops nobody else; it is tried a few times, and then left alone with a reason."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.xcms.alerts.conftest import Shelf
from tests.xcms.alerts.letters import Letterbox
from tests.xcms.alerts.subscribers import subscribe
from xcms.alerts.runs import begin, is_dead
from xcms.alerts.sending import send_digests
from xcms.alerts.subscribing import confirm
from xcms.alerts.transport import MailServerError
from xcms.models import AlertAddress, AlertDelivery, AlertRun

pytestmark = pytest.mark.django_db

BAD, GOOD, LAST = "a-bad@example.com", "good@example.com", "z-last@example.com"
TODAY = date(2026, 3, 2)


@pytest.fixture
def three(shelf: Shelf, letterbox: Letterbox) -> Letterbox:
    for address in (BAD, GOOD, LAST):
        subscribe(address, "shelf", "a")
    shelf.put("a", "1", "甲书")
    return letterbox


def the_bad_one() -> AlertAddress:
    return AlertAddress.objects.get(email=BAD)


def wait_is_over() -> None:
    AlertAddress.objects.update(retry_at=None)


@pytest.mark.parametrize(
    "answer", ["550 5.1.1 <A-bad@example.com>: no such user", "451 4.7.1 try again later"]
)
def test_a_refused_recipient_stops_nobody_and_is_suspended_in_the_end(
    three: Letterbox, answer: str
) -> None:
    three.refuse[BAD] = answer

    run = send_digests(TODAY)

    assert three.count() == {GOOD: 1, LAST: 1}
    assert (run.sent, run.refused) == (2, 1)
    bad = the_bad_one()
    assert (bad.failures, bad.suspended_at) == (1, None)
    assert bad.retry_at is not None
    assert AlertDelivery.objects.get(address=bad).state == "refused"

    # Not at once again.
    assert send_digests(TODAY).refused == 0
    for number in range(1, 9):
        wait_is_over()
        send_digests(TODAY + timedelta(days=number))
    bad = the_bad_one()
    assert bad.failures == 5
    assert bad.suspended_at is not None
    assert answer[:3] in bad.reason
    assert BAD not in bad.reason.lower()
    assert three.count() == {GOOD: 1, LAST: 1}


def test_a_refusal_that_passes_loses_nothing(three: Letterbox, shelf: Shelf) -> None:
    three.refuse[BAD] = "451 later"
    send_digests(TODAY)
    three.refuse.clear()
    shelf.put("a", "2", "乙书")
    wait_is_over()

    send_digests(TODAY)

    (letter,) = three.to(BAD)
    assert "甲书" in letter.as_string() or "甲书" in str(letter.get_body(("plain",)).get_content())
    assert the_bad_one().failures == 0


def test_a_mail_refused_after_its_text_is_the_address_s_failure(three: Letterbox) -> None:
    three.refuse_data[BAD] = "554 5.7.1 looks like spam"

    run = send_digests(TODAY)

    assert three.count() == {GOOD: 1, LAST: 1}
    assert run.refused == 1
    assert "554" in the_bad_one().reason


def test_a_lost_connection_stops_nobody_and_the_mail_stays_the_same(three: Letterbox) -> None:
    three.hang_up_on.add(BAD)
    send_digests(TODAY)
    assert three.count() == {GOOD: 1, LAST: 1}
    delivery = AlertDelivery.objects.get(address=the_bad_one())
    # Perhaps the server has it: the claim stands.
    assert delivery.state == "sending"
    three.hang_up_on.clear()
    wait_is_over()

    send_digests(TODAY + timedelta(days=1))

    (letter,) = three.to(BAD)
    assert letter["Message-ID"] == delivery.message_id


def test_a_server_that_is_away_is_nobody_s_fault(three: Letterbox, settings: Any) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1

    with pytest.raises(CommandError):
        call_command("xcms_send_alerts", stdout=StringIO(), stderr=StringIO())

    assert set(AlertAddress.objects.values_list("failures", flat=True)) == {0}
    assert AlertRun.objects.get().message
    assert AlertRun.objects.get().slot is None
    settings.EMAIL_PORT = port
    send_digests(TODAY)
    assert three.count() == {BAD: 1, GOOD: 1, LAST: 1}


def test_a_server_that_refuses_everybody_is_nobody_s_fault(three: Letterbox, shelf: Shelf) -> None:
    for number in range(12):
        address = f"reader{number}@example.com"
        subscribe(address, "shelf", "b")
        three.refuse[address] = "554 relay access denied"
    for address in (BAD, GOOD, LAST):
        three.refuse[address] = "554 relay access denied"
    shelf.put("b", "1", "乙书")

    with pytest.raises(MailServerError):
        send_digests(TODAY)

    assert set(AlertAddress.objects.values_list("failures", flat=True)) == {0}


def test_whoever_confirms_again_gets_mail_again(three: Letterbox) -> None:
    bad = the_bad_one()
    AlertAddress.objects.filter(pk=bad.pk).update(
        suspended_at="2026-03-01T00:00Z", failures=5, reason="550"
    )
    send_digests(TODAY)
    assert three.count() == {GOOD: 1, LAST: 1}

    confirm(bad.subscriptions.get())
    send_digests(TODAY + timedelta(days=1))

    assert three.count() == {BAD: 1, GOOD: 1, LAST: 1}


def test_a_second_run_ends_with_a_sentence(three: Letterbox) -> None:
    begin(TODAY)
    out = StringIO()

    call_command("xcms_send_alerts", stdout=out)

    assert out.getvalue().strip()
    assert not three.letters


def test_a_run_is_dead_when_its_process_is_or_it_was_silent_for_long(db: None) -> None:
    run = begin(TODAY)
    assert not is_dead(run)
    # Another process has that number by now.
    run.process = f"{run.process.split()[0]} 12"
    assert is_dead(run)
    run.host = "elsewhere"
    assert not is_dead(run)
    run.beat_at -= timedelta(minutes=16)
    assert is_dead(run)
