"""Who may see the proofreading, and who may settle what it found."""

from typing import Any

import pytest
from django.test import Client

from notices.models import NoticePage
from tests.notices.pages import editor, make_notice, make_section
from tests.notices.proofreading import draft, repair, settle, url
from tests.notices.proofreading.pages import notice

pytestmark = pytest.mark.django_db


def test_only_those_who_may_edit_the_page_see_its_proofreading(
    client: Client, section: Any, wagtail_root: Any
) -> None:
    page = notice(section, ("paragraph", "<p>第一轮529日。</p>"))
    other = make_section(wagtail_root, slug="other")
    assert client.get(url(page)).status_code == 302

    client.force_login(editor(other, name="elsewhere"))
    assert client.get(url(page)).status_code in (302, 403)
    assert client.post(url(page), {"token": "x"}).status_code in (302, 403)

    client.force_login(editor(section, may_publish=False, name="here"))
    assert client.get(url(page)).status_code == 200
    repair(client, page, "529日")


def test_a_locked_page_is_shown_and_not_written(
    client: Client, section: Any, admin_user: Any
) -> None:
    page = notice(section, ("paragraph", "<p>第一轮529日。</p>"))
    NoticePage.objects.filter(pk=page.pk).update(locked=True, locked_by=admin_user)
    client.force_login(editor(section, name="here"))

    text = client.get(url(page)).content.decode()
    assert "529日" in text
    response = settle(client, page, **{"529日": {"decision": "0"}})

    assert response.status_code == 403
    assert not draft(page).xcms_text_repairs.exists()


def test_other_pages_and_aliases_have_no_proofreading(admin_client: Client, section: Any) -> None:
    page = make_notice(section)
    alias = page.create_alias(update_slug="alias")

    for one in (section, alias):
        assert admin_client.get(url(one)).status_code == 404
