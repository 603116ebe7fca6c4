"""A file imported for a list goes public with the list, and only with it (design rule 1)."""

import hashlib
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction

from notices.lists_from_imports import attach
from notices.models import CertificateListPage, ListFile
from registry.models import ListEdition, Round
from tests.factories import CertificateFactory, FilingFactory
from tests.notices.pages import draft_list, editor, publish, published_list
from tests.notices.screens import edit_url, form_data, seen_digest
from tests.xcms.files import office_files

pytestmark = pytest.mark.django_db

BYTES = b"the very bytes of the workbook"


def file_of(page: Any, name: str = "备案表.xlsx", content: bytes = BYTES) -> ListFile:
    return ListFile.objects.create(
        page_id=page.pk,
        name=name,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def draft_with_file(section: Any, round_: Round) -> CertificateListPage:
    page = draft_list(section, round_)
    page.attached_file = file_of(page)
    page.save_revision()
    return page


def address(page: Any) -> str:
    return f"{page.get_url()}file/"


def test_nobody_reaches_the_file_of_a_draft(section: Any, round_: Round, client: Client) -> None:
    page = draft_with_file(section, round_)

    assert client.get(address(page)).status_code == 404
    look = client.get(reverse("xcms_notices_list_file", args=[ListFile.objects.get().pk]))
    assert look.headers["Location"].startswith("/admin/login/")
    assert not get_document_model().objects.exists()


def test_publishing_publishes_the_file_as_it_is(
    section: Any, round_: Round, client: Client
) -> None:
    page = publish(draft_with_file(section, round_))

    shown = client.get(page.get_url()).content.decode()
    response = client.get(address(page))

    assert f'href="{address(page)}"' in shown
    assert "备案表.xlsx" in shown
    assert response.content == BYTES
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_file_goes_and_comes_with_the_page(section: Any, round_: Round, client: Client) -> None:
    page = publish(draft_with_file(section, round_))

    page.unpublish()
    assert client.get(address(page)).status_code == 404

    page = publish(page)
    assert client.get(address(page)).status_code == 200

    PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert client.get(address(page)).status_code == 302


def test_a_new_file_on_the_draft_of_a_published_list_waits_for_its_publication(
    section: Any, round_: Round, client: Client
) -> None:
    page = publish(draft_with_file(section, round_))
    draft = page.get_latest_revision_as_object()
    draft.attached_file = file_of(page, "新表.xlsx", b"new")
    draft.save_revision()

    assert client.get(address(page)).content == BYTES

    publish(page, change_note="换上新表。")
    assert client.get(address(page)).content == b"new"


def test_a_list_without_a_file_has_none(section: Any, client: Client) -> None:
    page = published_list(section)

    assert client.get(address(page)).status_code == 404
    assert address(page) not in client.get(page.get_url()).content.decode()


def test_a_former_edition_does_not_name_the_present_file(
    section: Any, round_: Round, client: Client
) -> None:
    page = publish(draft_with_file(section, round_))
    FilingFactory(round=round_)
    page = publish(page, change_note="增加一项")

    assert address(page) in client.get(page.get_url()).content.decode()
    assert address(page) not in client.get(f"{page.get_url()}editions/1/").content.decode()


def test_the_frozen_rows_come_as_a_workbook_too(
    section: Any, round_: Round, client: Client
) -> None:
    FilingFactory(round=round_, certificate=CertificateFactory(name="=1+1"), fee="200元/人")
    page = publish(draft_list(section, round_))
    FilingFactory(round=round_)
    page = publish(page, change_note="增加一项")

    def sheet(part: str) -> list[tuple[Any, ...]]:
        content = client.get(f"{page.get_url()}{part}xlsx/").content
        return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))

    assert [len(sheet("")), len(sheet("editions/1/"))] == [4, 3]
    for part, edition in (("", 2), ("editions/1/", 1)):
        frozen = ListEdition.objects.get(number=edition).rows.order_by("position")
        cells = [[cell or None for cell in row.cells] for row in frozen]
        assert [list(row) for row in sheet(part)[1:]] == cells
    assert client.get(f"{page.get_url()}editions/9/xlsx/").status_code == 404


# The editor's side


def test_the_editor_sees_the_page_s_own_files_and_no_others(
    section: Any, round_: Round, client: Client
) -> None:
    page = draft_with_file(section, round_)
    other = draft_list(section, None, slug="other")
    foreign = file_of(other, "别的页面.xlsx")
    client.force_login(editor(section))

    shown = client.get(edit_url(page)).content.decode()
    assert "备案表.xlsx" in shown
    assert "别的页面.xlsx" not in shown
    values = form_data(
        page, attached_file=foreign.pk, rows_digest=seen_digest(client, edit_url(page))
    )
    client.post(edit_url(page), {**values, "action-publish": "1"})
    assert not CertificateListPage.objects.get(pk=page.pk).live


def test_the_editor_can_leave_the_file_out(section: Any, round_: Round, client: Client) -> None:
    page = draft_with_file(section, round_)
    client.force_login(editor(section))

    values = form_data(page, attached_file="", rows_digest=seen_digest(client, edit_url(page)))
    client.post(edit_url(page), {**values, "action-publish": "1"})

    page = CertificateListPage.objects.get(pk=page.pk)
    assert page.live
    assert client.get(address(page)).status_code == 404


def test_a_page_without_files_shows_no_choice_of_them(
    section: Any, round_: Round, client: Client
) -> None:
    client.force_login(editor(section))

    assert (
        'name="attached_file"'
        not in client.get(edit_url(draft_list(section, round_))).content.decode()
    )


def test_who_may_edit_the_page_may_look_at_its_files(
    section: Any, round_: Round, client: Client, wagtail_root: Any
) -> None:
    file = draft_with_file(section, round_).get_latest_revision_as_object().attached_file
    look = reverse("xcms_notices_list_file", args=[file.pk])
    elsewhere = wagtail_root.add_child(instance=type(section)(title="别处", slug="elsewhere"))

    client.force_login(editor(section))
    assert client.get(look).content == BYTES

    client.force_login(editor(elsewhere, name="stranger"))
    assert client.get(look).status_code == 302


def test_a_copy_takes_no_file_along(section: Any, round_: Round) -> None:
    page = publish(draft_with_file(section, round_))

    copy = page.copy(update_attrs={"slug": "copy"}, copy_revisions=False)

    assert copy.attached_file is None


def test_the_files_of_a_deleted_draft_are_gone(section: Any, round_: Round) -> None:
    page = draft_with_file(section, round_)
    CertificateListPage.objects.filter(pk=page.pk).update(attached_file=ListFile.objects.get())

    CertificateListPage.objects.get(pk=page.pk).delete()

    assert not ListFile.objects.exists()


def test_a_file_from_an_import_goes_public_without_its_authors(
    section: Any, round_: Round, admin_user: Any
) -> None:
    page = draft_list(section, round_)

    attach(page, office_files.workbook(), name="备案表.xlsx", user=admin_user)

    kept = ListFile.objects.get()
    assert office_files.WHO not in office_files.everything(bytes(kept.content))
    assert kept.sha256 == hashlib.sha256(bytes(kept.content)).hexdigest()


def test_the_page_shows_the_files_digest(section: Any, round_: Round, client: Client) -> None:
    page = publish(draft_with_file(section, round_))

    shown = client.get(page.get_url()).content.decode()

    assert hashlib.sha256(BYTES).hexdigest() in shown
    assert "XLSX · " in shown
