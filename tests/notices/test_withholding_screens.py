"""The list of a page's published texts in the admin, and who takes one from the public there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from notices.models import NoticePage, TextWithholding
from notices.withholding.services import withhold_text
from tests.notices.pages import draft_notice, editor, make_notice, make_section, republish
from tests.notices.sign_off.office import Office, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(section: Any) -> NoticePage:
    corrected: NoticePage = republish(make_notice(section), "删去个人信息。", title="更正的通知")
    return corrected


def texts(page: Any) -> str:
    return reverse("xcms_notices_published_texts", args=[page.pk])


def screen(page: Any, number: int = 1) -> str:
    return reverse("xcms_notices_withholding", args=[page.pk, number])


def act(client: Client, page: Any, act: str = "withhold", number: int = 1, **values: str) -> Any:
    data = {"act": act, "reason": "含个人信息。", **values}
    return client.post(screen(page, number), data, follow=True)


def test_the_list_names_every_text_and_offers_the_former_ones(
    admin_client: Client, page: NoticePage
) -> None:
    edit = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert texts(page) in edit

    shown = admin_client.get(texts(page)).content.decode()

    assert "删去个人信息。" in shown
    assert f'href="{page.url}editions/1/"' in shown
    assert f'href="{page.url}"' in shown
    assert screen(page, 1) in shown
    assert screen(page, 2) not in shown


def test_an_editor_withholds_and_releases(client: Client, section: Any, page: NoticePage) -> None:
    user = editor(section)
    client.force_login(user)
    assert "删去个人信息。" not in client.get(screen(page)).content.decode()

    response = act(client, page)

    withholding = TextWithholding.objects.get()
    assert response.redirect_chain[-1][0] == texts(page)
    assert (withholding.reason, withholding.withheld_by) == ("含个人信息。", user)
    assert "停止公开：含个人信息。" in response.content.decode()
    assert "停止公开：含个人信息。" in client.get(screen(page)).content.decode()

    act(client, page, "release", reason="核实无误。")

    withholding.refresh_from_db()
    assert (withholding.lift_reason, withholding.lifted_by) == ("核实无误。", user)
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert "第1版不再公开：含个人信息。" in history
    assert "第1版恢复公开：核实无误。" in history
    log = PageLogEntry.objects.filter(page=page.pk, action__startswith="xcms_notices.")
    assert {entry.user for entry in log} == {user}


def test_the_screen_says_what_stays_readable(admin_client: Client, page: NoticePage) -> None:
    page = republish(page, "再次更正。", summary="摘要")

    assert "删去个人信息。" in admin_client.get(screen(page, 2)).content.decode()


def test_a_refused_form_comes_back_with_the_sentence(
    admin_client: Client, page: NoticePage
) -> None:
    without_reason = act(admin_client, page, reason=" ")
    current = act(admin_client, page, number=2)
    withhold_text(page, 1, reason="先来者的理由。", acting_user=None)
    second = act(admin_client, page)

    assert set(without_reason.context["form"].errors) == {"reason"}
    assert "请先更正" in " ".join(current.context["form"].non_field_errors())
    assert second.context["form"].non_field_errors()
    assert TextWithholding.objects.get().reason == "先来者的理由。"


def _without_publish(section: Any) -> User:
    return editor(section, may_publish=False)


def _of_another_section(section: Any) -> User:
    return editor(make_section(section.get_parent(), title="别的栏目", slug="other"))


@pytest.mark.parametrize("make_user", [_without_publish, _of_another_section])
def test_who_may_not_publish_here_may_not_withhold(
    client: Client, section: Any, page: NoticePage, make_user: Callable[[Any], User]
) -> None:
    client.force_login(make_user(section))

    client.get(screen(page))
    act(client, page)

    assert not TextWithholding.objects.exists()
    assert screen(page) not in client.get(texts(page), follow=True).content.decode()


def test_who_may_only_edit_reads_the_list(client: Client, section: Any, page: NoticePage) -> None:
    client.force_login(editor(section, may_publish=False))

    assert client.get(texts(page)).status_code == 200


def test_a_stranger_sees_nothing_of_it(client: Client, page: NoticePage) -> None:
    for response in (client.get(texts(page)), client.get(screen(page)), client.post(screen(page))):
        assert response.status_code == 302
    assert not TextWithholding.objects.exists()


def test_where_a_second_person_signs_those_with_the_right_to_publish_protect_people_at_once(
    wagtail_root: Any,
) -> None:
    office = Office(wagtail_root)
    page = office.at_signing()
    page.current_workflow_task_state.approve(user=office.signer)
    page = republish(NoticePage.objects.get(pk=page.pk), "删去个人信息。", title="更正的通知")
    # A workflow that runs meanwhile locks the page.
    page.get_workflow().start(page, office.writer)

    act(client_of(office.writer), page)
    assert not TextWithholding.objects.exists()
    act(client_of(office.signer), page)
    assert TextWithholding.objects.get().withheld_by == office.signer


def test_other_pages_have_no_such_list(admin_client: Client, section: Any) -> None:
    notice = make_notice(section)
    alias = notice.create_alias(update_slug="alias")

    for page in (section, alias):
        assert admin_client.get(texts(page)).status_code == 404
        assert admin_client.get(screen(page)).status_code == 404
    for number in (0, 9, 10**30):
        assert admin_client.get(screen(notice, number)).status_code == 404


def test_a_draft_has_an_empty_list_and_no_button(admin_client: Client, section: Any) -> None:
    draft = draft_notice(section)

    edit = admin_client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()

    assert texts(draft) not in edit
    assert "<table" not in admin_client.get(texts(draft)).content.decode().partition("<main")[2]
