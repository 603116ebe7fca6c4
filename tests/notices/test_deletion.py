"""A text that was ever public is never deleted in the admin: it is withdrawn."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from notices.models import BatchDossierPage, NoticePage, TextEdition, ThemePage
from tests.factories import BatchFactory
from tests.notices.pages import draft_notice, editor, make_notice, make_section

pytestmark = pytest.mark.django_db

REFUSED = "已发布的文本须予保留"


def delete(client: Client, page: Any, *, in_bulk: bool = False) -> str:
    """Gives back what the next screen says."""
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    if in_bulk:
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        url = f"{bulk}?next=/admin/&id={page.pk}"
    return str(client.post(url, follow=True).content.decode())


def is_there(page: Any) -> bool:
    return bool(Page.objects.filter(pk=page.pk).exists())


@pytest.mark.parametrize("in_bulk", [False, True])
@pytest.mark.parametrize("target", ["notice", "section", "section above"])
@pytest.mark.parametrize("is_live", [True, False])
def test_a_notice_that_was_published_stays_also_for_superusers(
    admin_client: Client, wagtail_root: Any, target: str, in_bulk: bool, is_live: bool
) -> None:
    above = make_section(wagtail_root)
    section = make_section(above, title="通知", slug="inner")
    notice = make_notice(section, title="申报工作通知")
    if not is_live:
        notice.unpublish()
    page = {"notice": notice, "section": section, "section above": above}[target]

    said = delete(admin_client, page, in_bulk=in_bulk)

    assert REFUSED in said
    assert "“申报工作通知”" in said
    assert is_there(notice)


def test_asking_for_the_screen_is_refused_as_well(admin_client: Client, section: Any) -> None:
    notice = make_notice(section)

    response = admin_client.get(reverse("wagtailadmin_pages:delete", args=[notice.pk]), follow=True)

    assert REFUSED in response.content.decode()
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[notice.pk])


def test_a_notice_from_before_texts_were_kept_stays(admin_client: Client, section: Any) -> None:
    notice = make_notice(section)
    TextEdition.objects.filter(page=notice.pk)._raw_delete("default")

    assert REFUSED in delete(admin_client, notice)
    assert is_there(notice)


@pytest.mark.parametrize("in_bulk", [False, True])
def test_a_draft_that_was_never_public_may_go(
    client: Client, admin_client: Client, section: Any, in_bulk: bool
) -> None:
    draft = draft_notice(section)

    delete(admin_client, draft, in_bulk=in_bulk)

    assert not is_there(draft)


def test_a_copy_that_was_never_public_may_go(admin_client: Client, section: Any) -> None:
    copy = make_notice(section).copy(update_attrs={"slug": "copy"}, keep_live=False)

    delete(admin_client, copy)

    assert not is_there(copy)


def test_an_alias_may_go_and_leaves_its_original(admin_client: Client, section: Any) -> None:
    notice = make_notice(section)
    alias = notice.create_alias(update_slug="alias")

    delete(admin_client, alias)

    assert (is_there(alias), is_there(notice)) == (False, True)


def test_who_may_not_delete_is_not_asked_about_it(client: Client, section: Any) -> None:
    draft = draft_notice(section)
    client.force_login(editor(make_section(section.get_parent(), slug="other")))

    delete(client, draft)

    assert is_there(draft)


def test_pages_that_only_gather_may_go(admin_client: Client, section: Any) -> None:
    notice = make_notice(section)
    gathering = [
        BatchDossierPage(title="批次专题", slug="dossier", batch=BatchFactory()),
        ThemePage(title="专题", slug="theme"),
    ]
    for page in gathering:
        section.add_child(instance=page)
        page.save_revision().publish()

        delete(admin_client, page)

        assert not is_there(page)
    assert NoticePage.objects.filter(pk=notice.pk, live=True).exists()


def test_of_many_texts_a_few_are_named(admin_client: Client, section: Any) -> None:
    for number in range(1, 8):
        make_notice(section, title=f"第{number}号通知", slug=f"n{number}")

    said = delete(admin_client, section)

    assert "“第5号通知”……" in said
    assert "“第6号通知”" not in said.partition(REFUSED)[0]
