"""Who may bring a Word file, where, and what of it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Page

from notices.models import NoticePage, WordImport
from tests.notices.pages import editor, make_notice
from tests.notices.word.screens import confirm, into, over, upload, uploaded, with_everything
from tests.notices.word_files import commissioning_notice

pytestmark = pytest.mark.django_db


def test_visitors_and_strangers_get_nowhere(
    client: Client, office: Client, section: Any, clerk: User
) -> None:
    notice = make_notice(section)
    preview = uploaded(office, into(section), with_everything())
    picture = reverse("xcms_notices_word_picture", args=[WordImport.objects.get().public_id, 0])
    addresses = [into(section), over(notice), preview, picture]
    for address in addresses:
        response = Client().get(address)
        assert response.status_code == 302
        assert "login" in response["Location"]

    # Another editor of the same section may upload, and sees nothing of this file.
    other = Client()
    other.force_login(editor(section, name="other"))
    assert [other.get(address).status_code for address in addresses] == [200, 200, 404, 404]
    assert confirm(other, preview).status_code == 404

    # An editor of another part of the site may neither.
    elsewhere = make_notice(section, slug="elsewhere")
    stranger = Client()
    stranger.force_login(editor(elsewhere, name="stranger"))
    for address in addresses[:2]:
        response = stranger.get(address)
        assert response.status_code == 302
        upload(stranger, address, commissioning_notice())
    assert WordImport.objects.count() == 1


def test_rights_that_have_gone_since_the_upload_count(
    office: Client, section: Any, clerk: User
) -> None:
    preview = uploaded(office, into(section), commissioning_notice())
    clerk.groups.get().page_permissions.all().delete()

    assert office.get(preview).status_code == 404
    assert confirm(office, preview).status_code == 404
    assert not NoticePage.objects.exists()


def test_who_may_not_add_pictures_or_documents_brings_none(section: Any) -> None:
    client = Client()
    client.force_login(editor(section, name="plain"))
    preview = uploaded(client, into(section), with_everything())
    left_out = client.get(preview).context["left_out"]
    assert [one["kind"] for one in left_out[:2]] == [
        "no_image_permission",
        "no_document_permission",
    ]

    confirm(client, preview, title="标题")

    page = NoticePage.objects.get().get_latest_revision_as_object()
    assert "image" not in [block.block_type for block in page.body]
    assert not page.attachments.all()
    assert not get_image_model().objects.exists()


def test_only_sections_that_hold_notices_take_them(
    office: Client, section: Any, admin_user: User
) -> None:
    notice = make_notice(section)
    client = Client()
    client.force_login(admin_user)
    assert client.get(into(section)).status_code == 200
    # A notice has no pages below it, and a section has no body.
    assert client.get(into(notice)).status_code == 302
    assert client.get(over(section)).status_code == 302
    assert client.get(into(Page(pk=10**9))).status_code == 404


def test_the_way_in_stands_where_notices_are_made(office: Client, section: Any) -> None:
    notice = make_notice(section)
    new, replacing = into(section), over(notice)
    explorer = office.get(reverse("wagtailadmin_explore", args=[section.pk])).content.decode()
    create = office.get(
        reverse("wagtailadmin_pages:add", args=["xcms_notices", "noticepage", section.pk])
    ).content.decode()
    edit = office.get(reverse("wagtailadmin_pages:edit", args=[notice.pk])).content.decode()

    assert new in explorer
    assert new in create
    assert replacing in edit
    assert new not in edit
    assert "xcms_notices/admin/cells" in edit
