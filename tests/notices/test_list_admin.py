"""The editor's side of list pages: the form, the rows on the screen, publishing and deleting."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notices.models import CertificateListPage
from registry.models import Filing, ListEdition, Round
from registry.services import editions
from registry.services.editions import PublicationRefusedError
from tests.factories import FilingFactory, RoundFactory
from tests.notices.pages import draft_list, editor, published_list
from tests.notices.screens import STALE, edit_url, form_data, is_live, seen_digest

pytestmark = pytest.mark.django_db


def test_the_editor_sees_the_rows_and_publishes_them(
    admin_client: Client, section: Any, round_: Round
) -> None:
    page = draft_list(section, round_)
    seen = seen_digest(admin_client, edit_url(page))

    response = admin_client.post(
        edit_url(page), form_data(page, **{"rows_digest": seen, "action-publish": "1"})
    )

    assert response.status_code == 302
    assert is_live(page)
    assert ListEdition.objects.get().digest == seen
    assert seen in admin_client.get(edit_url(page)).content.decode()


def test_a_new_page_can_be_published_at_once(
    admin_client: Client, section: Any, round_: Round
) -> None:
    page = CertificateListPage(title="名单", slug="list", round=round_)
    url = reverse(
        "wagtailadmin_pages:add", args=["xcms_notices", "certificatelistpage", section.pk]
    )
    assert seen_digest(admin_client, url) == ""

    response = admin_client.post(url, form_data(page, **{"action-publish": "1"}))

    assert response.status_code == 302
    assert CertificateListPage.objects.get().live
    assert Filing.objects.public().count() == 1


def test_rows_that_changed_under_the_editors_eyes_are_refused_in_the_form(
    admin_client: Client, section: Any, round_: Round
) -> None:
    page = draft_list(section, round_)
    seen = seen_digest(admin_client, edit_url(page))
    FilingFactory(round=round_)

    response = admin_client.post(
        edit_url(page), form_data(page, **{"rows_digest": seen, "action-publish": "1"})
    )

    text = response.content.decode()
    assert response.status_code == 200
    assert STALE in text
    assert not is_live(page)
    # What comes back shows the rows of now: the editor looks again, saves, and may publish then.
    fresh = editions.draft_edition(round_).digest
    assert f'name="rows_digest" value="{fresh}"' in text
    admin_client.post(edit_url(page), form_data(page, rows_digest=fresh))
    admin_client.post(
        edit_url(page), form_data(page, **{"rows_digest": fresh, "action-publish": "1"})
    )
    assert is_live(page)


def test_a_draft_whose_rows_changed_must_be_saved_again_before_it_is_published(
    admin_client: Client, section: Any, round_: Round
) -> None:
    page = draft_list(section, round_)
    FilingFactory(round=round_)
    seen = seen_digest(admin_client, edit_url(page))

    response = admin_client.post(
        edit_url(page), form_data(page, **{"rows_digest": seen, "action-publish": "1"})
    )

    assert STALE in response.content.decode()
    assert not is_live(page)


def test_a_published_list_with_other_rows_asks_for_a_change_note(
    admin_client: Client, section: Any
) -> None:
    page = published_list(section)
    FilingFactory(round=page.round)
    seen = seen_digest(admin_client, edit_url(page))
    data = form_data(page, **{"rows_digest": seen, "action-publish": "1"})

    refused = admin_client.post(edit_url(page), data)
    assert "请在变更说明中写明" in refused.content.decode()
    assert ListEdition.objects.count() == 1

    admin_client.post(edit_url(page), {**data, "change_note": "补充一个证书。"})
    assert ListEdition.objects.count() == 2


def test_a_round_without_filings_is_refused_in_the_form(admin_client: Client, section: Any) -> None:
    round_ = RoundFactory()
    page = draft_list(section, round_)

    response = admin_client.post(edit_url(page), form_data(page, **{"action-publish": "1"}))

    assert "没有可公布的内容" in response.content.decode()
    assert not is_live(page)


def test_a_page_without_a_round_can_be_saved_but_not_published(
    admin_client: Client, section: Any
) -> None:
    page = draft_list(section)

    saved = admin_client.post(edit_url(page), form_data(page))
    refused = admin_client.post(edit_url(page), form_data(page, **{"action-publish": "1"}))

    assert (saved.status_code, refused.status_code) == (302, 200)
    assert not is_live(page)


def test_a_second_page_for_a_round_is_refused_in_the_form(
    admin_client: Client, section: Any, round_: Round
) -> None:
    draft_list(section, round_)
    other = CertificateListPage(title="又一份名单", slug="other", round=round_)
    url = reverse(
        "wagtailadmin_pages:add", args=["xcms_notices", "certificatelistpage", section.pk]
    )

    response = admin_client.post(url, form_data(other, **{"action-publish": "1"}))

    assert "该轮次的名单已有另一页面" in response.content.decode()
    assert CertificateListPage.objects.count() == 1


def _refuse(*_args: Any, **_kwargs: Any) -> None:
    raise PublicationRefusedError("此刻不能公布。")


@pytest.mark.parametrize("is_new", [False, True])
def test_a_refusal_after_the_form_is_a_message_and_the_draft_is_kept(
    admin_client: Client,
    section: Any,
    round_: Round,
    monkeypatch: pytest.MonkeyPatch,
    is_new: bool,
) -> None:
    monkeypatch.setattr("notices.models.publication.publish_edition", _refuse)
    if is_new:
        page = CertificateListPage(title="名单", slug="list", round=round_)
        url = reverse(
            "wagtailadmin_pages:add", args=["xcms_notices", "certificatelistpage", section.pk]
        )
    else:
        page = draft_list(section, round_)
        url = edit_url(page)

    response = admin_client.post(
        url, form_data(page, **{"intro": "新导语", "action-publish": "1"}), follow=True
    )

    made = CertificateListPage.objects.get()
    assert response.redirect_chain[-1][0] == edit_url(made)
    assert "此刻不能公布。" in response.content.decode()
    assert not made.live
    assert made.get_latest_revision_as_object().intro == "新导语"


def test_an_editor_without_the_right_to_publish_cannot(
    client: Client, section: Any, round_: Round
) -> None:
    page = draft_list(section, round_)
    client.force_login(editor(section, may_publish=False))

    client.post(edit_url(page), form_data(page, **{"action-publish": "1"}))

    assert not is_live(page)
    assert not ListEdition.objects.exists()


def test_an_editor_with_the_right_to_publish_can(
    client: Client, section: Any, round_: Round
) -> None:
    page = draft_list(section, round_)
    user = editor(section)
    client.force_login(user)

    client.post(edit_url(page), form_data(page, **{"action-publish": "1"}))

    assert is_live(page)
    assert ListEdition.objects.get().published_by == user


def bulk_url(action: str, *pages: Any) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{address}?next=/admin/&{'&'.join(f'id={page.pk}' for page in pages)}"


def test_bulk_publishing_refuses_all_where_one_list_is_refused(
    admin_client: Client, section: Any, round_: Round
) -> None:
    stale = draft_list(section, round_)
    FilingFactory(round=round_)
    second = RoundFactory(number=2)
    FilingFactory(round=second)
    fine = draft_list(section, second, title="第二轮备案证书名单", slug="round-2")

    response = admin_client.post(bulk_url("publish", fine, stale), follow=True)

    assert response.status_code == 200
    assert STALE in response.content.decode()
    assert not is_live(fine)
    assert not is_live(stale)
    assert not ListEdition.objects.exists()


def test_bulk_publishing_publishes(admin_client: Client, section: Any, round_: Round) -> None:
    page = draft_list(section, round_)

    admin_client.post(bulk_url("publish", page))

    assert is_live(page)
    assert Filing.objects.public().count() == 1


def test_bulk_unpublishing_hides(admin_client: Client, section: Any) -> None:
    page = published_list(section)

    admin_client.post(bulk_url("unpublish", page))

    assert not is_live(page)
    assert not Filing.objects.public().exists()


@pytest.mark.parametrize("of_ancestor", [False, True])
@pytest.mark.parametrize("in_bulk", [False, True])
def test_a_page_that_has_published_cannot_be_deleted(
    admin_client: Client, section: Any, of_ancestor: bool, in_bulk: bool
) -> None:
    page = published_list(section)
    target = section if of_ancestor else page
    url = (
        bulk_url("delete", target)
        if in_bulk
        else reverse("wagtailadmin_pages:delete", args=[target.pk])
    )

    response = admin_client.post(url, follow=True)

    assert response.status_code == 200
    assert "已公布的名单须予保留" in response.content.decode()
    assert is_live(page)


def test_a_draft_list_can_be_deleted(admin_client: Client, section: Any, round_: Round) -> None:
    page = draft_list(section, round_)

    admin_client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert not CertificateListPage.objects.exists()


def test_a_restricted_section_of_drafts_can_be_deleted(
    admin_client: Client, section: Any, round_: Round
) -> None:
    draft_list(section, round_)
    section.view_restrictions.create(restriction_type="login")

    admin_client.post(reverse("wagtailadmin_pages:delete", args=[section.pk]))

    assert not CertificateListPage.objects.exists()
