"""No way of publishing lets a text through whose errors nobody has repaired or acknowledged."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, PageLogEntry, Workflow, WorkflowPage, WorkflowTask

from notices.models import NoticePage, TextEdition
from notices.proofreading import gate
from registry.models import ListEdition
from registry.services.editions import PublicationRefusedError
from tests.notices.pages import draft_list, draft_notice, make_notice, publish
from tests.notices.proofreading import draft, repair, settle, url
from tests.notices.screens import edit_url, form_data, seen_digest
from tests.notices.sign_off.office import Office
from xcms.versions import current_versions

pytestmark = pytest.mark.django_db

FAULTY = [("heading", "备案至529日截止")]
#: Where it is, and what is wrong with it.
TOLD = "小标题“备案至529日截止”：“529日”"


@pytest.fixture
def faulty(section: Any) -> NoticePage:
    return draft_notice(section, body=FAULTY)


def is_live(page: Any) -> bool:
    return bool(type(page).objects.get(pk=page.pk).live)


def said(response: Any) -> str:
    return " ".join(str(one) for one in get_messages(response.wsgi_request))


def in_time(page: Any) -> None:
    """Scheduled while the text had no errors; the time comes when it has."""
    due = timezone.now() - timedelta(minutes=1)
    revision = page.latest_revision
    revision.approved_go_live_at = due
    revision.content["go_live_at"] = due.isoformat()
    revision.save()


def test_publishing_in_code_is_refused_and_leaves_no_trace(faulty: NoticePage) -> None:
    before = current_versions()

    with pytest.raises(PublicationRefusedError) as refused:
        faulty.latest_revision.publish()

    assert "“申报通知”" in str(refused.value)
    assert TOLD in str(refused.value)
    assert not is_live(faulty)
    assert not TextEdition.objects.exists()
    assert current_versions() == before


def test_the_first_of_several_errors_is_named_and_all_are_counted(section: Any) -> None:
    page = draft_notice(section, body=[*FAULTY, ("heading", "申报至612日截止")])

    with pytest.raises(PublicationRefusedError) as refused:
        page.latest_revision.publish()

    assert TOLD in str(refused.value)
    assert "612日" not in str(refused.value)
    assert " 2 " in str(refused.value)


def test_making_it_live_by_saving_it_is_refused_as_well(faulty: NoticePage) -> None:
    faulty.live = True

    with pytest.raises(PublicationRefusedError):
        faulty.save()

    assert not is_live(faulty)


@pytest.mark.parametrize("decision", ["repaired", "acknowledged"])
def test_a_text_whose_errors_are_settled_goes_live(
    admin_client: Client, faulty: NoticePage, decision: str
) -> None:
    if decision == "repaired":
        repair(admin_client, faulty, "529日")
    else:
        right = {"decision": "right", "right_because": "是工期。"}
        settle(admin_client, faulty, **{"529日": right})

    draft(faulty).latest_revision.publish()

    assert is_live(faulty)


def test_a_text_is_read_once_for_a_publication(
    section: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = draft_notice(section)
    read, readings = gate.read, []

    def counted(page: Any) -> Any:
        readings.append(page)
        return read(page)

    monkeypatch.setattr(gate, "read", counted)

    page.latest_revision.publish()

    assert len(readings) == 1


def test_bulk_publishing_leaves_all_as_they_were(
    admin_client: Client, section: Any, faulty: NoticePage
) -> None:
    fine = draft_notice(section, slug="fine")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = admin_client.post(
        f"{address}?next=/admin/&id={fine.pk}&id={faulty.pk}", {"include_descendants": "on"}
    )

    assert response.status_code == 302
    assert TOLD in said(response)
    assert url(faulty) in said(response)
    assert not is_live(fine)
    assert not is_live(faulty)


def test_the_scheduler_tells_the_history_and_goes_on_with_other_pages(
    admin_client: Client, section: Any, faulty: NoticePage
) -> None:
    fine = draft_notice(section, slug="fine")
    in_time(faulty)
    in_time(fine)

    call_command("publish_scheduled")

    assert is_live(fine)
    assert not is_live(faulty)
    assert draft(faulty).scheduled_revision is None
    entry = PageLogEntry.objects.get(page=faulty.pk, action="xcms_notices.publication_refused")
    assert TOLD in entry.message
    history = reverse("wagtailadmin_pages:history", args=[faulty.pk])
    assert TOLD in admin_client.get(history).content.decode()


def test_a_live_text_stays_when_the_scheduler_is_refused(section: Any) -> None:
    page = make_notice(section, body=[("heading", "备案至5月29日截止")])
    correction = draft(page)
    correction.body, correction.change_note = FAULTY, "更正。"
    correction.save_revision()
    page.refresh_from_db()
    in_time(page)

    call_command("publish_scheduled")

    assert NoticePage.objects.get(pk=page.pk).body[0].value == "备案至5月29日截止"
    assert is_live(page)


def test_a_text_with_errors_is_not_even_scheduled(faulty: NoticePage) -> None:
    later = draft(faulty)
    later.go_live_at = timezone.now() + timedelta(hours=1)

    with pytest.raises(PublicationRefusedError):
        later.save_revision().publish()

    assert draft(faulty).scheduled_revision is None


@pytest.mark.parametrize("from_modal", [False, True])
def test_an_approval_from_the_dashboard_is_refused_and_the_task_stays_open(
    admin_client: Client, admin_user: Any, section: Any, faulty: NoticePage, from_modal: bool
) -> None:
    task = GroupApprovalTask.objects.create(name="审核")
    workflow = Workflow.objects.create(name="发布审核")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=section)
    state = workflow.start(faulty, admin_user).current_task_state
    headers = {"x-requested-with": "XMLHttpRequest"} if from_modal else {}

    response = admin_client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[faulty.pk, "approve", state.pk]),
        headers=headers,
    )

    assert response.status_code == (200 if from_modal else 302)
    text = admin_client.get(edit_url(faulty)).content.decode()
    assert TOLD in text
    assert url(faulty) in text
    assert not is_live(faulty)
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS


def test_the_signature_of_a_second_person_is_refused_and_the_step_stays_open(
    wagtail_root: Any,
) -> None:
    office = Office(wagtail_root)
    page = office.at_signing(body=FAULTY)
    state = page.current_workflow_task_state

    with pytest.raises(PublicationRefusedError):
        state.approve(user=office.signer)

    assert not is_live(page)
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS


def test_a_copy_of_an_acknowledged_text_begins_as_a_draft(
    admin_client: Client, section: Any, faulty: NoticePage
) -> None:
    settle(admin_client, faulty, **{"529日": {"decision": "right", "right_because": "是工期。"}})
    faulty.latest_revision.publish()

    response = admin_client.post(
        reverse("wagtailadmin_pages:copy", args=[faulty.pk]),
        {
            "new_title": "副本",
            "new_slug": "copy",
            "new_parent_page": section.pk,
            "publish_copies": "on",
        },
    )

    copy = NoticePage.objects.get(slug="copy")
    assert response.status_code == 302
    assert (copy.live, copy.has_unpublished_changes) == (False, True)
    assert copy.first_published_at is None
    assert not TextEdition.objects.filter(page=copy.pk).exists()


def test_a_live_page_that_is_saved_for_another_reason_is_not_read(
    section: Any, wagtail_root: Any
) -> None:
    page = make_notice(section)
    NoticePage.objects.filter(pk=page.pk).update(title="截止529日")

    NoticePage.objects.get(pk=page.pk).move(wagtail_root, pos="last-child")

    assert is_live(page)


# Lists


def test_the_words_of_a_list_are_read_too(section: Any, round_: Any) -> None:
    page = draft_list(section, round_, intro="备案至529日截止。")

    with pytest.raises(PublicationRefusedError) as refused:
        publish(page)

    assert "529日" in str(refused.value)
    assert not ListEdition.objects.exists()
    # Nothing of the sign-off is used up.
    assert draft_rows(page)


def draft_rows(page: Any) -> str:
    return str(type(page).objects.get(pk=page.pk).get_latest_revision_as_object().rows_digest)


def test_the_form_of_a_list_refuses_early_and_says_where(
    admin_client: Client, section: Any, round_: Any
) -> None:
    page = draft_list(section, round_)
    seen = seen_digest(admin_client, edit_url(page))
    data = form_data(page, rows_digest=seen, intro="备案至529日截止。")

    response = admin_client.post(edit_url(page), {**data, "action-publish": "1"})

    assert response.status_code == 200
    assert "529日" in said(response)
    assert url(page) in response.content.decode()
    assert not is_live(page)
