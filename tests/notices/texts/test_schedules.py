"""A text that goes live by itself, at its time: kept, or refused and told."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from notices.models import NoticePage, TextEdition
from tests.notices.pages import make_notice
from tests.notices.texts import texts

pytestmark = pytest.mark.django_db


def schedule(page: Any, note: str = "", **changes: Any) -> Revision:
    """Approve a draft with these changes for a moment that has come."""
    page = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(page, name, value)
    page.change_note = note
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision: Revision = page.save_revision()
    revision.publish()
    past = timezone.now() - timedelta(minutes=1)
    revision.refresh_from_db()
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    return revision


def test_a_first_text_is_kept_when_its_time_has_come_and_not_before(section: Any) -> None:
    page = NoticePage(title="申报通知", slug="notice", live=False)
    section.add_child(instance=page)
    page.save_revision()
    schedule(page)
    assert not TextEdition.objects.exists()
    before = timezone.now()

    call_command("publish_scheduled")

    page.refresh_from_db()
    edition = TextEdition.objects.get()
    assert page.live
    assert edition.published_at >= before
    assert page.first_published_at
    assert page.first_published_at >= before


def test_a_scheduled_correction_is_kept_with_its_note(section: Any) -> None:
    page = make_notice(section)
    schedule(page, "更正标题。", title="更正的通知")
    assert texts(page) == [(1, "")]

    call_command("publish_scheduled")

    page.refresh_from_db()
    assert page.title == "更正的通知"
    assert texts(page) == [(1, ""), (2, "更正标题。")]


def test_a_refused_schedule_is_told_in_the_history_and_other_pages_go_live(section: Any) -> None:
    refused, fine = make_notice(section), make_notice(section, slug="fine")
    schedule(refused, title="更正的通知")
    schedule(fine, "更正标题。", title="更正的通知")

    call_command("publish_scheduled")

    assert texts(refused) == [(1, "")]
    assert texts(fine) == [(1, ""), (2, "更正标题。")]
    entry = PageLogEntry.objects.get(page=refused, action="xcms_notices.publication_refused")
    assert refused.title in entry.message
    refused.refresh_from_db()
    assert (refused.title, refused.scheduled_revision) == ("申报通知", None)


def test_a_schedule_that_the_rules_refuse_does_not_stop_the_others(section: Any) -> None:
    first, fine = make_notice(section), make_notice(section, slug="fine")
    revision = schedule(first, "废止。", validity="repealed", validity_date=date(2021, 1, 1))
    revision.content["validity_date"] = None
    revision.save()
    schedule(fine, "更正标题。", title="更正的通知")

    call_command("publish_scheduled")

    assert texts(first) == [(1, "")]
    assert texts(fine)[-1] == (2, "更正标题。")
