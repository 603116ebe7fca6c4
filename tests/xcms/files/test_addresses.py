"""Who gets which file at the lasting addresses."""

import hashlib
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from notices.models import NoticeAttachment, NoticePage
from tests.notices.pages import make_notice, make_section
from xcms.files.keeping import withhold
from xcms.files.shown import file_url
from xcms.models import DocumentFile, DocumentVersion

pytestmark = pytest.mark.django_db


def address(document: Any) -> str:
    return f"/files/{DocumentFile.objects.get(document_id=document.pk).public_id}/"


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def shown(wagtail_root: Any, make_document: Any) -> Any:
    """A document that a live page shows."""
    document = make_document(b"one")
    notice = make_notice(make_section(wagtail_root))
    NoticeAttachment.objects.create(page=notice, document=document, sort_order=0)
    notice.change_note = "补附件。"
    notice.save_revision().publish()
    return document


def test_the_address_stays_and_serves_what_is_there_now(
    client: Client, make_document: Any, replace: Any
) -> None:
    document = make_document(b"one")
    url = address(document)
    assert content(client.get(url)) == b"one"

    document = replace(document, b"two", "更正.txt")

    assert address(document) == url
    assert content(client.get(url)) == b"two"


def test_a_file_is_a_download_and_never_a_page(client: Client, make_document: Any) -> None:
    document = make_document(b"<script>alert(1)</script>", "名单 附件1.html")

    response = client.get(address(document))

    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert quote("名单") in disposition
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_whoever_has_the_file_gets_no_second_one(client: Client, make_document: Any) -> None:
    url = address(make_document(b"one"))
    tag = f'"{hashlib.sha256(b"one").hexdigest()}"'
    assert client.get(url)["ETag"] == tag

    response = client.get(url, headers={"if-none-match": tag})

    assert response.status_code == 304


@pytest.mark.parametrize(
    ("asked", "status", "body", "said"),
    [
        ("bytes=0-2", 206, b"abc", "bytes 0-2/10"),
        ("bytes=8-", 206, b"ij", "bytes 8-9/10"),
        ("bytes=-3", 206, b"hij", "bytes 7-9/10"),
        ("bytes=4-99", 206, b"efghij", "bytes 4-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=5-2", 200, b"abcdefghij", None),
        ("bytes=0-1,4-5", 200, b"abcdefghij", None),
        ("lines=0-1", 200, b"abcdefghij", None),
    ],
)
def test_parts_of_a_file(
    client: Client, make_document: Any, asked: str, status: int, body: bytes, said: str | None
) -> None:
    response = client.get(address(make_document(b"abcdefghij")), headers={"range": asked})

    assert (response.status_code, content(response), response.get("Content-Range")) == (
        status,
        body,
        said,
    )


def test_a_part_of_another_file_is_not_mixed_with_this_one(
    client: Client, make_document: Any
) -> None:
    url = address(make_document(b"abcdefghij"))

    response = client.get(url, headers={"range": "bytes=0-2", "if-range": '"other"'})

    assert (response.status_code, content(response)) == (200, b"abcdefghij")


def test_addresses_of_former_names_lead_to_the_lasting_one(
    client: Client, make_document: Any, replace: Any
) -> None:
    document = make_document(b"one")
    former = document.url
    document = replace(document, b"two", "更正.txt")

    response = client.get(former)

    assert (response.status_code, response["Location"]) == (302, address(document))
    assert client.get(document.url).status_code == 200
    assert client.get(f"/documents/{document.pk}/never.txt").status_code == 404


def test_a_restricted_collection_closes_both_addresses(
    client: Client, shown: Any, replace: Any
) -> None:
    document = replace(shown, b"two")
    closed = Collection.get_first_root_node().add_child(name="内部")
    document.collection = closed
    document.save()
    restriction = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type="login"
    )
    for url in (address(document), f"{address(document)}1/"):
        assert client.get(url).status_code == 302
    restriction.delete()
    assert content(client.get(address(document))) == b"two"


