"""``xcms_remind``: what is due, to those who may act, once a day, whatever fails or is killed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from notices.models import SentReminder, SignOffTaskState
from notices.sign_off.reminders import send_reminders
from tests.notices.sign_off.office import Office
from xcms.days import shanghai_today
from xcms.imports.owners import this_process

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 1)


def due(page: Any, day: date) -> Any:
    SignOffTaskState.objects.filter(pk=page.current_workflow_task_state.pk).update(due_on=day)
    return page


def addressed() -> list[str]:
    return sorted(address for letter in mail.outbox for address in letter.to)


@pytest.fixture
def desk(office: Office) -> Office:
    """Something overdue at signing; due today at review; due tomorrow; and not at a step any more."""
    due(office.at_signing(title="逾期的通知"), TODAY - timedelta(days=1))
    due(office.submitted(title="今天的通知"), TODAY)
    due(office.submitted(title="明天的通知"), TODAY + timedelta(days=1))
    gone = due(office.submitted(title="撤回的通知"), TODAY)
    gone.current_workflow_state.cancel(user=office.writer)
    mail.outbox.clear()
    return office


def test_each_gets_what_is_theirs_and_nobody_else_anything(desk: Office) -> None:
    send_reminders(TODAY)
    assert addressed() == sorted([desk.reviewer.email, desk.signer.email])
    by_address = {letter.to[0]: letter for letter in mail.outbox}
    signers = by_address[desk.signer.email]
    assert "逾期的通知" in signers.body
    assert "今天的通知" not in signers.body
    assert "/admin/pages/" in signers.body
    reviewers = by_address[desk.reviewer.email].body
    assert "今天的通知" in reviewers
    assert "明天的通知" not in reviewers
    assert "撤回的通知" not in reviewers


def test_the_writer_among_the_signers_is_not_reminded_of_the_own_text(office: Office) -> None:
    both = office.member("兼职", "编辑", "签发")
    due(office.at_signing(both), TODAY)
    mail.outbox.clear()
    send_reminders(TODAY)
    assert addressed() == [office.signer.email]


def test_superusers_hear_of_it_as_wagtails_setting_says(
    desk: Office, admin_user: User, settings: Any
) -> None:
    settings.WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
    send_reminders(TODAY)
    assert admin_user.email not in addressed()
    settings.WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = True
    send_reminders(TODAY)
    assert admin_user.email in addressed()


def test_once_a_day(desk: Office) -> None:
    first, second = send_reminders(TODAY), send_reminders(TODAY)
    assert (first.sent, second.sent, second.before) == (2, 0, 2)
    assert len(mail.outbox) == 2
    assert send_reminders(TODAY + timedelta(days=1)).sent == 2


class OneBadAddress(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        if any("broken@" in address for message in messages for address in message.to):
            raise OSError("550 no such user")
        return int(super().send_messages(messages))


def test_a_broken_address_does_not_stop_the_others_and_is_tried_again(
    desk: Office, settings: Any
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.OneBadAddress"
    User.objects.filter(pk=desk.reviewer.pk).update(email="broken@example.com")
    assert send_reminders(TODAY).failed == 1
    assert addressed() == [desk.signer.email]
    User.objects.filter(pk=desk.reviewer.pk).update(email="well@example.com")
    send_reminders(TODAY)
    assert addressed() == sorted([desk.signer.email, "well@example.com"])


def test_the_command_says_that_some_failed(office: Office, settings: Any) -> None:
    due(office.at_signing(), shanghai_today())
    settings.EMAIL_BACKEND = f"{__name__}.OneBadAddress"
    User.objects.filter(pk=office.signer.pk).update(email="broken@example.com")
    with pytest.raises(CommandError):
        call_command("xcms_remind")


def test_a_killed_run_is_taken_up_by_the_next(desk: Office) -> None:
    host, _pid, _start = this_process().split("|")
    SentReminder.objects.create(user=desk.signer, day=TODAY, owner=f"{host}|999999999|1")
    send_reminders(TODAY)
    assert addressed() == sorted([desk.reviewer.email, desk.signer.email])


def test_what_another_machine_is_sending_is_left_to_it_for_a_while(desk: Office) -> None:
    claim = SentReminder.objects.create(user=desk.signer, day=TODAY, owner="elsewhere|1|1")
    assert send_reminders(TODAY).before == 1
    claim.claimed_at = timezone.now() - timedelta(minutes=11)
    claim.save()
    assert send_reminders(TODAY).sent == 1
    assert addressed() == sorted([desk.reviewer.email, desk.signer.email])


def test_nothing_due_is_no_letter(office: Office, capsys: Any) -> None:
    call_command("xcms_remind")
    call_command("xcms_remind", working_days_only=True)
    assert mail.outbox == []
    assert not SentReminder.objects.exists()


def test_its_cost_hangs_on_people_and_steps_not_on_texts(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        due(office.submitted(title=f"通知{number}"), TODAY)
    with django_assert_max_num_queries(25):
        send_reminders(TODAY)
