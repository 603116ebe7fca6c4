"""Who hears of a text at a step by e-mail, and what a mail server that fails does: nothing."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from wagtail.users.models import UserProfile

from tests.notices.sign_off.office import Office, client_of, edit_url, fresh, posted, step_url

pytestmark = pytest.mark.django_db


def letters_to(user: User) -> list[Any]:
    return [letter for letter in mail.outbox if user.email in letter.to]


def submit(office: Office, page: Any, writer: User, capture: Any) -> None:
    with capture(execute=True):
        client_of(writer).post(edit_url(page), posted(page, **{"action-submit": "1"}))


def test_the_step_s_people_get_a_letter_with_title_day_and_way_and_nobody_else(
    office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    page = office.draft(title="关于“试点” <b> & 通知")
    submit(office, page, office.writer, django_capture_on_commit_callbacks)
    [letter] = letters_to(office.reviewer)
    assert "关于“试点” <b> & 通知" in letter.subject
    assert "关于“试点” <b> & 通知" in letter.body
    assert edit_url(page) in letter.body
    assert str(page.current_workflow_task_state.due_on.day) in letter.body
    assert letters_to(office.signer) == letters_to(office.writer) == []


def test_the_writer_among_the_signers_gets_no_letter(
    office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    both = office.member("兼职", "编辑", "签发")
    page = office.submitted(both)
    with django_capture_on_commit_callbacks(execute=True):
        client_of(office.reviewer).post(step_url(page))
    assert len(letters_to(office.signer)) == 1
    assert letters_to(both) == []


def test_the_writer_hears_of_the_end_in_chinese(
    office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    page = office.at_signing()
    with django_capture_on_commit_callbacks(execute=True):
        client_of(office.signer).post(step_url(page, "reject"), {"comment": "文号有误"})
    [letter] = letters_to(office.writer)
    assert "文号有误" in letter.body
    assert "页面" in letter.subject
    page = office.at_signing()
    with django_capture_on_commit_callbacks(execute=True):
        client_of(office.signer).post(step_url(page))
    assert "批准" in letters_to(office.writer)[-1].subject


def test_who_opted_out_left_or_has_no_address_gets_none(
    office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    opted, left, bare = (office.member(name, "审核") for name in ("不收", "离岗", "无址"))
    profile = UserProfile.get_for_user(opted)
    profile.submitted_notifications = False
    profile.save()
    User.objects.filter(pk=left.pk).update(is_active=False)
    User.objects.filter(pk=bare.pk).update(email="")
    submit(office, office.draft(), office.writer, django_capture_on_commit_callbacks)
    assert letters_to(opted) == letters_to(left) == []
    assert len(letters_to(office.reviewer)) == 1


class NoServer:
    def __init__(self, **_kwargs: Any) -> None:
        pass

    def open(self) -> None:
        raise OSError("no such host")

    def close(self) -> None:
        pass

    def send_messages(self, _messages: Any) -> int:
        raise OSError("no such host")


def test_a_mail_server_that_is_away_stops_nobody(
    office: Office, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"
    page = office.draft()
    submit(office, page, office.writer, django_capture_on_commit_callbacks)
    for user in (office.reviewer, office.signer):
        with django_capture_on_commit_callbacks(execute=True):
            assert client_of(user).post(step_url(fresh(page))).status_code == 302
    assert fresh(page).live


def test_what_was_taken_back_is_told_to_nobody(office: Office) -> None:
    from django.db import transaction

    page = office.draft()
    with transaction.atomic():
        page.get_workflow().start(page, office.writer)
        transaction.set_rollback(True)
    assert mail.outbox == []
