"""Services and imports leave a trace of what they hide; what they leave alone leaves none."""

from typing import Any

import pytest
from django.db import IntegrityError

from registry.models import Approval, ApprovalDecision, ContactPoint, ListChange, Withdrawal
from registry.services.approval_undo import take_back
from tests.factories import ContactFactory, FilingFactory, OrganizationFactory, grant
from tests.registry.publication import public_filing, publish
from xcms.importing.undo import remove
from xcms.models import Tombstone
from xcms.versions import current_version, register_write

pytestmark = pytest.mark.django_db


def test_publishing_notes_the_list_once_at_its_version(wagtail_root: Any) -> None:
    filing = FilingFactory()
    page = publish(filing.round)
    (change,) = ListChange.objects.all()
    assert (change.round, change.recorded_version) == (filing.round, current_version())
    publish(filing.round, page)
    assert ListChange.objects.count() == 2


def test_an_ordinary_save_notes_nothing(wagtail_root: Any) -> None:
    filing = public_filing()
    contact = ContactFactory(kind="organization", organization=filing.certificate.organization)
    for record in (contact, filing, filing.certificate, filing.round, filing.round.batch):
        record.save()
    assert not Withdrawal.objects.exists()


def test_hiding_what_nobody_saw_notes_nothing(wagtail_root: Any) -> None:
    contact = ContactFactory(kind="organization", organization=OrganizationFactory())
    contact.is_public = False
    contact.save()
    assert not Withdrawal.objects.exists()


def test_records_removed_at_once_say_whether_they_were_public(wagtail_root: Any) -> None:
    shown, hidden = ContactFactory(), ContactFactory(is_public=False)
    with register_write() as version:
        remove(ContactPoint, [shown.pk, hidden.pk], version)
    assert dict(Tombstone.objects.values_list("public_id", "was_public")) == {
        shown.public_id: True,
        hidden.public_id: False,
    }


def test_a_refused_save_notes_nothing(wagtail_root: Any) -> None:
    contact = ContactFactory()
    contact.is_public, contact.phone = False, ""
    with pytest.raises(IntegrityError, match="reachable"), register_write():
        contact.save()
    assert not Withdrawal.objects.exists()


def test_lines_whose_import_is_taken_back_are_stamped(wagtail_root: Any) -> None:
    line: Approval = grant()
    decisions = list(ApprovalDecision.objects.values_list("pk", flat=True))
    with register_write() as version:
        take_back(decisions, version=version, acting_user=None)
    line.refresh_from_db()
    assert line.recorded_version == version
