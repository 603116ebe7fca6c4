"""An attachment is found by the public only while something public shows it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from notices.models import NoticeAttachment, NoticePage
from registry.models import QQGroupFile
from tests.factories import QQGroupFactory
from tests.notices.pages import make_notice
from xcms.models import DocumentPassage
from xcms.search.attachments.extraction import extract
from xcms.search.attachments.owners import Place
from xcms.search.attachments.visibility import (
    public_documents,
    public_passages,
    public_places,
)

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]

#: Queries for any number of documents.
FINDING = 3
TELLING = 5


def attach(page: Any, document: Any) -> None:
    page.attachments = [*page.attachments.all(), NoticeAttachment(document=document)]
    page.change_note = "更正附件。"
    page.save_revision().publish()


def public() -> set[str]:
    return set(public_documents().values_list("title", flat=True))


@pytest.fixture
def notice(section: Any) -> NoticePage:
    return make_notice(section)


@pytest.fixture
def attached(upload: Make, notice: Any) -> Any:
    document = upload("Platform manual")
    attach(notice, document)
    return document


def test_an_upload_alone_is_not_public(upload: Make, section: Any) -> None:
    upload()

    assert public() == set()
    assert list(public_passages()) == []


def test_an_attachment_of_a_live_page_is_public(attached: Any) -> None:
    assert public() == {attached.title}
    assert [passage.document_text_id for passage in public_passages()] == [attached.pk]


def test_public_passages_can_be_searched(attached: Any, upload: Make) -> None:
    upload("Platform of somebody else", name="other.txt")

    assert [one.text for one in public_passages().search("platform")] == ["Platform manual"]
    assert list(public_passages().search("else")) == []
    assert len(DocumentPassage.objects.all().search("platform")) == 2


def test_a_block_of_attachments_and_a_link_in_a_text_count_too(upload: Make, notice: Any) -> None:
    block, link = upload(name="block.txt"), upload(name="link.txt")
    notice.body = notice.body.stream_block.to_python(
        [
            {
                "type": "attachments",
                "value": [{"document": block.pk, "title": ""}],
            },
            {
                "type": "paragraph",
                "value": f'<p><a linktype="document" id="{link.pk}">手册</a></p>',
            },
        ]
    )
    notice.change_note = "更正附件。"
    notice.save_revision().publish()

    assert public() == {"block.txt", "link.txt"}


def test_what_only_a_draft_shows_is_not_public(upload: Make, notice: Any) -> None:
    document = upload()
    notice.attachments = [NoticeAttachment(document=document)]
    notice.body = notice.body.stream_block.to_python(
        [
            {
                "type": "attachments",
                "value": [{"document": document.pk, "title": ""}],
            }
        ]
    )
    notice.change_note = "更正附件。"
    revision = notice.save_revision()

    assert public() == set()

    revision.publish()
    assert public() == {document.title}


def test_a_page_that_was_never_published_shows_nothing(upload: Make, section: Any) -> None:
    document = upload()
    page: Any = NoticePage(title="草稿", slug="draft", live=False)
    page.attachments = [NoticeAttachment(document=document)]
    section.add_child(instance=page)
    page.save_revision()

    assert public() == set()


def test_what_a_draft_lets_go_of_is_public_until_it_is_published(
    attached: Any, notice: Any
) -> None:
    notice.attachments = []
    notice.change_note = "更正附件。"
    revision = notice.save_revision()
    assert public() == {attached.title}

    revision.publish()
    assert public() == set()


def test_what_a_group_lets_go_of_is_not_public(upload: Make) -> None:
    document = upload()
    group = QQGroupFactory()
    group.files = [QQGroupFile(document=document)]
    group.save()
    assert public() == {document.title}

    group.files = []
    group.save()
    assert public() == set()


def test_unpublishing_and_deleting_hide(attached: Any, notice: Any) -> None:
    notice.unpublish()
    assert public() == set()

    notice.change_note = "更正附件。"
    notice.save_revision().publish()
    assert public() == {attached.title}

    notice.delete()
    assert public() == set()


@pytest.mark.parametrize("level", ["section", "notice"])
def test_restricted_pages_show_nothing(
    attached: Any, notice: Any, section: Any, level: str
) -> None:
    restriction = PageViewRestriction.objects.create(
        page=section if level == "section" else notice,
        restriction_type=PageViewRestriction.LOGIN,
    )
    assert public() == set()
    assert public_places([attached.pk]) == {}

    restriction.delete()
    assert public() == {attached.title}


@pytest.mark.parametrize("level", ["own", "above"])
def test_documents_of_restricted_collections_are_not_public(attached: Any, level: str) -> None:
    above = Collection.get_first_root_node().add_child(name="内部")
    own = above.add_child(name="手册")
    attached.collection = own
    attached.save()
    assert public() == {attached.title}

    CollectionViewRestriction.objects.create(
        collection=own if level == "own" else above,
        restriction_type=CollectionViewRestriction.LOGIN,
    )
    assert public() == set()
    assert list(public_passages()) == []


def test_files_of_a_group_are_public_with_their_group(upload: Make) -> None:
    document = upload()
    group = QQGroupFactory(name="试点院校工作群")
    QQGroupFile.objects.create(group=group, document=document)

    assert public() == {document.title}
    assert public_places([document.pk]) == {
        document.pk: Place(
            _("Files of the QQ group “%(name)s”") % {"name": "试点院校工作群"},
            "/directory/#groups",
        )
    }

    group.is_public = False
    group.save()
    assert public() == set()
    assert public_places([document.pk]) == {}


def test_a_text_of_the_file_before_is_not_public(attached: Any) -> None:
    type(attached).objects.update(file="documents/other.txt")

    assert public() == {attached.title}
    assert list(public_passages()) == []


def test_a_document_without_text_has_no_public_passages(attached: Any, media: Any) -> None:
    (media / attached.file.name).unlink()
    extract(attached.pk, again=True)

    assert list(public_passages()) == []


def test_the_page_that_shows_a_document_is_told(attached: Any, notice: Any) -> None:
    assert public_places([attached.pk, 999_999]) == {
        attached.pk: Place("申报通知", notice.get_url())
    }


def test_of_several_pages_the_latest_is_told(attached: Any, notice: Any, section: Any) -> None:
    later = make_notice(section, title="补充通知", slug="later")
    attach(later, attached)
    group = QQGroupFactory()
    QQGroupFile.objects.create(group=group, document=attached)
    assert public_places([attached.pk])[attached.pk].title == "补充通知"

    later.unpublish()
    assert public_places([attached.pk])[attached.pk].title == "申报通知"

    notice.unpublish()
    assert public_places([attached.pk])[attached.pk].url == "/directory/#groups"


@pytest.mark.parametrize("count", [1, 8])
def test_queries_do_not_grow(upload: Make, section: Any, count: int) -> None:
    documents = []
    for number in range(count):
        documents += [upload(name=f"{number}.txt"), upload(name=f"{number}-group.txt")]
        attach(make_notice(section, slug=f"n{number}"), documents[-2])
        QQGroupFile.objects.create(group=QQGroupFactory(), document=documents[-1])
    # The sites' root paths and content types are kept by the process.
    public_places([document.pk for document in documents])

    with CaptureQueriesContext(connection) as finding:
        assert len(list(public_passages())) == 2 * count
    with CaptureQueriesContext(connection) as telling:
        assert len(public_places([document.pk for document in documents])) == 2 * count

    assert (len(finding), len(telling)) == (FINDING, TELLING)
