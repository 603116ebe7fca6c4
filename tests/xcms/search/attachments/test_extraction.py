"""A document's text follows its file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.documents import get_document_model
from wagtail.models import ReferenceIndex

from tests.xcms.search.attachments.pdfs import locked, pdf
from xcms.models import DocumentPassage, DocumentText, TextState
from xcms.search.attachments import extraction, tasks
from xcms.search.attachments.extraction import extract
from xcms.versions import current_versions

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


def text_of(document: Any) -> DocumentText:
    return DocumentText.objects.get(pk=document.pk)


def passages(document: Any) -> list[str]:
    found = DocumentPassage.objects.filter(document_text=document.pk)
    return list(found.values_list("text", flat=True))


def found(query: str) -> list[str]:
    return [passage.text for passage in DocumentPassage.objects.all().search(query)]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that were handed to the host's tasks."""
    queued: list[str] = []

    class Queue:
        def using(self, *, backend: str) -> "Queue":
            assert backend == "texts"
            return self

        def enqueue(self, key: str) -> None:
            queued.append(key)

    monkeypatch.setattr(tasks, "read_document", Queue())
    return queued


def test_a_stock_host_reads_an_upload_at_once(upload: Make) -> None:
    document = upload(pdf("操作手册 Platform", "咨询工作群"), name="manual.pdf")

    text = text_of(document)
    assert (text.state, text.reason, text.truncated) == (TextState.DONE, "", False)
    assert text.extracted_at is not None
    (passage,) = text.passages.all()
    assert passage.label == pgettext("in a document", "pages %(first)s–%(last)s") % {
        "first": 1,
        "last": 2,
    }
    assert passage.label_at(passage.text.index("咨询")) == pgettext(
        "in a document", "page %(page)s"
    ) % {"page": 2}


def test_passages_are_found_by_the_hosts_search(upload: Make) -> None:
    upload("Platform manual", name="a.txt")
    upload("Another file", name="b.txt")

    assert found("platform") == ["Platform manual"]


def test_another_backend_gets_the_work(upload: Make, settings: Any, asked: list[str]) -> None:
    settings.XCMS = {"SEARCH_TASK_BACKEND": "texts"}

    document = upload("考务平台")

    assert asked == [str(document.pk)]
    assert text_of(document).state == TextState.PENDING
    extract(asked[0])
    assert passages(document) == ["考务平台"]


