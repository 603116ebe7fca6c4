"""A published list never changes; visibility follows publication (design rules 1 and 2)."""

import csv
import hashlib
import io
from datetime import date
from typing import Any

import pytest
from wagtail.models import Page, PageViewRestriction

from registry.models import Certificate, EditionRow, Filing, ListEdition, Organization, Round
from registry.models.append_only import AppendOnlyError
from registry.services.edition_diffs import compare
from registry.services.editions import (
    PublicationRefusedError,
    draft_edition,
    publish_edition,
)
from registry.services.filings import revoke_filing
from tests.factories import FilingFactory, RoundFactory
from xcms.versions import current_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(wagtail_root: Any) -> Page:
    return wagtail_root.add_child(instance=Page(title="第一轮名单", slug="round-1"))


@pytest.fixture
def first_round() -> Round:
    return RoundFactory()


def publish(round_: Round, page: Page, *, note: str = "") -> ListEdition:
    return publish_edition(
        round_,
        page=page,
        expected_digest=draft_edition(round_).digest,
        change_note=note,
        acting_user=None,
    )


def test_publishing_makes_exactly_the_agreed_filings_public(page: Page, first_round: Round) -> None:
    agreed = FilingFactory(round=first_round)
    FilingFactory(round=first_round, pending=True)
    other_round = FilingFactory(round=RoundFactory(number=2))

    publish(first_round, page)

    assert list(Filing.objects.public()) == [agreed]
    assert list(Certificate.objects.public()) == [agreed.certificate]
    assert list(Organization.objects.public()) == [agreed.certificate.organization]
    assert other_round not in Filing.objects.public()


def test_nothing_is_public_before_publication(first_round: Round) -> None:
    FilingFactory(round=first_round)

    assert not Filing.objects.public().exists()
    assert not Certificate.objects.public().exists()


def test_unpublishing_the_page_hides_them_again(page: Page, first_round: Round) -> None:
    FilingFactory(round=first_round)
    publish(first_round, page)

    page.unpublish()

    assert not Filing.objects.public().exists()
    assert ListEdition.objects.count() == 1


def test_a_restriction_on_an_ancestor_hides_them(
    page: Page, first_round: Round, wagtail_root: Any
) -> None:
    FilingFactory(round=first_round)
    publish(first_round, page)

    PageViewRestriction.objects.create(page=wagtail_root, restriction_type="login")

    assert not Filing.objects.public().exists()


def test_a_row_added_later_waits_for_the_next_edition(page: Page, first_round: Round) -> None:
    FilingFactory(round=first_round)
    publish(first_round, page)

    late = FilingFactory(round=first_round)
    assert late not in Filing.objects.public()

    publish(first_round, page, note="增补一项")
    assert late in Filing.objects.public()


def test_a_row_revoked_later_stays_public_beside_its_mark(page: Page, first_round: Round) -> None:
    filing = FilingFactory(round=first_round)
    edition = publish(first_round, page)
    before = edition.csv_bytes()

    revoke_filing(filing, on=date(2020, 9, 1), basis="通知第六条", acting_user=None)

    assert filing in Filing.objects.public()
    assert ListEdition.objects.get().csv_bytes() == before
    row = EditionRow.objects.public().with_filings().get()
    assert (row.revoked_on, row.revocation_basis) == (date(2020, 9, 1), "通知第六条")


def test_the_digest_is_that_of_the_offered_file(page: Page, first_round: Round) -> None:
    FilingFactory(round=first_round)

    edition = publish(first_round, page)

    assert hashlib.sha256(edition.csv_bytes()).hexdigest() == edition.digest
    assert edition.csv_bytes().startswith(b"\xef\xbb\xbf")


def test_the_file_is_safe_in_a_spreadsheet(first_round: Round) -> None:
    FilingFactory(round=first_round, fee="=1+1")

    (_header, row) = csv.reader(io.StringIO(draft_edition(first_round).csv))

    assert "'=1+1" in row


def test_the_same_rows_again_make_no_new_edition(page: Page, first_round: Round) -> None:
    FilingFactory(round=first_round)
    first = publish(first_round, page)

    assert publish(first_round, page, note="无变化") == first
    assert ListEdition.objects.count() == 1


def test_a_changed_list_needs_a_change_note(page: Page, first_round: Round) -> None:
    FilingFactory(round=first_round)
    publish(first_round, page)
    FilingFactory(round=first_round)

    with pytest.raises(PublicationRefusedError, match="变更说明"):
        publish(first_round, page)

    assert publish(first_round, page, note="增补一项").number == 2


def test_rows_changed_since_sign_off_are_refused(page: Page, first_round: Round) -> None:
    filing = FilingFactory(round=first_round)
    signed = draft_edition(first_round).digest
    filing.fee = "300元/人"
    filing.save()

    with pytest.raises(PublicationRefusedError, match="已有变动"):
        publish_edition(
            first_round, page=page, expected_digest=signed, change_note="", acting_user=None
        )

    assert not ListEdition.objects.exists()


def test_an_empty_list_is_refused(page: Page, first_round: Round) -> None:
    version = current_version()

    with pytest.raises(PublicationRefusedError, match="没有可公布的内容"):
        publish(first_round, page)

    assert current_version() == version


def test_a_round_s_list_stays_on_its_page(
    page: Page, first_round: Round, wagtail_root: Any
) -> None:
    FilingFactory(round=first_round)
    publish(first_round, page)
    other = wagtail_root.add_child(instance=Page(title="另一页", slug="other"))

    with pytest.raises(PublicationRefusedError, match="另一页面"):
        publish(first_round, other)


def test_former_editions_stay_as_they_were(page: Page, first_round: Round) -> None:
    filing = FilingFactory(round=first_round)
    first = publish(first_round, page)
    frozen = (first.csv, first.digest, [row.cells for row in first.rows.all()])

    filing.fee = "300元/人"
    filing.save()
    publish(first_round, page, note="收费标准更正")

    first = ListEdition.objects.get(number=1)
    assert (first.csv, first.digest, [row.cells for row in first.rows.all()]) == frozen


def test_editions_compare_as_added_changed_and_removed(page: Page, first_round: Round) -> None:
    kept, changed, dropped = (FilingFactory(round=first_round) for _ in range(3))
    first = publish(first_round, page)
    changed.fee = "300元/人"
    changed.save()
    revoke_filing(dropped, on=date(2020, 9, 1), basis="通知第六条", acting_user=None)
    added = FilingFactory(round=first_round)

    diff = compare(first, publish(first_round, page, note="调整"))

    assert [row.name for row in diff.added] == [added.certificate.name]
    assert [row.after.key for row in diff.changed] == [changed.pk]
    assert diff.changed[0].columns == [("考证收费标准", "200元/人", "300元/人")]
    assert [row.name for row in diff.removed] == [dropped.certificate.name]
    assert kept.certificate.name not in str(diff)


def test_editions_and_rows_are_never_changed_or_deleted(page: Page, first_round: Round) -> None:
    FilingFactory(round=first_round)
    edition = publish(first_round, page)
    row = edition.rows.get()

    for attempt in (
        edition.save,
        edition.delete,
        row.save,
        row.delete,
        ListEdition.objects.all().delete,
        lambda: ListEdition.objects.update(csv=""),
        lambda: EditionRow.objects.update(cells=[]),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


def test_public_filings_cost_a_fixed_number_of_queries(
    page: Page,
    first_round: Round,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(5):
        FilingFactory(round=first_round)
    publish(first_round, page)

    with django_assert_num_queries(2):
        assert len(Filing.objects.public()) == 5
