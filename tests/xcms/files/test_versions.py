"""A replaced file is kept, whatever replaces it."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection

from tests.xcms.files import office_files
from xcms.files.keeping import open_version, restore
from xcms.models import Cleaning, DocumentFile, DocumentVersion

pytestmark = pytest.mark.django_db


def kept(document: Any) -> list[bytes]:
    return [
        open_version(version).read()
        for version in DocumentVersion.objects.filter(document=document).order_by("number")
    ]


def record_of(document: Any) -> DocumentFile:
    return DocumentFile.objects.get(document_id=document.pk)


def upload(client: Client, document: Any, content: bytes, **values: Any) -> Any:
    data = {
        "title": document.title,
        "file": SimpleUploadedFile("名单.txt", content),
        "collection": Collection.get_first_root_node().pk,
        "tags": "",
        "replacement_note": "",
        **values,
    }
    return client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)


def test_a_new_document_has_an_address_and_its_digest(make_document: Any) -> None:
    document = make_document(b"one")

    record = record_of(document)

    assert record.sha256 == hashlib.sha256(b"one").hexdigest()
    assert (record.name, record.size, record.number) == ("名单.txt", 3, 1)
    assert document.file_hash == hashlib.sha1(b"one", usedforsecurity=False).hexdigest()


def test_code_that_saves_another_file_keeps_the_former_one(
    make_document: Any, replace: Any
) -> None:
    document = make_document(b"one")
    address = record_of(document).public_id

    document = replace(document, b"two", xcms_replacement_note="更正表二")

    assert kept(document) == [b"one"]
    assert document.file.read() == b"two"
    assert record_of(document).public_id == address
    assert DocumentVersion.objects.get().note == "更正表二"


def test_a_former_file_is_out_of_the_documents_folder(
    make_document: Any, replace: Any, media: Path
) -> None:
    document = make_document(b"one")

    replace(document, b"two")

    files = [path for path in media.rglob("*") if path.is_file()]
    assert len(files) == 2
    assert [path.read_bytes() for path in files if path.parent.name == "documents"] == [b"two"]


def test_the_edit_view_keeps_the_former_file_with_the_note(
    client: Client, admin_user: User, make_document: Any
) -> None:
    document = make_document(b"one")
    client.force_login(admin_user)

    response = upload(client, document, b"two", replacement_note="表二有误")

    assert response.status_code == 302
    assert kept(document) == [b"one"]
    version = DocumentVersion.objects.get()
    assert (version.note, version.replaced_by) == ("表二有误", admin_user)
    page = client.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    assert "表二有误" in page
    assert record_of(document).sha256 in page


def test_an_edit_of_the_title_alone_replaces_nothing(
    client: Client, admin_user: User, make_document: Any
) -> None:
    document = make_document(b"one")
    client.force_login(admin_user)

    upload(client, document, b"", file="", title="新标题")

    document.refresh_from_db()
    assert document.title == "新标题"
    assert not DocumentVersion.objects.exists()
    assert document.file.read() == b"one"


def test_the_same_file_once_more_is_no_new_version(
    make_document: Any, replace: Any, media: Path
) -> None:
    document = make_document(b"one")
    path = document.file.name

    document = replace(document, b"one")

    assert (kept(document), document.file.name) == ([], path)
    assert sum(one.is_file() for one in media.rglob("*")) == 1


def test_the_same_file_under_another_name_is_no_new_version_but_the_old_address_leads_on(
    client: Client, make_document: Any, replace: Any
) -> None:
    document = make_document(b"one")
    old = document.url

    document = replace(document, b"one", "更名.txt")

    assert kept(document) == []
    assert record_of(document).name == "更名.txt"
    assert client.get(old).status_code == 302


def test_a_change_that_is_rolled_back_loses_nothing(make_document: Any, media: Path) -> None:
    document = make_document(b"one")

    with transaction.atomic():
        document.file = ContentFile(b"two", name="名单.txt")
        document.save()
        transaction.set_rollback(True)

    document = get_document_model().objects.get()
    assert document.file.read() == b"one"
    assert not DocumentVersion.objects.exists()


def test_two_replacements_at_once_keep_both_former_files(make_document: Any) -> None:
    first = make_document(b"one")
    second = get_document_model().objects.get()
    first.file = ContentFile(b"two", name="a.txt")
    second.file = ContentFile(b"three", name="b.txt")

    first.save()
    second.save()

    assert sorted(kept(first)) == [b"one", b"two"]
    assert get_document_model().objects.get().file.read() == b"three"


def test_a_stopped_process_leaves_the_file_where_it_was_and_the_command_puts_it_away(
    make_document: Any, replace: Any, commit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = make_document(b"one")
    with monkeypatch.context() as patch:
        patch.setattr("xcms.files.keeping.lock_away_later", lambda _version: None)
        document = replace(document, b"two")
    assert not DocumentVersion.objects.get().is_locked_away
    assert kept(document) == [b"one"]

    with commit():
        call_command("xcms_hash_files", verbosity=0)

    assert DocumentVersion.objects.get().is_locked_away
    assert kept(document) == [b"one"]


def test_the_command_gives_documents_that_were_made_in_bulk_an_address(make_document: Any) -> None:
    document = make_document(b"one")
    DocumentFile.objects.all().delete()

    call_command("xcms_hash_files", verbosity=0)

    assert record_of(document).sha256 == hashlib.sha256(b"one").hexdigest()


def test_restoring_makes_a_new_version(make_document: Any, replace: Any) -> None:
    document = make_document(b"one")
    document = replace(document, b"two")

    assert restore(DocumentVersion.objects.get(), note="恢复")

    document = get_document_model().objects.get()
    assert document.file.read() == b"one"
    assert kept(document) == [b"one", b"two"]
    assert record_of(document).number == 3
    assert not restore(DocumentVersion.objects.get(number=1), note="")


def test_deleting_the_document_deletes_its_former_files(
    make_document: Any, replace: Any, commit: Any, media: Path
) -> None:
    document = replace(make_document(b"one"), b"two")

    with commit():
        document.delete()

    assert not [path for path in media.rglob("*") if path.is_file()]


def test_only_who_may_change_a_document_restores_and_withholds(
    client: Client, admin_user: User, make_document: Any, replace: Any
) -> None:
    document = replace(make_document(b"one"), b"two")
    urls = [
        reverse(name, args=[document.pk, 1]) for name in ("xcms_file_restore", "xcms_file_withhold")
    ]
    stranger = User.objects.create_user("stranger", password="x")
    client.force_login(stranger)
    for url in urls:
        assert client.post(url, {"withheld": "yes"}).status_code in (302, 403)
    assert not DocumentVersion.objects.filter(is_withheld=True).exists()
    assert get_document_model().objects.get().file.read() == b"two"

    client.force_login(admin_user)
    for url in urls:
        assert client.get(url).status_code == 200
        assert client.post(url, {"withheld": "yes", "note": "恢复第一版"}).status_code == 302
    assert DocumentVersion.objects.get(number=1).is_withheld
    assert get_document_model().objects.get().file.read() == b"one"


def test_an_upload_loses_its_names_and_the_editor_reads_so(
    client: Client, admin_user: User, make_document: Any
) -> None:
    document = make_document(b"one")
    client.force_login(admin_user)

    upload(client, document, b"", file=SimpleUploadedFile("通知.docx", office_files.word()))

    document.refresh_from_db()
    data = document.file.read()
    assert office_files.WHO not in office_files.everything(data)
    record = record_of(document)
    assert (record.cleaning, record.sha256) == (Cleaning.DONE, hashlib.sha256(data).hexdigest())
    assert document.file_hash == hashlib.sha1(data, usedforsecurity=False).hexdigest()


@pytest.mark.parametrize("view", ["add", "many", "chooser"])
def test_every_upload_in_the_admin_is_cleaned(client: Client, admin_user: User, view: str) -> None:
    client.force_login(admin_user)
    file = SimpleUploadedFile("通知.docx", office_files.word())
    collection = Collection.get_first_root_node().pk

    if view == "add":
        url = reverse("wagtaildocs:add")
        client.post(url, {"title": "通知", "file": file, "collection": collection, "tags": ""})
    elif view == "many":
        url = reverse("wagtaildocs:add_multiple")
        answer = client.post(
            url,
            {"title": "通知", "files[]": file, "collection": collection},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        assert "help-info" in answer.json()["form"]
    else:
        prefix = "document-chooser-upload"
        client.post(
            reverse("wagtaildocs_chooser:create"),
            {f"{prefix}-title": "通知", f"{prefix}-file": file, f"{prefix}-collection": collection},
        )

    document = get_document_model().objects.get()
    assert office_files.WHO not in office_files.everything(document.file.read())
    assert record_of(document).cleaning == Cleaning.DONE


def test_a_site_that_wants_no_metadata_refuses_what_can_not_be_cleaned(
    client: Client, admin_user: User, make_document: Any, settings: Any
) -> None:
    settings.XCMS = {**settings.XCMS, "FILES_UNCLEANED": "refuse"}
    document = make_document(b"one")
    client.force_login(admin_user)

    response = upload(client, document, b"%PDF-1.4 torso")

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert get_document_model().objects.get().file.read() == b"one"


def test_otherwise_it_is_kept_and_marked(make_document: Any) -> None:
    document = make_document(b"%PDF-1.4 torso", "文件.pdf")

    assert record_of(document).cleaning == Cleaning.FAILED
    assert record_of(document).reason


def test_a_signed_file_keeps_every_byte(make_document: Any) -> None:
    data = office_files.signed(office_files.word())

    document = make_document(data, "签名.docx")

    assert document.file.read() == data
    assert record_of(document).cleaning == Cleaning.SIGNED


def test_cleaning_can_be_switched_off(make_document: Any, settings: Any) -> None:
    settings.XCMS = {**settings.XCMS, "FILES_CLEAN": False}
    data = office_files.word()

    document = make_document(data, "通知.docx")

    assert document.file.read() == data
    assert record_of(document).cleaning == Cleaning.UNKNOWN
