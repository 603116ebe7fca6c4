"""A published text is never silently changed: whatever the way of publishing, another text needs a change note."""

from typing import Any

import pytest
from wagtail.models import Page

from notices.models import NoticePage, TextEdition
from registry.models.append_only import AppendOnlyError
from registry.services.editions import PublicationRefusedError
from tests.notices.pages import make_notice, republish
from tests.notices.texts import texts
from xcms.versions import current_versions

pytestmark = pytest.mark.django_db


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


def test_a_needless_note_is_not_kept_for_the_next_time(section: Any) -> None:
    page = republish(make_notice(section), "什么也没改。")
    assert texts(page) == [(1, "")]

    with pytest.raises(PublicationRefusedError):
        republish(page, page.change_note, title="更正的通知")


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


def test_moving_a_page_needs_no_note(section: Any, wagtail_root: Any) -> None:
    page = make_notice(section)

    page.move(wagtail_root, pos="last-child")

    assert texts(page) == [(1, "")]


def test_deleting_a_page_in_code_takes_its_texts_along(section: Any) -> None:
    make_notice(section)

    Page.objects.get(slug="notice").delete()

    assert not TextEdition.objects.exists()
