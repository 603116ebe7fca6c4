"""A withdrawn text stays readable at its address, says so everywhere, and keeps its history."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from notices.models import NoticePage, PageWithdrawal
from notices.withdrawals.services import LONGEST_REASON, restore_page, withdraw_page
from registry.models import Filing
from tests.at_once import at_once
from tests.notices.pages import editor, make_notice, make_section, published_list, republish
from xcms.versions import current_versions

pytestmark = pytest.mark.django_db

BADGE = "xcms-badge--revoked"
BANNER = "xcms-standing__title"


def withdraw(page: Any, reason: str = "依据不足。", **values: Any) -> PageWithdrawal:
    return withdraw_page(page, reason=reason, acting_user=None, **values)


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("make", [make_notice, published_list])
def test_a_withdrawn_text_stays_at_its_address_with_reason_and_successor_on_top(
    client: Client, section: Any, make: Callable[..., Any]
) -> None:
    page, successor = make(section), make_notice(section, title="新通知", slug="new")

    withdraw(page, successor=successor)

    shown = text(client, page.url)
    assert BANNER in shown
    assert "依据不足。" in shown
    assert f'<a href="{successor.url}">新通知</a>' in shown
    assert f'<a href="{page.url}">{page.title}</a>' in text(client, successor.url)


def test_a_list_that_is_withdrawn_stays_in_the_register(section: Any) -> None:
    page = published_list(section)
    before = current_versions()

    withdraw(page)

    assert Filing.objects.public().count() == 1
    assert current_versions().number == before.number


def test_withdrawing_and_restoring_move_the_version_of_the_pages(section: Any) -> None:
    page = make_notice(section)
    before = current_versions().pages

    withdraw(page)
    assert (withdrawn := current_versions().pages) > before

    restore_page(page, reason="核实无误。", acting_user=None)
    assert current_versions().pages > withdrawn


def test_the_section_marks_it_and_the_feed_says_so_and_moves(client: Client, section: Any) -> None:
    page = make_notice(section)
    assert BADGE not in text(client, section.url)
    before = text(client, f"{section.url}feed/")

    withdrawal = withdraw(page)

    assert BADGE in text(client, section.url)
    feed = text(client, f"{section.url}feed/")
    moment = withdrawal.withdrawn_at.isoformat().replace("+00:00", "")[:19]
    assert "（" in feed.partition("<entry>")[2].partition("</title>")[0]
    assert feed != before
    assert moment[:16] in feed or withdrawal.withdrawn_at.strftime("%M:%S") in feed


def test_the_search_puts_it_last_and_says_so(client: Client, section: Any) -> None:
    page = make_notice(section, title="试点申报通知", slug="one")
    make_notice(section, title="关于试点申报通知的补充说明", slug="two")

    def hits() -> list[tuple[str, bool]]:
        answer = client.get("/search/?q=试点申报通知&format=json").json()
        return [(hit["title"], hit["is_withdrawn"]) for hit in answer["results"]]

    assert hits()[0] == ("试点申报通知", False)
    withdraw(page)
    assert hits()[-1] == ("试点申报通知", True)
    shown = text(client, "/search/?q=试点申报通知")
    assert "已撤回</span>" in shown
    assert "已失效" not in shown


def test_restoring_takes_the_banner_away_and_keeps_both_reasons_readable(
    client: Client, section: Any
) -> None:
    page = make_notice(section)
    withdraw(page)

    restore_page(page, reason="核实无误。", acting_user=None)

    shown = text(client, page.url)
    assert BANNER not in shown
    assert "依据不足。" in shown
    assert "核实无误。" in shown
    assert BADGE not in text(client, section.url)


def test_neither_an_old_draft_nor_a_correction_brings_the_text_back(
    client: Client, section: Any
) -> None:
    page = make_notice(section)
    draft = page.save_revision()
    withdraw(page)

    draft.publish()
    assert BANNER in text(client, page.url)
    republish(page, "更正标题。", title="更正的通知")
    assert BANNER in text(client, page.url)


def test_an_alias_is_withdrawn_with_its_original(client: Client, section: Any) -> None:
    page = make_notice(section)
    alias = page.create_alias(update_slug="alias")

    withdraw(page)

    assert BANNER in text(client, alias.url)
    assert text(client, section.url).count(BADGE) == 2


def test_a_copy_is_not_withdrawn(client: Client, section: Any) -> None:
    page = make_notice(section)
    withdraw(page)

    copy = page.copy(update_attrs={"slug": "copy"})

    assert BANNER not in text(client, NoticePage.objects.get(pk=copy.pk).url)


@pytest.mark.parametrize("hidden", ["unpublished", "restricted"])
def test_a_successor_that_is_not_public_stays_unmentioned(
    client: Client, section: Any, hidden: str
) -> None:
    page, successor = make_notice(section), make_notice(section, title="内部通知", slug="new")
    withdraw(page, successor=successor)
    if hidden == "unpublished":
        successor.unpublish()
    else:
        successor.view_restrictions.create(restriction_type="login")

    shown = text(client, page.url)

    assert BANNER in shown
    assert "内部通知" not in shown


@pytest.mark.parametrize("reason", ["", "  \n", "\x00", "长" * (LONGEST_REASON + 1)])
def test_a_withdrawal_needs_a_reason_of_some_length(section: Any, reason: str) -> None:
    with pytest.raises(ValidationError):
        withdraw(make_notice(section), reason)

    assert not PageWithdrawal.objects.exists()


def test_only_live_texts_are_withdrawn_and_only_once(section: Any) -> None:
    page = make_notice(section)
    alias = page.create_alias(update_slug="alias")
    gone = make_notice(section, slug="gone")
    gone.unpublish()
    for other in (section, alias, gone):
        with pytest.raises(ValidationError):
            withdraw(other)
    with pytest.raises(ValidationError):
        restore_page(page, reason="核实无误。", acting_user=None)

    withdraw(page)
    with pytest.raises(ValidationError):
        withdraw(page)
    with pytest.raises(IntegrityError), transaction.atomic():
        PageWithdrawal.objects.create(
            page_id=page.pk,
            reason="再撤一次",
            withdrawn_at=PageWithdrawal.objects.get().withdrawn_at,
        )


def test_a_text_can_be_withdrawn_again_after_it_was_restored(section: Any) -> None:
    page = make_notice(section)
    withdraw(page)
    restore_page(page, reason="核实无误。", acting_user=None)

    withdraw(page, "另有新规定。")

    assert PageWithdrawal.objects.open().get().reason == "另有新规定。"
    assert PageWithdrawal.objects.count() == 2


def test_readers_are_never_led_in_a_circle(section: Any) -> None:
    first, second, third = (make_notice(section, slug=slug) for slug in ("a", "b", "c"))
    withdraw(first, successor=second)
    withdraw(second, successor=third)

    for successor in (third, first, section):
        with pytest.raises(ValidationError) as refused:
            withdraw(third, successor=successor)
        assert set(refused.value.message_dict) == {"successor"}


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_once_one_withdraws(wagtail_root: Any) -> None:
    page = make_notice(make_section(wagtail_root))

    outcomes = at_once(
        lambda: withdraw(page, "甲的理由"),
        lambda: withdraw(page, "乙的理由"),
        refusals=(ValidationError,),
    )

    assert PageWithdrawal.objects.count() == 1
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 1


# In the admin


def address(page: Any) -> str:
    return reverse("xcms_notices_withdrawal", args=[page.pk])


def act(client: Client, page: Any, act: str = "withdraw", **values: Any) -> Any:
    return client.post(address(page), {"act": act, "reason": "依据不足。", **values}, follow=True)


def test_an_editor_withdraws_and_restores_in_the_admin(client: Client, section: Any) -> None:
    page, successor = make_notice(section), make_notice(section, title="新通知", slug="new")
    user = editor(section)
    client.force_login(user)
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert address(page) in client.get(edit_url).content.decode()

    response = act(client, page, successor=successor.pk)

    withdrawal = PageWithdrawal.objects.get()
    assert response.redirect_chain[-1][0] == edit_url
    assert (withdrawal.reason, withdrawal.withdrawn_by) == ("依据不足。", user)
    assert withdrawal.successor_id == successor.pk
    assert "依据不足。" in client.get(address(page)).content.decode()

    act(client, page, "restore", reason="核实无误。")

    withdrawal.refresh_from_db()
    assert (withdrawal.lift_reason, withdrawal.lifted_by) == ("核实无误。", user)
    log = PageLogEntry.objects.filter(page=page.pk, action__startswith="xcms_notices.")
    assert {entry.action: entry.data["reason"] for entry in log} == {
        "xcms_notices.withdraw": "依据不足。",
        "xcms_notices.restore": "核实无误。",
    }
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert "核实无误。" in history


@pytest.mark.parametrize("values", [{"reason": " "}, {"successor": "x"}, {"successor": "999999"}])
def test_a_refused_form_comes_back_with_the_reason(
    admin_client: Client, section: Any, values: dict[str, str]
) -> None:
    response = act(admin_client, make_notice(section), **values)

    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(values)
    assert not PageWithdrawal.objects.exists()


def test_whoever_comes_second_is_told_so(admin_client: Client, section: Any) -> None:
    page = make_notice(section)
    withdraw(page, "先来者的理由。")

    response = act(admin_client, page)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert PageWithdrawal.objects.get().reason == "先来者的理由。"


def _without_publish(section: Any) -> User:
    return editor(section, may_publish=False)


def _of_another_section(section: Any) -> User:
    return editor(make_section(section.get_parent(), title="别的栏目", slug="other"))


@pytest.mark.parametrize("make_user", [_without_publish, _of_another_section])
def test_who_may_not_publish_here_may_not_withdraw(
    client: Client, section: Any, make_user: Callable[[Any], User]
) -> None:
    page = make_notice(section)
    client.force_login(make_user(section))

    for response in (client.get(address(page)), act(client, page)):
        assert response.redirect_chain if hasattr(response, "redirect_chain") else True
        assert response.status_code in (302, 200)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert address(page) not in edit.content.decode()
    assert not PageWithdrawal.objects.exists()


def test_a_stranger_may_not_withdraw(client: Client, section: Any) -> None:
    page = make_notice(section)

    assert client.post(address(page), {"act": "withdraw", "reason": "x"}).status_code == 302
    assert not PageWithdrawal.objects.exists()


def test_what_is_no_live_text_has_no_such_screen(admin_client: Client, section: Any) -> None:
    gone = make_notice(section)
    gone.unpublish()

    for page in (section, gone):
        assert admin_client.get(address(page)).status_code == 302
    assert admin_client.get(address(Page(pk=999999))).status_code == 404


def test_the_buttons_stand_in_the_listing_of_live_texts(admin_client: Client, section: Any) -> None:
    page, gone = make_notice(section), make_notice(section, slug="gone")
    gone.unpublish()

    listing = admin_client.get(reverse("wagtailadmin_explore", args=[section.pk]))

    assert address(page) in listing.content.decode()
    assert address(gone) not in listing.content.decode()
    assert address(section) not in listing.content.decode()


def test_bystanders_of_the_admin_see_no_way_to_restore_by_get(
    admin_client: Client, section: Any
) -> None:
    page = make_notice(section)

    admin_client.get(f"{address(page)}?act=withdraw&reason=x")

    assert not PageWithdrawal.objects.exists()
