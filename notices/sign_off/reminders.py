"""One e-mail a day to each person for whom something is due.

A row claims the letter before it is sent and is marked after. A killed run leaves a claim without a mark: the next
run takes it up as soon as the process is gone. So everybody gets the letter; twice only if the process dies
between the mail server's yes and the mark.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from wagtail.admin.admin_url_finder import AdminURLFinder

from notices.models.sign_off import SentReminder
from notices.sign_off.dates import due_in_words
from notices.sign_off.due import DueText, due_for_people
from xcms.days import shanghai_today
from xcms.imports.owners import is_alive, is_on_this_host, this_process

logger = logging.getLogger("xcms.sign_off")

#: A process of another machine that has not said anything for so long is gone.
_SILENCE = timedelta(minutes=10)
#: Letters of long ago say nothing any more.
_KEPT = timedelta(days=90)


@dataclass(slots=True)
class Outcome:
    sent: int = 0
    before: int = 0
    failed: int = 0


def send_reminders(today: date | None = None) -> Outcome:
    """Send what has not been sent today. A letter that fails does not stop the others; the next run tries again."""
    today = today or shanghai_today()
    outcome = Outcome()
    SentReminder.objects.filter(day__lt=today - _KEPT).delete()
    for user, texts in due_for_people(today):
        claim = _claim(user, today)
        if claim is None:
            outcome.before += 1
            continue
        try:
            _send(user, texts, today)
        except Exception:
            logger.exception("Reminder failed", extra={"user": user.pk})
            claim.delete()
            outcome.failed += 1
            continue
        claim.owner, claim.sent_at = "", timezone.now()
        claim.save(update_fields=["owner", "sent_at"])
        outcome.sent += 1
    return outcome


def _claim(user: Any, day: date) -> SentReminder | None:
    """The right to send this letter; None where it was sent, or somebody else is sending it."""
    try:
        with transaction.atomic():
            return SentReminder.objects.create(user=user, day=day, owner=this_process())
    except IntegrityError:
        pass
    left = SentReminder.objects.filter(user=user, day=day, sent_at=None).first()
    if left is None or not _is_gone(left):
        return None
    # Two runs may find the same one: the first to put its name there has it.
    taken = SentReminder.objects.filter(pk=left.pk, sent_at=None, owner=left.owner).update(
        owner=this_process(), claimed_at=timezone.now()
    )
    return SentReminder.objects.get(pk=left.pk) if taken else None


def _is_gone(claim: SentReminder) -> bool:
    if is_on_this_host(claim.owner):
        return claim.owner != this_process() and not is_alive(claim.owner)
    return claim.claimed_at < timezone.now() - _SILENCE


def _send(user: Any, texts: Sequence[DueText], today: date) -> None:
    with translation.override(user.wagtail_userprofile.get_preferred_language()):
        find = AdminURLFinder(user)
        context = {
            "user": user,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "today": today,
            "overdue": sum(text.due_on < today for text in texts),
            "texts": [
                {
                    "title": text.title,
                    "task": text.task,
                    "due_on": text.due_on,
                    "left": due_in_words(text.due_on, today),
                    "url": find.get_edit_url(text.obj),
                }
                for text in texts
            ],
            "base_url": str(getattr(settings, "WAGTAILADMIN_BASE_URL", "") or "").rstrip("/"),
        }
        subject = render_to_string("xcms_notices/mail/reminder_subject.txt", context)
        body = render_to_string("xcms_notices/mail/reminder.txt", context)
    mail.EmailMessage(
        " ".join(subject.split()),
        body,
        getattr(settings, "WAGTAILADMIN_NOTIFICATION_FROM_EMAIL", None),
        [user.email],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
