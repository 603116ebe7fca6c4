"""What the office sees when it opens the admin."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, Revision, Workflow, WorkflowTask

from notices.desk.rows import MOST, in_review, never_finished, scheduled, waits_for
from notices.models import SignOffTaskState
from registry import working_days
from tests.notices.sign_off.office import Office, client_of, edit_url, fresh
from xcms.days import shanghai_today

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(wagtail_root: Any) -> Office:
    return Office(wagtail_root)


def titles(rows: Any) -> list[str]:
    return [row.title for row in rows.shown]


def due(page: Any, days: int) -> Any:
    day = shanghai_today() + timedelta(days=days)
    SignOffTaskState.objects.filter(pk=page.current_workflow_task_state.pk).update(due_on=day)
    return page


def aged(page: Any, days: int) -> Any:
    moment = timezone.now() - timedelta(days=days)
    Page.objects.filter(pk=page.pk).update(latest_revision_created_at=moment)
    return page


def home(user: User) -> str:
    return client_of(user).get("/admin/").content.decode()


def test_what_waits_for_me_comes_by_urgency_without_what_i_may_not_sign(office: Office) -> None:
    both = office.member("兼职", "编辑", "签发")
    due(office.at_signing(title="晚的"), 5)
    due(office.at_signing(title="逾期的"), -2)
    due(office.at_signing(both, title="自己的"), 1)
    due(office.submitted(title="在审核的"), 1)
    assert titles(waits_for(office.signer)) == ["逾期的", "自己的", "晚的"]
    assert titles(waits_for(both)) == ["逾期的", "晚的"]
    assert titles(waits_for(office.reviewer)) == ["在审核的"]
    assert waits_for(office.writer).count == 0
    assert [row.is_overdue for row in waits_for(both).shown] == [True, False]


def test_steps_of_wagtails_own_kind_are_there_too_without_a_day(
    office: Office, admin_user: User
) -> None:
    task = GroupApprovalTask.objects.create(name="旧审核")
    workflow = Workflow.objects.create(name="旧流程")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    workflow.start(office.draft(title="旧办法"), office.writer)
    due(office.submitted(title="新办法"), 3)
    assert titles(waits_for(admin_user)) == ["新办法", "旧办法"]


def test_what_is_in_review_shows_to_those_who_may_edit_or_publish_there(office: Office) -> None:
    page = due(office.submitted(title="审核中的"), 2)
    for user in (office.writer, office.reviewer, office.signer):
        assert titles(in_review(user)) == ["审核中的"]
    assert in_review(office.member("录入", "数据管理")).count == 0
    page.current_workflow_state.cancel(user=office.writer)
    assert in_review(office.writer).count == 0


def test_what_goes_live_by_itself(office: Office) -> None:
    page = office.draft(title="定时的")
    later = timezone.now() + timedelta(days=2)
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=later)
    assert titles(scheduled(office.writer)) == ["定时的"]
    assert scheduled(office.member("录入", "数据管理")).count == 0
    Revision.objects.filter(pk=page.latest_revision_id).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    assert scheduled(office.writer).count == 0


def test_what_was_never_finished(office: Office) -> None:
    aged(office.draft(title="搁置的草稿"), 30)
    office.draft(title="昨天的草稿")
    aged(office.submitted(title="在审核的"), 30)
    live = office.draft(title="已公开的")
    live.save_revision(user=office.writer).publish()
    aged(live, 40)
    changed = office.draft(title="公开后又改的")
    changed.save_revision(user=office.writer).publish()
    fresh(changed).save_revision(user=office.writer)
    aged(changed, 50)
    down = office.draft(title="撤下的")
    down.save_revision(user=office.writer).publish()
    fresh(down).unpublish()
    aged(down, 60)
    assert titles(never_finished(office.writer)) == ["公开后又改的", "搁置的草稿"]
    assert never_finished(office.member("录入", "数据管理")).count == 0


def test_the_number_of_days_is_a_setting(office: Office, settings: Any) -> None:
    aged(office.draft(), 5)
    assert never_finished(office.writer).count == 0
    settings.XCMS = {**settings.XCMS, "STALE_DRAFT_DAYS": 3}
    assert never_finished(office.writer).count == 1


def test_a_long_desk_is_counted(office: Office) -> None:
    for number in range(MOST + 3):
        office.submitted(title=f"通知{number}")
    rows = waits_for(office.reviewer)
    assert (len(rows.shown), rows.more) == (MOST, 3)
    assert "reviewable=true" in home(office.reviewer)


def test_the_screen_has_the_panels_with_their_empty_states_for_those_they_concern(
    office: Office,
) -> None:
    panels = ("xcms-waits-for-me", "xcms-coming-up", "xcms-never-finished")
    for user in (office.writer, office.reviewer, office.signer):
        text = home(user)
        assert all(f'id="{panel}-section"' in text for panel in panels), user
    text = home(office.member("录入", "数据管理"))
    assert not any(f'id="{panel}-section"' in text for panel in panels)


def test_a_title_is_text_and_leads_to_the_editor(office: Office) -> None:
    page = office.submitted(title="<script>alert(1)</script>通知")
    text = home(office.reviewer)
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text
    assert edit_url(page) in text
    # Wagtail's own list of the same would say it twice.
    assert 'id="awaiting-review-section"' not in text


def test_the_desk_costs_the_same_however_much_lies_on_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working_days._local, "request", object(), raising=False)

    def queries(user: User) -> int:
        user = User.objects.get(pk=user.pk)
        # As in a request, which reads the office's calendar once.
        working_days.forget_calendar()
        with CaptureQueriesContext(connection) as asked:
            waits_for(user), in_review(user), scheduled(user), never_finished(user)
        return len(asked)

    def fill(count: int) -> None:
        for number in range(count):
            due(office.submitted(title=f"通知{number}"), number)
            aged(office.draft(title=f"草稿{number}"), 30)
            office.at_signing()

    fill(2)
    users = (office.writer, office.reviewer, office.signer)
    few = [queries(user) for user in users]
    fill(6)
    assert [queries(user) for user in users] == few
    assert max(few) < 40
