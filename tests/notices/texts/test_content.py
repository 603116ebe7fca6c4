"""What is part of a notice's text, so that another needs a change note, and what is not."""

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile

from notices.models import NoticeAttachment, NoticePage, RelatedNotice
from notices.texts.content import public_content
from registry.services.editions import PublicationRefusedError
from tests.notices.pages import make_notice, republish
from tests.notices.texts import document, texts

pytestmark = pytest.mark.django_db


def test_the_same_text_again_needs_no_note_and_makes_no_edition(section: Any) -> None:
    page = make_notice(
        section,
        body=[("paragraph", "<p>正文</p>"), ("clause", {"text": "第一行\n第二行"})],
    )
    # What the editor's browser adds by itself is no correction.
    page.body.raw_data[0]["value"] = '<p data-block-key="x1y2z">正文</p>'
    page.body.raw_data[1]["value"]["text"] = "第一行\r\n第二行"
    page.body.raw_data[1]["value"]["repaired"] = ""
    page.save_revision().publish()

    assert texts(page) == [(1, "")]


@pytest.mark.parametrize(
    "change",
    [
        {"document_number": "湘教通〔2020〕1号"},
        {"index_number": "索引1"},
        {"topic_category": "教育"},
        {"issuing_body": "省教育厅"},
        {"dated": date(2020, 5, 21)},
        {"keywords": "职业教育 证书"},
        {"validity": "in_force"},
        {"addressed_to": "各市州"},
        {"summary": "摘要"},
        {"body": [("heading", "一、范围")]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_part_of_the_text_counts(section: Any, change: dict[str, Any]) -> None:
    page = make_notice(section)

    with pytest.raises(PublicationRefusedError):
        republish(page, **change)
    assert texts(republish(page, "补充。", **change))[-1] == (2, "补充。")


def test_what_is_no_part_of_the_text_needs_no_note(section: Any) -> None:
    page = republish(
        make_notice(section),
        slug="another-address",
        show_in_menus=True,
        seo_title="搜索引擎标题",
        search_description="描述",
    )

    assert page.slug == "another-address"
    assert texts(page) == [(1, "")]


def test_attachments_and_related_notices_count(section: Any) -> None:
    other = make_notice(section, title="第二批通知", slug="second")
    page = make_notice(section, slug="third").get_latest_revision_as_object()
    page.attachments.add(NoticeAttachment(document=document(), title="模板"))
    with pytest.raises(PublicationRefusedError):
        page.save_revision().publish()

    page.change_note = "补附件。"
    page.save_revision().publish()
    page = NoticePage.objects.get(pk=page.pk)
    page.related_notices.add(RelatedNotice(notice=other))
    with pytest.raises(PublicationRefusedError):
        page.save_revision().publish()

    assert texts(page) == [(1, ""), (2, "补附件。")]


def test_other_bytes_under_the_same_attachment_are_another_text(section: Any) -> None:
    file = document()
    page = NoticePage(title="申报通知", slug="notice", live=False)
    page.attachments.add(NoticeAttachment(document=file))
    section.add_child(instance=page)
    page.save_revision().publish()
    page = NoticePage.objects.get()
    page.save_revision().publish()
    assert texts(page) == [(1, "")]

    file.file.save("plan.pdf", ContentFile(b"%PDF-1.4 two"), save=False)
    file._set_file_hash()
    file.save()

    with pytest.raises(PublicationRefusedError):
        page.save_revision().publish()


def test_a_lost_file_does_not_stand_in_the_way(section: Any) -> None:
    file = document()
    file.file.storage.delete(file.file.name)
    page = NoticePage(title="申报通知", slug="notice", live=False)
    page.attachments.add(NoticeAttachment(document=file))
    section.add_child(instance=page)

    page.save_revision().publish()

    assert texts(page) == [(1, "")]


def test_a_field_that_nobody_has_filled_does_not_count(section: Any) -> None:
    page = make_notice(section)
    digest = public_content(page).digest

    page.index_number, page.keywords, page.validity_date = "", "", None

    assert public_content(page).digest == digest