def test_nothing_is_asked_for_while_the_file_stays(
    upload: Make, settings: Any, asked: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    settings.XCMS = {"SEARCH_TASK_BACKEND": "texts"}
    document = upload("考务平台")
    extract(document.pk)
    asked.clear()

    with django_capture_on_commit_callbacks(execute=True):
        document.title = "手册"
        document.save()
        # As Wagtail does when a visitor first asks for the file.
        document.get_file_hash()
        document.get_file_size()
        document.save()

    assert asked == []


def test_a_visitors_request_for_an_old_document_asks_for_nothing(
    upload: Make, settings: Any, asked: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    settings.XCMS = {"SEARCH_TASK_BACKEND": "texts"}
    document = upload("考务平台")
    DocumentText.objects.all().delete()
    asked.clear()

    with django_capture_on_commit_callbacks(execute=True):
        document.get_file_hash()

    assert asked == []
    assert not DocumentText.objects.exists()


def test_a_new_file_replaces_the_text_and_its_entries_in_the_index(
    upload: Make, django_capture_on_commit_callbacks: Any
) -> None:
    document = upload("Former words " + "and more " * 3_000)
    assert len(passages(document)) > 1

    with django_capture_on_commit_callbacks(execute=True):
        document.file = ContentFile(b"Present words", name="file.txt")
        document.save()

    assert passages(document) == ["Present words"]
    assert found("former") == []
    assert found("present") == ["Present words"]


def test_a_file_replaced_under_its_name_is_told_by_its_hash(
    upload: Make, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    document = upload("Former words")
    (media / document.file.name).write_text("Present words")

    with django_capture_on_commit_callbacks(execute=True):
        document._set_document_file_metadata()
        document.save()

    assert passages(document) == ["Present words"]


def test_text_and_index_entries_go_with_the_document(upload: Make) -> None:
    document = upload("Platform manual")

    document.delete()

    assert not DocumentText.objects.exists()
    assert not DocumentPassage.objects.exists()
    assert found("platform") == []


def test_a_document_deleted_while_it_is_read_leaves_nothing(
    upload: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = upload("考务平台")
    read = extraction.read_text

    def read_and_delete(data: bytes) -> Any:
        get_document_model().objects.all().delete()
        return read(data)

    monkeypatch.setattr(extraction, "read_text", read_and_delete)

    assert extract(document.pk, again=True) is None
    assert extract(document.pk) is None
    assert not DocumentText.objects.exists()


def test_a_file_replaced_while_it_is_read_is_left_to_its_own_task(
    upload: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = upload("Former words")
    read = extraction.read_text

    def read_and_replace(data: bytes) -> Any:
        get_document_model().objects.update(file="documents/other.txt")
        return read(data)

    monkeypatch.setattr(extraction, "read_text", read_and_replace)

    assert extract(document.pk, again=True) is None


def test_what_was_read_is_not_read_again(upload: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    document = upload("考务平台")
    monkeypatch.setattr(extraction, "read_text", lambda data: pytest.fail("read again"))

    text = extract(document.pk)

    assert text is not None
    assert text.state == TextState.DONE


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (pdf(""), TextState.EMPTY),
        (locked(pdf("试点"), user="secret"), TextState.REFUSED),
        (b"%PDF-1.7 broken", TextState.REFUSED),
        (b"\x89PNG\r\n\x1a\n", TextState.REFUSED),
    ],
)
def test_what_has_no_text_says_why(upload: Make, content: bytes, state: TextState) -> None:
    document = upload(content, name="file.pdf")

    text = text_of(document)
    assert text.state == state
    assert text.reason
    assert passages(document) == []


def test_a_file_that_can_no_longer_be_read_is_found_no_more(upload: Make, media: Path) -> None:
    document = upload("Platform manual")
    (media / document.file.name).write_bytes(b"\x89PNG\r\n\x1a\n")

    extract(document.pk, again=True)

    assert text_of(document).state == TextState.REFUSED
    assert found("platform") == []


def test_a_file_that_is_too_large_is_refused(upload: Make, settings: Any) -> None:
    settings.XCMS = {"SEARCH_FILE_MAX_BYTES": 1024}

    text = text_of(upload("字" * 1000))

    assert text.state == TextState.REFUSED
    assert "0.000976562" in text.reason


def test_a_long_text_is_read_up_to_the_limit(upload: Make, settings: Any) -> None:
    settings.XCMS = {"SEARCH_FILE_CHARACTERS": 100}

    document = upload("字" * 1000)

    assert text_of(document).truncated
    assert passages(document) == ["字" * 100]


def test_a_missing_file_is_tried_again_the_next_time(upload: Make, media: Path) -> None:
    document = upload("考务平台")
    file = media / document.file.name
    content = file.read_bytes()
    file.unlink()

    text = extract(document.pk, again=True)
    assert text is not None
    assert (text.state, text.reason) == (TextState.PENDING, _("The file can't be opened now."))

    file.write_bytes(content)
    text = extract(document.pk)
    assert text is not None
    assert text.state == TextState.DONE


def test_pages_of_visitors_are_made_anew(upload: Make) -> None:
    document = upload("考务平台")
    before = current_versions()

    extract(document.pk, again=True)

    assert current_versions().pages > before.pages
    assert current_versions().number == before.number


def test_a_search_server_that_is_down_loses_no_text(
    upload: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Server:
        catch_indexing_errors = True

        def add_bulk(self, *_given: Any) -> None:
            raise ConnectionError

    monkeypatch.setattr(
        extraction, "get_search_backends_with_name", lambda **_given: [("server", Server())]
    )

    assert passages(upload("考务平台")) == ["考务平台"]


def test_a_queue_that_is_down_keeps_nobody_from_uploading(
    upload: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Queue:
        def using(self, **_given: Any) -> "Queue":
            return self

        def enqueue(self, _key: str) -> None:
            raise ConnectionError

    monkeypatch.setattr(tasks, "read_document", Queue())

    assert text_of(upload("考务平台")).state == TextState.PENDING


def test_texts_are_no_use_of_a_document(upload: Make) -> None:
    assert ReferenceIndex.get_references_to(upload("考务平台")).count() == 0


def test_queries_do_not_grow_with_the_passages(upload: Make) -> None:
    counts = []
    for length in (10, 100_000):
        document = upload("word " * (length // 5))
        DocumentText.objects.filter(pk=document.pk).delete()
        with CaptureQueriesContext(connection) as queries:
            extract(document.pk)
        counts.append(len(queries))

    assert counts[0] == counts[1]
