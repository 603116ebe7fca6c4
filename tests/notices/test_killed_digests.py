"""Digests of a section reach a real mail server once each, also when the task is killed and run again."""

import os
import signal
import subprocess
import sys
import threading
from typing import Any

import pytest
from django.core.management import call_command

from tests.at_once import at_once
from tests.killed import database_url, run_until_killed
from tests.notices.pages import make_notice, make_section
from tests.xcms.alerts.conftest import letterbox  # noqa: F401  a fixture
from tests.xcms.alerts.letters import Letterbox, text_of
from tests.xcms.alerts.subscribers import subscribe
from xcms.alerts.runs import AlreadyRunningError
from xcms.alerts.sending import send_digests
from xcms.models import AlertDelivery, AlertRun

SEND = """
from django.core.management import call_command
call_command("xcms_send_alerts")
"""
PEOPLE = [f"reader{number}@example.com" for number in range(6)]
ONCE = dict.fromkeys(PEOPLE, 1)


@pytest.fixture
def subscribers(
    wagtail_root: Any,
    letterbox: Letterbox,  # noqa: F811
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Letterbox:
    """Six readers of a section in which a notice has appeared."""
    monkeypatch.setenv("EMAIL_URL", f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")
    section = make_section(wagtail_root)
    for address in PEOPLE:
        subscribe(address, "section", str(section.pk))
    make_notice(section, title="第二轮申报通知")
    return letterbox


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("module", "attribute", "call", "accepted"),
    [
        # Before the server is spoken to at all.
        ("xcms.alerts.transport", "get_connection", 1, 0),
        # Two have theirs; the third is claimed and composed, and not handed over.
        ("smtplib", "SMTP.sendmail", 3, 2),
        # Two are marked as accepted; that the news of the second are told isn't written down.
        ("xcms.alerts.sending", "settle", 2, 2),
        # Everything is marked; the run itself isn't over.
        ("xcms.alerts.sending", "end", 1, 6),
    ],
)
def test_a_killed_task_that_is_run_again_sends_each_mail_once(
    subscribers: Letterbox, module: str, attribute: str, call: int, accepted: int
) -> None:
    run_until_killed(SEND, module=module, attribute=attribute, call=call)
    assert len(subscribers.letters) == accepted

    call_command("xcms_send_alerts")

    assert subscribers.count() == ONCE
    assert set(AlertDelivery.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.django_db(transaction=True)
def test_a_mail_accepted_and_not_marked_comes_again_as_the_same_mail(
    subscribers: Letterbox,
) -> None:
    """The one moment in which nobody can know: a mail twice, known by its Message-ID, rather than none."""
    run_until_killed(SEND, module="xcms.alerts.sending", attribute="mark_accepted", call=2)
    assert len(subscribers.letters) == 2

    run = send_digests()

    assert subscribers.once_each() == ONCE
    (twice,) = [address for address, count in subscribers.count().items() if count == 2]
    first, second = subscribers.to(twice)
    assert first["Message-ID"] == second["Message-ID"]
    assert text_of(first) == text_of(second)
    assert run.repeated == 1


@pytest.mark.django_db(transaction=True)
def test_a_task_killed_again_and_again_reaches_everybody_once(subscribers: Letterbox) -> None:
    """Killed by the server itself at the worst moment: it has the mail, and its answer is not sent yet."""
    for number in (2, 4):
        task = subprocess.Popen(
            [sys.executable, "manage.py", "xcms_send_alerts"],
            env={**os.environ, "DATABASE_URL": database_url()},
        )

        def kill(_recipient: str, task: Any = task, number: int = number) -> None:
            if len(subscribers.letters) == number:
                task.send_signal(signal.SIGKILL)
                task.wait(60)

        subscribers.accepted = kill
        assert task.wait(60) == -signal.SIGKILL
    subscribers.accepted = lambda _recipient: None

    call_command("xcms_send_alerts")

    assert subscribers.once_each() == ONCE
    # At most one more for each time that it was killed.
    assert len(subscribers.letters) <= len(PEOPLE) + 2
    call_command("xcms_send_alerts")
    assert subscribers.once_each() == ONCE


@pytest.mark.django_db(transaction=True)
def test_of_two_tasks_at_once_one_sends(subscribers: Letterbox) -> None:
    """The second finds the first one in the middle of its work."""
    arrived, go_on = threading.Event(), threading.Event()

    def hold(_recipient: str) -> None:
        arrived.set()
        go_on.wait(30)

    def first() -> Any:
        return send_digests()

    def second() -> Any:
        arrived.wait(30)
        try:
            return send_digests()
        finally:
            go_on.set()

    subscribers.accepted = hold
    results = at_once(first, second, refusals=(AlreadyRunningError,))

    assert sorted(type(result).__name__ for result in results) == [
        "AlertRun",
        "AlreadyRunningError",
    ]
    assert subscribers.count() == ONCE
    assert AlertRun.objects.get().sent == 6
