"""Publishing a list page makes exactly its edition's filings public (design rules 1 and 2)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageLogEntry, PageViewRestriction

from notices.models import CertificateListPage
from registry.models import Certificate, EditionRow, Filing, ListEdition
from registry.services import editions
from registry.services.editions import PublicationRefusedError
from registry.services.filings import revoke_filing
from tests.factories import FilingFactory, RoundFactory
from tests.notices.pages import draft_list, publish, published_list
from xcms.versions import current_version

pytestmark = pytest.mark.django_db


def test_publishing_makes_exactly_the_agreed_filings_of_the_round_public(section: Any) -> None:
    round_ = RoundFactory()
    agreed = FilingFactory.create_batch(2, round=round_)
    FilingFactory(round=round_, pending=True)
    FilingFactory(round=RoundFactory(number=2))

    publish(draft_list(section, round_))

    assert set(Filing.objects.public()) == set(agreed)
    assert set(Certificate.objects.public()) == {filing.certificate for filing in agreed}


def test_a_draft_publishes_nothing(section: Any) -> None:
    round_ = RoundFactory()
    FilingFactory(round=round_)

    draft_list(section, round_)

    assert not Filing.objects.public().exists()
    assert not ListEdition.objects.exists()


def test_a_page_made_live_from_the_start_begins_as_a_draft(section: Any) -> None:
    FilingFactory(round=RoundFactory())
    page = CertificateListPage(title="名单", slug="list", round=RoundFactory(), live=True)

    section.add_child(instance=page)

    page.refresh_from_db()
    assert not page.live
    assert not ListEdition.objects.exists()


def test_unpublishing_hides_the_filings_and_moves_the_version_on(section: Any) -> None:
    page = published_list(section)
    before = current_version()

    page.unpublish()

    assert not Filing.objects.public().exists()
    assert not Certificate.objects.public().exists()
    assert current_version() > before


def test_publishing_again_after_unpublishing_shows_the_same_edition(section: Any) -> None:
    page = published_list(section)
    page.unpublish()

    publish(page)

    assert Filing.objects.public().count() == 1
    assert ListEdition.objects.count() == 1


@pytest.mark.parametrize("restricts_ancestor", [False, True])
def test_a_view_restriction_hides_the_filings_and_moves_the_version_on(
    section: Any, restricts_ancestor: bool
) -> None:
    page = published_list(section)
    before = current_version()

    restriction = PageViewRestriction.objects.create(
        page=section if restricts_ancestor else page, restriction_type="login"
    )

    assert not Filing.objects.public().exists()
    assert (restricted := current_version()) > before

    restriction.delete()

    assert Filing.objects.public().exists()
    assert current_version() > restricted


def test_moving_a_published_list_moves_the_version_on(section: Any, wagtail_root: Any) -> None:
    page = published_list(section)
    before = current_version()

    page.move(wagtail_root, pos="last-child")

    assert current_version() > before


def test_expiry_hides_the_filings_and_moves_the_version_on(section: Any) -> None:
    page = published_list(section)
    CertificateListPage.objects.filter(pk=page.pk).update(
        expire_at=timezone.now() - timedelta(minutes=1)
    )
    before = current_version()

    call_command("publish_scheduled")

    assert not Filing.objects.public().exists()
    assert current_version() > before


def test_publishing_the_same_rows_again_makes_no_new_edition(section: Any) -> None:
    page = published_list(section)

    publish(page, title="更名后的名单", change_note="更名。")

    assert ListEdition.objects.count() == 1
    assert CertificateListPage.objects.get().title == "更名后的名单"


def test_changed_rows_make_a_second_edition_and_leave_the_first_as_it_was(section: Any) -> None:
    page = published_list(section)
    first = ListEdition.objects.get()
    rows = list(first.rows.values_list("cells", flat=True))
    filing = Filing.objects.get()
    filing.fee = "300元/人"
    filing.save()

    publish(page, change_note="更正收费标准。")

    former, current = ListEdition.objects.order_by("number")
    assert (former.csv, former.digest) == (first.csv, first.digest)
    assert list(former.rows.values_list("cells", flat=True)) == rows
    assert (current.number, current.change_note) == (2, "更正收费标准。")
    assert "300元/人" in current.csv


def test_changed_rows_without_a_change_note_are_refused(section: Any) -> None:
    page = published_list(section)
    FilingFactory(round=page.round)

    with pytest.raises(PublicationRefusedError):
        publish(page)

    assert ListEdition.objects.count() == 1
    assert Filing.objects.public().count() == 1


def test_a_change_note_serves_one_edition_only(section: Any) -> None:
    page = published_list(section)
    FilingFactory(round=page.round)
    page = publish(page, change_note="补充一个证书。")
    FilingFactory(round=page.round)

    with pytest.raises(PublicationRefusedError):
        publish(page)


def test_a_row_added_later_stays_unseen_until_the_list_is_published_again(section: Any) -> None:
    page = published_list(section)
    added = FilingFactory(round=page.round)
    assert added not in Filing.objects.public()

    publish(page, change_note="补充一个证书。")

    assert added in Filing.objects.public()


def test_a_revoked_filing_stays_in_its_edition_and_leaves_the_next(section: Any) -> None:
    page = published_list(section, filings=2)
    revoked = Filing.objects.first()
    assert revoked is not None
    revoke_filing(revoked, on=date(2020, 7, 1), basis="通知第三条", acting_user=None)
    assert revoked in Filing.objects.public()

    publish(page, change_note="撤销一个证书。")

    assert revoked not in Filing.objects.public()
    assert ListEdition.objects.get(number=1).rows.count() == 2


def test_rows_changed_since_the_draft_was_saved_are_refused(section: Any) -> None:
    round_ = RoundFactory()
    filing = FilingFactory(round=round_)
    page = draft_list(section, round_)
    filing.fee = "1000元/人"
    filing.save()

    with pytest.raises(PublicationRefusedError, match="在保存草稿后已有变动"):
        page.get_latest_revision().publish()

    page.refresh_from_db()
    assert not page.live
    assert not ListEdition.objects.exists()


def test_a_list_without_agreed_filings_is_refused(section: Any) -> None:
    round_ = RoundFactory()
    FilingFactory(round=round_, pending=True)

    with pytest.raises(PublicationRefusedError):
        publish(draft_list(section, round_))

    assert not CertificateListPage.objects.get().live


def test_a_list_without_a_round_is_refused(section: Any) -> None:
    with pytest.raises(PublicationRefusedError, match="请先选择轮次"):
        draft_list(section).get_latest_revision().publish()


def test_an_error_while_the_edition_is_written_leaves_the_page_unpublished(
    section: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = RoundFactory()
    FilingFactory(round=round_)
    page = draft_list(section, round_)

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(editions.EditionRow.objects, "bulk_create", fail)
    with pytest.raises(OSError, match="disk full"):
        page.get_latest_revision().publish()

    page.refresh_from_db()
    assert not page.live
    assert not ListEdition.objects.exists()
    assert not EditionRow.objects.exists()


def test_an_error_while_a_later_edition_is_written_leaves_the_former_public(
    section: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = published_list(section)
    FilingFactory(round=page.round)

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(editions.EditionRow.objects, "bulk_create", fail)
    with pytest.raises(OSError, match="disk full"):
        publish(page, title="新名单", change_note="补充。")

    page.refresh_from_db()
    assert (page.live, page.title) == (True, "第一轮备案证书名单")
    assert Filing.objects.public().count() == 1


def test_the_publisher_stands_in_the_edition(section: Any, admin_user: Any) -> None:
    round_ = RoundFactory()
    FilingFactory(round=round_)

    publish(draft_list(section, round_), user=admin_user)

    assert ListEdition.objects.get().published_by == admin_user


def _schedule(page: CertificateListPage) -> None:
    """Approve the page's draft for a moment that has come."""
    page = page.get_latest_revision_as_object()
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    past = timezone.now() - timedelta(minutes=1)
    revision.refresh_from_db()
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()