def test_a_former_version_is_public_only_while_something_public_shows_the_document(
    client: Client, shown: Any, replace: Any
) -> None:
    document = replace(shown, b"two")
    url = f"{address(document)}1/"
    assert content(client.get(url)) == b"one"

    NoticePage.objects.get().unpublish()

    assert client.get(url).status_code == 404
    assert content(client.get(address(document))) == b"two"


def test_a_withheld_version_is_for_editors_only(
    client: Client, admin_user: User, shown: Any, replace: Any
) -> None:
    document = replace(shown, b"two", xcms_withhold_former=True)
    url = f"{address(document)}1/"

    assert client.get(url).status_code == 404
    client.force_login(admin_user)
    response = client.get(url)
    assert content(response) == b"one"
    assert response["Cache-Control"].startswith("private")

    client.logout()
    withhold(DocumentVersion.objects.get(), False)
    assert content(client.get(url)) == b"one"


def test_the_number_of_the_present_file_leads_to_it_and_others_to_nothing(
    client: Client, shown: Any, replace: Any
) -> None:
    document = replace(shown, b"two")

    assert client.get(f"{address(document)}2/")["Location"] == address(document)
    assert client.get(f"{address(document)}3/").status_code == 404
    assert client.get("/files/0000000000/").status_code == 404
    assert client.post(address(document)).status_code == 405


def test_a_notice_shows_digest_and_history(client: Client, shown: Any, replace: Any) -> None:
    document = replace(shown, b"two", xcms_replacement_note="<b>更正</b>表二")
    notice = NoticePage.objects.get()

    text = client.get(notice.url).content.decode()

    assert f'href="{address(document)}"' in text
    assert f'href="{address(document)}1/"' in text
    assert hashlib.sha256(b"two").hexdigest() in text
    assert "&lt;b&gt;更正&lt;/b&gt;表二" in text


def test_a_withheld_version_is_named_and_not_linked(
    client: Client, shown: Any, replace: Any
) -> None:
    document = replace(shown, b"two", xcms_withhold_former=True)

    text = client.get(NoticePage.objects.get().url).content.decode()

    assert f"{address(document)}1/" not in text
    assert hashlib.sha256(b"one").hexdigest() not in text
    assert "xcms-file__history" in text


def test_files_cost_one_query_a_page(
    client: Client, shown: Any, make_document: Any, django_assert_num_queries: Any
) -> None:
    notice = NoticePage.objects.get()
    client.get(notice.url)
    with django_assert_num_queries(25) as before:
        client.get(notice.url)
    for order in range(1, 5):
        NoticeAttachment.objects.create(
            page=notice, document=make_document(b"%d" % order), sort_order=order
        )
    block = [{"document": make_document(b"x%d" % n), "title": ""} for n in range(3)]
    body: Any = [("attachments", block), ("attachments", block)]
    notice.body = body
    notice.change_note = "更多附件。"
    notice.save_revision().publish()

    with django_assert_num_queries(len(before) + 1):
        client.get(notice.url)


def test_a_file_costs_few_queries_and_writes_nothing(
    client: Client, shown: Any, replace: Any, django_assert_num_queries: Any
) -> None:
    document = replace(shown, b"two")
    for url in (address(document), f"{address(document)}1/"):
        content(client.get(url))

    with django_assert_num_queries(4) as queries:
        content(client.get(address(document)))
    assert all(query["sql"].startswith("SELECT") for query in queries)
    with django_assert_num_queries(8):
        content(client.get(f"{address(document)}1/"))
    assert client.head(address(document))["Content-Length"] == "3"


def test_links_in_text_lead_to_the_lasting_address(
    client: Client, wagtail_root: Any, make_document: Any
) -> None:
    document = make_document(b"one")
    link = f'<p><a linktype="document" id="{document.pk}">附件</a></p>'
    notice = make_notice(make_section(wagtail_root), body=[("paragraph", link)])

    assert f'<a href="{address(document)}">附件</a>' in client.get(notice.url).content.decode()


def test_a_document_without_address_keeps_wagtails(make_document: Any) -> None:
    document = make_document(b"one")
    DocumentFile.objects.all().delete()

    assert file_url(document) == document.url
