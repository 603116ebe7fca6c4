"""A batch's page in the editor: what is asked, refused and shown before it goes live."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from notices.models import BatchDossierPage
from tests.factories import BatchFactory
from tests.notices.dossiers import make_dossier, make_rounds
from tests.notices.screens import edit_url

pytestmark = pytest.mark.django_db


def test_a_batch_has_one_dossier(section: Any) -> None:
    batch = BatchFactory()
    make_dossier(section, batch)
    with pytest.raises(ValidationError, match="batch"):
        section.add_child(instance=BatchDossierPage(title="又一个", slug="again", batch=batch))


def save(client: Client, page: Any, *, button: str = "", **values: Any) -> Any:
    """The editor presses a button; "" saves the draft."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "batch": page.batch_id or "",
        "summary": "",
        "intro": "null",
        "begins_on": "",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **({button: "1"} if button else {}),
        **values,
    }
    return client.post(edit_url(page), data)


def test_a_dossier_is_prepared_before_its_batch_is_shown_and_published_after(
    admin_client: Client, client: Client, section: Any
) -> None:
    batch = BatchFactory(is_listed=False)
    page = BatchDossierPage(title="专题", slug="batch", batch=batch, live=False)
    section.add_child(instance=page)
    assert save(admin_client, page, summary="草稿").status_code == 302
    refused = save(admin_client, page, button="action-publish")
    assert refused.context["form"].errors.keys() == {"batch"}
    assert not BatchDossierPage.objects.get().live

    batch.is_listed = True
    batch.save()

    assert save(admin_client, page, button="action-publish").status_code == 302
    assert client.get(page.url).status_code == 200


def test_a_batch_does_not_begin_after_its_first_deadline(
    admin_client: Client, section: Any
) -> None:
    page = make_dossier(section, make_rounds()[0].batch)
    refused = save(admin_client, page, begins_on="2020-05-30")
    assert refused.context["form"].errors.keys() == {"begins_on"}
    assert save(admin_client, page, begins_on="2020-05-29").status_code == 302


def test_the_editors_preview_works_with_and_without_a_batch(rf: Any, section: Any) -> None:
    for batch in (None, make_rounds()[0].batch, BatchFactory(number=9, is_listed=False)):
        page = BatchDossierPage(title="专题", slug="preview", batch=batch)
        page.set_url_path(section)
        response = page.make_preview_request(original_request=None, preview_mode="")
        assert response.status_code == 200
        assert b"xcms-dossier" in response.rendered_content.encode()