def test_scheduled_publishing_writes_the_edition_when_its_time_has_come(section: Any) -> None:
    round_ = RoundFactory()
    FilingFactory(round=round_)
    page = draft_list(section, round_)
    _schedule(page)
    page.refresh_from_db()
    assert not page.live
    assert not ListEdition.objects.exists()

    call_command("publish_scheduled")

    page.refresh_from_db()
    assert page.live
    assert Filing.objects.public().count() == 1


def test_a_refused_schedule_is_told_in_the_history_and_other_pages_go_live(section: Any) -> None:
    first, second = RoundFactory(), RoundFactory(number=2)
    FilingFactory(round=first)
    FilingFactory(round=second)
    stale = draft_list(section, first)
    fine = draft_list(section, second, title="第二轮备案证书名单", slug="round-2")
    _schedule(stale)
    _schedule(fine)
    FilingFactory(round=first)

    call_command("publish_scheduled")

    stale.refresh_from_db()
    fine.refresh_from_db()
    assert (stale.live, fine.live) == (False, True)
    entry = PageLogEntry.objects.get(page=stale, action="xcms_notices.publication_refused")
    assert "在保存草稿后已有变动" in entry.message
    assert stale.scheduled_revision is None


def test_reverting_to_an_older_revision_alters_no_edition(section: Any) -> None:
    page = published_list(section)
    old = page.get_latest_revision()
    FilingFactory(round=page.round)
    publish(page, change_note="补充。", title="新名单")
    frozen = list(ListEdition.objects.order_by("number").values_list("number", "csv"))

    with pytest.raises(PublicationRefusedError):
        old.publish()

    assert list(ListEdition.objects.order_by("number").values_list("number", "csv")) == frozen
    page.refresh_from_db()
    assert page.title == "新名单"


def test_a_copy_is_a_draft_without_a_round(section: Any) -> None:
    page = published_list(section)

    copy = page.copy(update_attrs={"slug": "copy", "title": "副本"}, keep_live=True)

    copy.refresh_from_db()
    assert (copy.live, copy.round, copy.first_published_at) == (False, None, None)
    assert ListEdition.objects.count() == 1
    assert copy.get_latest_revision_as_object().round is None


def test_an_alias_carries_no_round_and_alters_no_edition(section: Any) -> None:
    page = published_list(section)

    alias = page.create_alias(update_slug="alias")
    publish(page, title="更名后的名单", change_note="更名。")

    alias = CertificateListPage.objects.get(pk=alias.pk)
    assert (alias.live, alias.round, alias.title) == (True, None, "更名后的名单")
    assert ListEdition.objects.count() == 1


def test_a_page_that_has_published_keeps_its_round(section: Any) -> None:
    page = published_list(section)
    other = RoundFactory(number=2)
    FilingFactory(round=other)

    with pytest.raises(ValidationError, match="不能更换轮次"):
        publish(page, round=other)

    page.refresh_from_db()
    assert page.round.number == 1
