"""Two editors publish the same list at the same moment: one edition, the same for both."""

from typing import Any

import pytest

from notices.models import CertificateListPage
from registry.models import Filing, ListEdition
from registry.services.editions import PublicationRefusedError
from tests.at_once import at_once
from tests.factories import FilingFactory, RoundFactory
from tests.notices.pages import draft_list, published_list

pytestmark = pytest.mark.django_db(transaction=True)


def _publish_at_once(revisions: list[Any]) -> list[Any]:
    """What each publication came to: None, or its refusal."""
    return at_once(
        *(revision.publish for revision in revisions), refusals=(PublicationRefusedError,)
    )


def test_two_editors_publishing_at_once_make_one_edition(section: Any) -> None:
    round_ = RoundFactory()
    FilingFactory.create_batch(3, round=round_)
    page = draft_list(section, round_)
    drafts = [page.save_revision() for _ in range(2)]

    outcomes = _publish_at_once(drafts)

    assert outcomes == [None, None]
    assert ListEdition.objects.count() == 1
    assert Filing.objects.public().count() == 3


def test_two_editors_publishing_a_change_at_once_make_one_new_edition(section: Any) -> None:
    page = published_list(section)
    FilingFactory(round=page.round)
    drafts = []
    for note in ["补充一个证书。", "增补证书。"]:
        draft = CertificateListPage.objects.get(pk=page.pk)
        draft.change_note = note
        drafts.append(draft.save_revision())

    outcomes = _publish_at_once(drafts)

    assert outcomes == [None, None]
    assert list(ListEdition.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert Filing.objects.public().count() == 2
