"""Replacements at the same moment, and a process that dies in the middle of one."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from wagtail.documents import get_document_model

from tests.at_once import at_once
from tests.killed import run_until_killed
from xcms.files.keeping import open_version
from xcms.models import DocumentFile, DocumentVersion

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("wagtail_root"),
]


def former() -> list[bytes]:
    return sorted(open_version(version).read() for version in DocumentVersion.objects.all())


def put(content: bytes) -> None:
    document = get_document_model().objects.get()
    document.file = ContentFile(content, name="名单.txt")
    document.save()


def test_of_several_replacements_at_once_none_is_lost(make_document: Any) -> None:
    make_document(b"zero")

    at_once(*(lambda content=content: put(content) for content in (b"a", b"b", b"c")), refusals=())

    present = get_document_model().objects.get().file.read()
    assert sorted([*former(), present]) == [b"a", b"b", b"c", b"zero"]
    assert DocumentFile.objects.get().number == 4


@pytest.mark.parametrize("attribute", ["DocumentVersion.objects.create", "delete_at_old_places"])
def test_a_process_that_dies_loses_no_file(make_document: Any, media: Path, attribute: str) -> None:
    make_document(b"one")
    work = f"""
from django.conf import settings
settings.MEDIA_ROOT = {str(media)!r}
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
document = get_document_model().objects.get()
document.file = ContentFile(b"two", name="名单.txt")
document.save()
"""
    run_until_killed(work, module="xcms.files.keeping", attribute=attribute)

    call_command("xcms_hash_files", verbosity=0)

    assert get_document_model().objects.get().file.read() == b"two"
    assert former() == [b"one"]
    assert all(version.is_locked_away for version in DocumentVersion.objects.all())
    assert [path.read_bytes() for path in (media / "documents").iterdir()] == [b"two"]
