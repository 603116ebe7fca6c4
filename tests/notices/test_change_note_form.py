"""The editor asks for the change note before the button publishes, and only then."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from notices.models import NoticePage, TextEdition
from registry.services.editions import PublicationRefusedError
from tests.factories import FilingFactory
from tests.notices.pages import make_notice, published_list
from tests.notices.screens import edit_url, form_data, seen_digest

pytestmark = pytest.mark.django_db

PUBLISH = {"action-publish": "1"}


def notice_data(page: Any, attachments: Any = (), **values: Any) -> dict[str, Any]:
    data: dict[str, Any] = nested_form_data(
        {
            **form_data(page),
            "index_number": "",
            "topic_category": "",
            "keywords": "",
            "validity": "",
            "validity_date": "",
            "successor": "",
            "addressed_to": "",
            "batch": "",
            "body": streamfield([]),
            "attachments": inline_formset(list(attachments)),
            "related_notices": inline_formset([]),
            **values,
        }
    )
    return data


def note_errors(response: Any) -> list[str]:
    assert response.status_code == 200
    return list(response.context["form"].errors.get("change_note", []))


def title_of(page: Any) -> str:
    return str(NoticePage.objects.get(pk=page.pk).title)


def test_publishing_another_text_asks_for_the_note_at_its_field(
    admin_client: Client, section: Any
) -> None:
    page = make_notice(section)

    refused = admin_client.post(edit_url(page), notice_data(page, title="更正的通知", **PUBLISH))
    assert len(note_errors(refused)) == 1
    assert title_of(page) == "申报通知"
    assert 'name="change_note"' in refused.content.decode()

    published = admin_client.post(
        edit_url(page),
        notice_data(page, title="更正的通知", change_note="更正标题。", **PUBLISH),
    )
    assert published.status_code == 302
    assert title_of(page) == "更正的通知"
    assert TextEdition.objects.count() == 2


def test_another_attachment_asks_for_the_note(admin_client: Client, section: Any) -> None:
    page = make_notice(section)
    file = get_document_model().objects.create(
        title="模板", file=ContentFile(b"%PDF-1.4", name="plan.pdf")
    )
    rows = [{"document": file.pk, "title": "模板"}]

    refused = admin_client.post(edit_url(page), notice_data(page, rows, **PUBLISH))
    assert len(note_errors(refused)) == 1

    admin_client.post(edit_url(page), notice_data(page, rows, change_note="补附件。", **PUBLISH))
    assert NoticePage.objects.get().attachments.get().document == file
    assert TextEdition.objects.count() == 2


def test_the_same_text_is_published_without_a_note(admin_client: Client, section: Any) -> None:
    page = make_notice(section)

    assert admin_client.post(edit_url(page), notice_data(page, **PUBLISH)).status_code == 302
    assert TextEdition.objects.count() == 1


def test_a_draft_needs_no_note(admin_client: Client, section: Any) -> None:
    page = make_notice(section)

    saved = admin_client.post(edit_url(page), notice_data(page, title="更正的通知"))

    assert saved.status_code == 302
    assert title_of(page) == "申报通知"


def test_a_new_notice_is_published_at_once_and_has_no_note_to_fill_in(
    admin_client: Client, section: Any
) -> None:
    url = reverse("wagtailadmin_pages:add", args=["xcms_notices", "noticepage", section.pk])
    assert 'name="change_note"' not in admin_client.get(url).content.decode()

    page = NoticePage(title="申报通知", slug="notice")
    data = notice_data(page, **PUBLISH)
    data.pop("change_note")
    assert admin_client.post(url, data).status_code == 302

    made = NoticePage.objects.get()
    assert made.live
    assert 'name="change_note"' in admin_client.get(edit_url(made)).content.decode()


def test_submitting_for_approval_asks_for_the_note(admin_client: Client, section: Any) -> None:
    task = GroupApprovalTask.objects.create(name="审核")
    workflow = Workflow.objects.create(name="发布审核")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=section)
    page = make_notice(section)
    submit = {"action-submit": "1"}

    refused = admin_client.post(edit_url(page), notice_data(page, title="更正的通知", **submit))
    assert len(note_errors(refused)) == 1

    admin_client.post(
        edit_url(page), notice_data(page, title="更正的通知", change_note="更正标题。", **submit)
    )
    assert NoticePage.objects.get(pk=page.pk).current_workflow_state is not None


def test_approving_a_draft_without_a_note_is_refused_with_a_message(
    admin_client: Client, section: Any, admin_user: Any
) -> None:
    task = GroupApprovalTask.objects.create(name="审核")
    workflow = Workflow.objects.create(name="发布审核")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=section)
    page = make_notice(section)
    page.title = "更正的通知"
    page.save_revision()
    workflow.start(page, admin_user)
    state = NoticePage.objects.get(pk=page.pk).current_workflow_task_state

    response = admin_client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]),
        follow=True,
    )

    assert page.title in "".join(str(message) for message in response.context["messages"])
    assert title_of(page) == "申报通知"
    assert NoticePage.objects.get(pk=page.pk).current_workflow_task_state == state


def test_a_refusal_after_the_form_is_a_message_and_the_draft_is_kept(
    admin_client: Client, section: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise PublicationRefusedError("此刻不能公布。")

    page = make_notice(section)
    monkeypatch.setattr(NoticePage, "_keep_text", refuse)

    response = admin_client.post(
        edit_url(page),
        notice_data(page, title="更正的通知", change_note="更正标题。", **PUBLISH),
        follow=True,
    )

    assert "此刻不能公布。" in response.content.decode()
    assert title_of(page) == "申报通知"
    draft = NoticePage.objects.get().get_latest_revision_as_object()
    assert (draft.title, draft.change_note) == ("更正的通知", "更正标题。")


def test_other_words_on_a_list_ask_for_the_note(admin_client: Client, section: Any) -> None:
    page = published_list(section)
    data = form_data(
        page, intro="新导语。", rows_digest=seen_digest(admin_client, edit_url(page)), **PUBLISH
    )

    refused = admin_client.post(edit_url(page), data)
    assert len(note_errors(refused)) == 1

    admin_client.post(edit_url(page), {**data, "change_note": "更正导语。"})
    assert TextEdition.objects.filter(page=page.pk).count() == 2


def test_rows_and_words_of_a_list_ask_once(admin_client: Client, section: Any) -> None:
    page = published_list(section)
    FilingFactory(round=page.round)
    data = form_data(
        page, intro="新导语。", rows_digest=seen_digest(admin_client, edit_url(page)), **PUBLISH
    )

    assert len(note_errors(admin_client.post(edit_url(page), data))) == 1
