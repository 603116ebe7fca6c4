"""What goes wrong at the upload is said at its field."""

from typing import Any

import pytest
from django.test import Client

from notices.models import NoticePage, WordImport
from tests.notices.word.screens import confirm, into, upload, uploaded
from tests.notices.word_files import commissioning_notice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", commissioning_notice()[:3000]])
def test_a_file_that_can_not_be_read_is_a_sentence_at_the_field(
    office: Client, section: Any, data: bytes
) -> None:
    response = upload(office, into(section), data)

    assert response.status_code == 200
    assert len(response.context["form"].errors["file"]) == 1
    assert not WordImport.objects.exists()


def test_no_file_and_no_title_are_said_at_their_fields(office: Client, section: Any) -> None:
    assert office.post(into(section), {}).context["form"].errors["file"]
    preview = uploaded(office, into(section), commissioning_notice())
    for title in ("", "长" * 256, "  "):
        response = confirm(office, preview, title=title)
        assert response.context["form"].errors["title"]
    assert not NoticePage.objects.exists()


def test_an_odd_file_name_is_no_obstacle(office: Client, section: Any) -> None:
    response = upload(
        office, into(section), commissioning_notice(), name="<b>" + "长" * 400 + ".docx"
    )

    assert response.status_code == 302
    assert "<b>长" not in office.get(response["Location"]).content.decode()


def test_what_nobody_confirms_is_forgotten(office: Client, section: Any) -> None:
    preview = uploaded(office, into(section), commissioning_notice())
    WordImport.objects.update(created_at="2020-01-01T00:00Z")
    uploaded(office, into(section), commissioning_notice())

    assert WordImport.objects.count() == 1
    assert office.get(preview).status_code == 404
