"""A publication killed half-way: neither the page nor the edition is there (design rule 7)."""

from typing import Any

import pytest

from notices.models import CertificateListPage
from registry.models import EditionRow, Filing, ListEdition
from tests.factories import FilingFactory, RoundFactory
from tests.killed import run_until_killed
from tests.notices.pages import draft_list, make_section
from xcms.versions import current_version

PUBLISH = """
from notices.models import CertificateListPage
page = CertificateListPage.objects.get()
page.get_latest_revision().publish()
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("module", "attribute"),
    [
        # The page is saved as live, the edition not yet.
        ("notices.models.publication", "publish_edition"),
        # The edition is there, its rows not yet.
        ("registry.models", "EditionRow.objects.bulk_create"),
        # Edition and rows are there, Wagtail's own work is not done.
        ("wagtail.actions.publish_page_revision", "page_published.send"),
    ],
)
def test_a_killed_publication_leaves_page_and_register_as_they_were(
    wagtail_root: Any, module: str, attribute: str
) -> None:
    round_ = RoundFactory()
    FilingFactory(round=round_)
    page = draft_list(make_section(wagtail_root), round_)
    before = current_version()

    run_until_killed(PUBLISH, module=module, attribute=attribute)

    page = CertificateListPage.objects.get(pk=page.pk)
    assert not page.live
    assert not ListEdition.objects.exists()
    assert not EditionRow.objects.exists()
    assert not Filing.objects.public().exists()
    assert current_version() == before

    page.get_latest_revision().publish()
    assert Filing.objects.public().count() == 1
