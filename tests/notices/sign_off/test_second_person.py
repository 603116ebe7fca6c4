"""A text goes live when a second person has signed it: neither its submitter nor a writer of it, nor past the step."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import TaskState

from notices.models import CertificateListPage, NoticePage, SignOffTask
from notices.sign_off.rules import able_among, refusal, who_may_act
from registry.models import Filing, ListEdition
from tests.factories import FilingFactory, RoundFactory
from tests.notices.pages import draft_list
from tests.notices.sign_off.office import (
    APPROVE,
    Office,
    client_of,
    edit_url,
    fresh,
    posted,
    step_url,
)
from xcms.days import shanghai_today

pytestmark = pytest.mark.django_db


def test_the_way_of_a_notice_through_three_people(office: Office) -> None:
    page = office.submitted()
    assert client_of(office.reviewer).post(step_url(page)).status_code == 302
    assert not fresh(page).live
    assert page.current_workflow_task.name == "签发"

    client_of(office.signer).post(step_url(page))

    assert fresh(page).live
    assert fresh(page).current_workflow_state is None


def test_the_way_of_a_list(office: Office) -> None:
    round_ = RoundFactory()
    FilingFactory(round=round_)
    page = draft_list(office.section, round_)
    page.get_workflow().start(page, office.writer)
    page.current_workflow_task_state.approve(user=office.reviewer)

    client_of(office.signer).post(step_url(page))

    assert CertificateListPage.objects.get().live
    assert ListEdition.objects.count() == 1
    assert Filing.objects.public().count() == 1


def test_a_refused_list_stays_at_the_step(office: Office) -> None:
    round_ = RoundFactory()
    FilingFactory(round=round_)
    page = draft_list(office.section, round_)
    page.get_workflow().start(page, office.writer)
    page.current_workflow_task_state.approve(user=office.reviewer)
    FilingFactory(round=round_)

    client_of(office.signer).post(step_url(page))

    assert not CertificateListPage.objects.get().live
    assert fresh(page).current_workflow_task.name == "签发"


def test_sending_back_reaches_the_writer_with_the_comment(office: Office) -> None:
    page = office.at_signing()

    client_of(office.signer).post(step_url(page, "reject"), {"comment": "文号有误"})

    state = fresh(page).current_workflow_state
    assert state.status == "needs_changes"
    assert state.current_task_state.comment == "文号有误"
    # The writer may edit again, submit again, and is still no signer.
    client_of(office.writer).post(edit_url(page), posted(page, **{"action-submit": "1"}))
    assert fresh(page).current_workflow_task_state.due_on > shanghai_today()


def refused(page: Any, user: User) -> bool:
    """Nobody gets through: by address, by the editor, nor by code; and there is no button."""
    state = fresh(page).current_workflow_task_state
    before = TaskState.objects.get(pk=state.pk).status
    assert state.task.specific.get_actions(fresh(page), user) == []
    assert not TaskState.objects.reviewable_by(user).filter(pk=state.pk).exists()
    client = client_of(user)
    client.post(step_url(page))
    client.post(step_url(page, "reject"), {"comment": "x"})
    client.post(edit_url(page), posted(page, **APPROVE))
    with pytest.raises(PermissionDenied):
        state.approve(user=user)
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, user, "approve")
    after = TaskState.objects.get(pk=state.pk).status
    return before == after == "in_progress" and not fresh(page).live


def test_the_submitter_does_not_sign(office: Office) -> None:
    both = office.member("兼职", "编辑", "签发")
    page = office.draft()
    page.get_workflow().start(page, both)
    page.current_workflow_task_state.approve(user=office.reviewer)
    assert refused(page, both)


def test_the_last_writer_does_not_sign_what_another_submitted(office: Office) -> None:
    both = office.member("兼职", "编辑", "签发")
    page = office.draft(both)
    page.get_workflow().start(page, office.writer)
    page.current_workflow_task_state.approve(user=office.reviewer)
    assert refused(page, both)


def test_a_colleague_saving_once_more_makes_no_text_foreign_to_its_writer(office: Office) -> None:
    both = office.member("兼职", "编辑", "签发")
    page = office.draft(both)
    page.save_revision(user=office.writer)
    page.get_workflow().start(page, office.writer)
    page.current_workflow_task_state.approve(user=office.reviewer)
    assert refused(page, both)


def test_what_was_written_and_signed_before_is_forgotten(office: Office) -> None:
    both = office.member("兼职", "编辑", "签发")
    page = office.at_signing(both)
    page.current_workflow_task_state.approve(user=office.signer)
    page = fresh(page)
    page.save_revision(user=office.writer)
    page.get_workflow().start(page, office.writer)
    page.current_workflow_task_state.approve(user=office.reviewer)

    client_of(both).post(step_url(page))

    assert fresh(page).current_workflow_state is None
    assert not fresh(page).has_unpublished_changes


def test_superusers_are_not_exempt(office: Office, admin_user: User) -> None:
    page = office.at_signing(admin_user)
    assert refused(page, admin_user)
    other = User.objects.create_superuser("another", password="x")
    client_of(other).post(step_url(page))
    assert fresh(page).live


def test_members_of_other_groups_and_strangers_do_not_sign(office: Office) -> None:
    page = office.at_signing()
    for user in (office.reviewer, office.member("录入", "数据管理"), office.member("无组")):
        assert refused(page, user), user


def test_the_group_alone_is_not_enough_where_the_page_gives_no_right(office: Office) -> None:
    office.signer.groups.get().page_permissions.filter(permission__codename="publish_page").delete()
    assert refused(office.at_signing(), office.signer)


def test_somebody_who_has_left_does_not_sign(office: Office) -> None:
    page = office.at_signing()
    User.objects.filter(pk=office.signer.pk).update(is_active=False)
    state = page.current_workflow_task_state
    with pytest.raises(PermissionDenied):
        state.approve(user=User.objects.get(pk=office.signer.pk))
    with pytest.raises(PermissionDenied):
        state.approve(user=None)


def test_the_address_of_one_page_does_not_open_the_state_of_another(office: Office) -> None:
    both = office.member("兼职", "编辑", "签发")
    own, foreign = office.at_signing(both), office.at_signing()

    client_of(both).post(step_url(foreign, "approve", own.current_workflow_task_state))

    assert not fresh(own).live
    assert not fresh(foreign).live


def test_whoever_changes_the_text_while_approving_is_told_and_signs_nothing(office: Office) -> None:
    page = office.at_signing()
    before = page.revisions.count()

    answer = client_of(office.signer).post(
        edit_url(page), posted(page, title="改过的通知", **APPROVE)
    )

    assert answer.status_code == 200
    assert "改过的通知" in answer.content.decode()
    assert answer.context["form"].non_field_errors()
    assert not fresh(page).live
    assert page.revisions.count() == before


def test_approving_in_the_editor_without_a_change_signs(office: Office) -> None:
    page = office.at_signing()
    client_of(office.signer).post(edit_url(page), posted(page, **APPROVE))
    assert fresh(page).live


def test_a_change_saved_first_hands_the_signing_to_another(office: Office) -> None:
    page = office.at_signing()
    client_of(office.signer).post(edit_url(page), posted(page, title="改过的通知"))
    assert refused(page, office.signer)
    second = office.member("副主任", "签发")
    client_of(second).post(step_url(page))
    assert fresh(page).live
    assert fresh(page).title == "改过的通知"


def test_a_reviewer_may_correct_and_approve_where_no_second_person_is_asked_for(
    office: Office,
) -> None:
    page = office.submitted()
    client_of(office.reviewer).post(edit_url(page), posted(page, title="校对后", **APPROVE))
    assert fresh(page).current_workflow_task.name == "签发"


def test_the_screen_says_why_and_who(office: Office) -> None:
    both = office.member("兼职", "编辑", "签发")
    page = office.at_signing(both)
    text = client_of(both).get(edit_url(page)).content.decode()
    assert "主任" in text
    assert 'data-workflow-action-name="approve"' not in text
    text = client_of(office.signer).get(edit_url(page)).content.decode()
    assert 'data-workflow-action-name="approve"' in text


def test_the_decision_is_the_first_button_and_saving_comes_after(office: Office) -> None:
    text = client_of(office.signer).get(edit_url(office.at_signing())).content.decode()
    footer = text.partition("<footer")[2]
    assert footer.index('data-workflow-action-name="approve"') < footer.index("icon-draft")


def test_without_a_second_signer_the_screen_asks_for_one(office: Office, admin_user: User) -> None:
    page = office.at_signing(office.signer)
    message = page.get_lock().get_message(office.signer)
    # The last resort is named where nobody in the group may.
    assert "admin" in message
    User.objects.filter(is_superuser=True).delete()
    assert "“签发”" in fresh(page).get_lock().get_message(office.signer)


def test_the_names_of_those_who_may_are_what_each_would_be_told(
    office: Office, admin_user: User, django_assert_max_num_queries: Any
) -> None:
    both = office.member("兼职", "编辑", "签发")
    office.member("离岗", "签发")
    User.objects.filter(username="离岗").update(is_active=False)
    for number in range(8):
        office.member(f"副主任{number}", "签发")
    page = office.at_signing(both)
    state = fresh(page).current_workflow_task_state
    each = {user.pk for user in User.objects.all() if refusal(state, user) is None}
    assert {user.pk for user in able_among(User.objects.all(), state)} == each
    assert admin_user.pk in each
    with django_assert_max_num_queries(10):
        assert both not in who_may_act(state)


@pytest.mark.parametrize(
    ("days", "due"), [(1, date(2020, 6, 22)), (5, date(2020, 6, 29)), (0, None)]
)
def test_the_due_date_counts_chinas_working_days(days: int, due: date | None) -> None:
    assert SignOffTask(working_days=days).due_on(date(2020, 6, 19)) == due


def test_nobody_publishes_past_the_step(office: Office, admin_user: User) -> None:
    page = office.draft()
    for user in (office.signer, admin_user):
        client = client_of(user)
        assert 'name="action-publish"' not in client.get(edit_url(page)).content.decode()
        client.post(edit_url(page), posted(page, **{"action-publish": "1"}))
        client.post(
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
            + f"?id={page.pk}",
            {},
        )
        client.post(f"/admin/api/main/pages/{page.pk}/action/publish/")
        assert not fresh(page).live


def test_a_new_notice_is_not_published_by_the_create_view(office: Office, admin_user: User) -> None:
    client = client_of(admin_user)
    url = reverse("wagtailadmin_pages:add", args=["xcms_notices", "noticepage", office.section.pk])
    assert 'name="action-publish"' not in client.get(url).content.decode()
    values = posted(NoticePage(title="新通知", slug="new"), **{"action-publish": "1"})
    client.post(url, values)
    made = NoticePage.objects.get()
    assert (made.title, made.live) == ("新通知", False)
    # Sections are no official texts: who may publish them still does.
    url = reverse(
        "wagtailadmin_pages:add",
        args=["xcms_notices", "noticeindexpage", office.section.get_parent().pk],
    )
    assert 'name="action-publish"' in client.get(url).content.decode()


def test_a_live_copy_is_not_made_past_the_step(office: Office, admin_user: User) -> None:
    page = office.at_signing()
    page.current_workflow_task_state.approve(user=office.signer)
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    values = {
        "new_title": "另一份",
        "new_slug": "copy",
        "new_parent_page": office.section.pk,
        "publish_copies": "on",
    }
    client = client_of(admin_user)
    client.post(url, values)
    assert not NoticePage.objects.filter(slug="copy").exists()
    del values["publish_copies"]
    client.post(url, values)
    assert not NoticePage.objects.get(slug="copy").live


def test_signers_unpublish_and_where_no_workflow_applies_all_is_as_ever(
    office: Office, admin_user: User
) -> None:
    page = office.at_signing()
    page.current_workflow_task_state.approve(user=office.signer)
    client_of(office.signer).post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert not fresh(page).live

    office.section.get_parent().workflowpage.delete()
    client = client_of(admin_user)
    assert 'name="action-publish"' in client.get(edit_url(page)).content.decode()
    client.post(edit_url(page), posted(page, **{"action-publish": "1"}))
    assert fresh(page).live


def test_a_signed_text_with_a_date_goes_live_on_it(office: Office) -> None:
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone

    page = office.draft()
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision(user=office.writer)
    page = fresh(page)
    page.get_workflow().start(page, office.writer)
    page.current_workflow_task_state.approve(user=office.reviewer)
    client_of(office.signer).post(step_url(page))
    assert not fresh(page).live
    revision = fresh(page).scheduled_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    content = dict(revision.content)
    content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    type(revision).objects.filter(pk=revision.pk).update(
        approved_go_live_at=revision.approved_go_live_at, content=content
    )
    call_command("publish_scheduled")
    assert fresh(page).live
