"""A published text is never silently changed: whatever the way of publishing, another text needs a change note."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, PageLogEntry, Revision

from notices.models import (
    CertificateListPage,
    NoticeAttachment,
    NoticePage,
    RelatedNotice,
    TextEdition,
)
from notices.texts.content import public_content
from registry.models import ListEdition
from registry.models.append_only import AppendOnlyError
from registry.services.editions import PublicationRefusedError
from tests.factories import FilingFactory
from tests.notices.pages import make_notice, publish, published_list, republish
from xcms.versions import current_versions

pytestmark = pytest.mark.django_db


def texts(page: Any) -> list[tuple[int, str]]:
    editions = TextEdition.objects.filter(page=page.pk).order_by("number")
    return list(editions.values_list("number", "change_note"))


def document(content: bytes = b"%PDF-1.4 one", name: str = "plan.pdf") -> Any:
    return get_document_model().objects.create(
        title="备案方案模板", file=ContentFile(content, name=name)
    )


def test_the_first_publication_is_kept_without_a_note(section: Any, admin_user: Any) -> None:
    page = NoticePage(title="申报通知", slug="notice", live=False)
    section.add_child(instance=page)
    revision = page.save_revision(user=admin_user)

    revision.publish(user=admin_user)

    edition = TextEdition.objects.get()
    assert (edition.number, edition.change_note, edition.page_id) == (1, "", page.pk)
    assert (edition.published_by, edition.revision_id) == (admin_user, revision.pk)
    assert edition.content["title"] == "申报通知"


def test_a_draft_is_not_kept(section: Any) -> None:
    page = NoticePage(title="申报通知", slug="notice", live=False)
    section.add_child(instance=page)
    page.save_revision()

    assert not TextEdition.objects.exists()


def test_another_text_without_a_note_is_refused_and_leaves_no_trace(section: Any) -> None:
    page = make_notice(section)
    before = current_versions()

    with pytest.raises(PublicationRefusedError):
        republish(page, title="更正的通知")

    page.refresh_from_db()
    assert (page.title, page.live) == ("申报通知", True)
    assert texts(page) == [(1, "")]
    assert current_versions() == before


@pytest.mark.parametrize("note", ["", "   ", "\n"])
def test_blanks_are_no_note(section: Any, note: str) -> None:
    with pytest.raises(PublicationRefusedError):
        republish(make_notice(section), note, summary="新摘要")


def test_another_text_with_a_note_is_the_second_edition(section: Any) -> None:
    page = republish(make_notice(section), " 更正标题。 ", title="更正的通知")

    assert texts(page) == [(1, ""), (2, "更正标题。")]
    assert (page.title, page.change_note) == ("更正的通知", "")


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


def test_a_needless_note_is_not_kept_for_the_next_time(section: Any) -> None:
    page = republish(make_notice(section), "什么也没改。")
    assert texts(page) == [(1, "")]

    with pytest.raises(PublicationRefusedError):
        republish(page, page.change_note, title="更正的通知")


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


def test_publishing_again_after_unpublishing_is_compared_with_what_was_public(section: Any) -> None:
    page = make_notice(section)
    page.unpublish()
    page = NoticePage.objects.get()
    # Wagtail writes drafts of an unpublished page into its row.
    page.title = "更正的通知"
    page.save()

    with pytest.raises(PublicationRefusedError):
        page.save_revision().publish()
    page.change_note = "更正标题。"
    page.save_revision().publish()

    assert texts(page) == [(1, ""), (2, "更正标题。")]


def test_going_back_to_an_older_revision_needs_words_of_its_own(section: Any) -> None:
    page = make_notice(section)
    first = page.get_latest_revision()
    page = republish(page, "更正标题。", title="更正的通知")
    second = page.get_latest_revision()
    with pytest.raises(PublicationRefusedError):
        first.publish()
    page = republish(page, "再次更正。", title="再更正的通知")

    # The note of the second edition doesn't serve once more.
    second.refresh_from_db()
    with pytest.raises(PublicationRefusedError):
        second.publish()

    assert [number for number, _note in texts(page)] == [1, 2, 3]


def test_bulk_publishing_refuses_all_where_one_text_is_refused(
    admin_client: Any, section: Any
) -> None:
    changed, fresh = make_notice(section), make_notice(section, slug="fresh")
    for page in (changed, fresh):
        page.summary = "新摘要"
        page.change_note = "补摘要。" if page == fresh else ""
        page.save_revision()

    response = admin_client.post(
        f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&id={fresh.pk}&id={changed.pk}",
        follow=True,
    )

    assert response.status_code == 200
    assert [str(message) for message in response.context["messages"]]
    assert texts(fresh) == texts(changed) == [(1, "")]


def schedule(page: Any, note: str = "", **changes: Any) -> Revision:
    """Approve a draft with these changes for a moment that has come."""
    page = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(page, name, value)
    page.change_note = note
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision: Revision = page.save_revision()
    revision.publish()
    past = timezone.now() - timedelta(minutes=1)
    revision.refresh_from_db()
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    return revision


def test_a_first_text_is_kept_when_its_time_has_come_and_not_before(section: Any) -> None:
    page = NoticePage(title="申报通知", slug="notice", live=False)
    section.add_child(instance=page)
    page.save_revision()
    schedule(page)
    assert not TextEdition.objects.exists()
    before = timezone.now()

    call_command("publish_scheduled")

    page.refresh_from_db()
    edition = TextEdition.objects.get()
    assert page.live
    assert edition.published_at >= before
    assert page.first_published_at >= before


def test_a_scheduled_correction_is_kept_with_its_note(section: Any) -> None:
    page = make_notice(section)
    schedule(page, "更正标题。", title="更正的通知")
    assert texts(page) == [(1, "")]

    call_command("publish_scheduled")

    page.refresh_from_db()
    assert page.title == "更正的通知"
    assert texts(page) == [(1, ""), (2, "更正标题。")]


def test_a_refused_schedule_is_told_in_the_history_and_other_pages_go_live(section: Any) -> None:
    refused, fine = make_notice(section), make_notice(section, slug="fine")
    schedule(refused, title="更正的通知")
    schedule(fine, "更正标题。", title="更正的通知")

    call_command("publish_scheduled")

    assert texts(refused) == [(1, "")]
    assert texts(fine) == [(1, ""), (2, "更正标题。")]
    entry = PageLogEntry.objects.get(page=refused, action="xcms_notices.publication_refused")
    assert refused.title in entry.message
    refused.refresh_from_db()
    assert (refused.title, refused.scheduled_revision) == ("申报通知", None)


def test_a_schedule_that_the_rules_refuse_does_not_stop_the_others(section: Any) -> None:
    first, fine = make_notice(section), make_notice(section, slug="fine")
    revision = schedule(first, "废止。", validity="repealed", validity_date=date(2021, 1, 1))
    revision.content["validity_date"] = None
    revision.save()
    schedule(fine, "更正标题。", title="更正的通知")

    call_command("publish_scheduled")

    assert texts(first) == [(1, "")]
    assert texts(fine)[-1] == (2, "更正标题。")


def test_a_copy_has_a_life_of_its_own(section: Any) -> None:
    page = republish(make_notice(section), "更正标题。", title="更正的通知")

    copy = page.copy(update_attrs={"slug": "copy"}, keep_live=True)
    draft = page.copy(update_attrs={"slug": "draft"}, keep_live=False)

    assert texts(copy) == [(1, "")]
    assert texts(draft) == []
    assert NoticePage.objects.get(pk=copy.pk).live


def test_an_alias_keeps_no_texts(section: Any) -> None:
    page = make_notice(section)
    alias = page.create_alias(update_slug="alias")

    republish(page, "更正标题。", title="更正的通知")

    assert NoticePage.objects.get(pk=alias.pk).title == "更正的通知"
    assert texts(alias) == []


def test_a_page_from_before_texts_were_kept_gets_its_first_when_it_is_next_published(
    section: Any, admin_user: Any
) -> None:
    page = make_notice(section)
    TextEdition.objects.filter(page=page.pk)._raw_delete("default")
    with pytest.raises(PublicationRefusedError):
        republish(page, title="更正的通知")
    assert texts(page) == []

    republish(page, "更正标题。", title="更正的通知", user=admin_user)

    first, second = TextEdition.objects.order_by("number")
    assert (first.content["title"], second.content["title"]) == ("申报通知", "更正的通知")
    assert first.published_at == page.last_published_at
    assert (first.revision_id, first.published_by) == (page.live_revision_id, None)
    assert second.published_by == admin_user


def test_editions_are_neither_changed_nor_deleted(section: Any) -> None:
    make_notice(section)
    edition = TextEdition.objects.get()
    edition.change_note = "改写"

    with pytest.raises(AppendOnlyError):
        edition.save()
    with pytest.raises(AppendOnlyError):
        edition.delete()
    with pytest.raises(AppendOnlyError):
        TextEdition.objects.update(change_note="改写")


def test_a_field_that_nobody_has_filled_does_not_count(section: Any) -> None:
    page = make_notice(section)
    digest = public_content(page).digest

    page.index_number, page.keywords, page.validity_date = "", "", None

    assert public_content(page).digest == digest


def test_moving_a_page_needs_no_note(section: Any, wagtail_root: Any) -> None:
    page = make_notice(section)

    page.move(wagtail_root, pos="last-child")

    assert texts(page) == [(1, "")]


# Lists


def test_a_list_keeps_rows_and_words_together(section: Any) -> None:
    page = published_list(section)
    FilingFactory(round=page.round)
    page = publish(page, change_note="补充一个证书。")
    page = publish(page, change_note="更正导语。", intro="现公布如下。")

    kept = list(
        TextEdition.objects.filter(page=page.pk)
        .order_by("number")
        .values_list("number", "change_note", "list_edition__number")
    )
    assert kept == [(1, "", 1), (2, "补充一个证书。", 2), (3, "更正导语。", 2)]
    assert ListEdition.objects.count() == 2


def test_other_words_on_a_list_need_a_note(section: Any) -> None:
    page = published_list(section)

    with pytest.raises(PublicationRefusedError):
        publish(page, intro="现公布如下。")

    page.refresh_from_db()
    assert page.intro == ""
    assert texts(page) == [(1, "")]


def test_a_list_from_before_texts_were_kept_gets_its_first_with_the_rows_it_showed(
    section: Any,
) -> None:
    page = published_list(section)
    TextEdition.objects.filter(page=page.pk)._raw_delete("default")

    publish(page, change_note="更正导语。", intro="现公布如下。")

    first, second = TextEdition.objects.order_by("number")
    assert (first.list_edition, second.list_edition) == (ListEdition.objects.get(),) * 2
    assert CertificateListPage.objects.get().intro == "现公布如下。"


def test_deleting_a_page_in_code_takes_its_texts_along(section: Any) -> None:
    make_notice(section)

    Page.objects.get(slug="notice").delete()

    assert not TextEdition.objects.exists()
