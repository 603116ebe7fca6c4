"""The gate before publication, what the editor's form shows, and what the approver sees."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from notices.models import NoticePage
from tests.notices.pages import editor, make_notice
from tests.notices.proofreading import repair, settle, url
from tests.notices.screens import edit_url

pytestmark = pytest.mark.django_db


def form(page: Any, *blocks: tuple[str, str], **values: str) -> dict[str, str]:
    """The editor's form of a notice with these blocks of plain value."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "summary": "",
        "document_number": "",
        "issuing_body": "",
        "dated": "2020-05-21",
        "addressed_to": "",
        "batch": "",
        "body-count": str(len(blocks)),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "change_note": "更正。",
    }
    for name in ("attachments", "related_notices"):
        data |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}
    for number, (kind, value) in enumerate(blocks):
        data |= {
            f"body-{number}-deleted": "",
            f"body-{number}-order": str(number),
            f"body-{number}-type": kind,
            f"body-{number}-value": value,
            f"body-{number}-id": f"block-{number}",
        }
    return {**data, **values}


FAULTY = ("heading", "备案至529日截止")
PROMISING = ("heading", "证书名单另行发布")


@pytest.fixture
def page(section: Any) -> NoticePage:
    made = make_notice(section, body=[("heading", "旧的标题")])
    made.unpublish()
    return made


def is_live(page: Any) -> bool:
    return bool(NoticePage.objects.get(pk=page.pk).live)


def test_a_draft_with_errors_can_be_saved(admin_client: Client, page: NoticePage) -> None:
    response = admin_client.post(edit_url(page), form(page, FAULTY))

    assert response.status_code == 302
    text = admin_client.get(edit_url(page)).content.decode()
    assert "<mark>529日</mark>" in text
    assert url(page) in text


@pytest.mark.parametrize("button", ["action-publish", "action-submit"])
def test_an_error_refuses_publication_and_is_named(
    admin_client: Client, page: NoticePage, button: str
) -> None:
    response = admin_client.post(edit_url(page), form(page, FAULTY, **{button: "1"}))

    text = response.content.decode()
    assert response.status_code == 200
    assert not is_live(page)
    said = " ".join(str(one) for one in get_messages(response.wsgi_request))
    assert "小标题“备案至529日截止”：" in said
    assert url(page) in text


def test_a_new_page_is_refused_as_well(admin_client: Client, section: Any) -> None:
    address = reverse("wagtailadmin_pages:add", args=["xcms_notices", "noticepage", section.pk])
    new = NoticePage(title="新通知", slug="new")

    refused = admin_client.post(address, form(new, FAULTY, **{"action-publish": "1"}))
    admin_client.post(address, form(new, FAULTY))

    assert refused.status_code == 200
    assert not NoticePage.objects.get(slug="new").live


def test_a_repaired_text_is_published(admin_client: Client, page: NoticePage) -> None:
    admin_client.post(edit_url(page), form(page, FAULTY))
    repair(admin_client, page, "529日")
    mended = ("heading", "备案至5月29日截止")

    response = admin_client.post(edit_url(page), form(page, mended, **{"action-publish": "1"}))

    assert response.status_code == 302
    assert is_live(page)
    # The form has no field for the repairs: they stay with the draft.
    assert NoticePage.objects.get(pk=page.pk).xcms_text_repairs.get().original == "529日"


def test_an_acknowledged_error_is_published(admin_client: Client, page: NoticePage) -> None:
    admin_client.post(edit_url(page), form(page, FAULTY))
    settle(admin_client, page, **{"529日": {"decision": "right", "right_because": "是工期。"}})

    admin_client.post(edit_url(page), form(page, FAULTY, **{"action-publish": "1"}))

    assert is_live(page)


def test_warnings_are_said_and_stop_nothing(admin_client: Client, page: NoticePage) -> None:
    response = admin_client.post(
        edit_url(page), form(page, PROMISING, **{"action-publish": "1"}), follow=True
    )

    assert is_live(page)
    said = " ".join(str(one) for one in response.context["messages"])
    assert "承诺“另行发布”" in said
    assert url(page) in said


def test_an_attachment_that_the_form_adds_counts(admin_client: Client, page: NoticePage) -> None:
    from tests.notices.test_notice_pages import _document

    named = ("heading", "申报表见附件1")
    document = _document()
    files = {
        "attachments-TOTAL_FORMS": "1",
        "attachments-0-document": str(document.pk),
        "attachments-0-title": "申报表",
        "attachments-0-ORDER": "1",
        "attachments-0-DELETE": "",
        "attachments-0-id": "",
    }

    refused = admin_client.post(edit_url(page), form(page, named, **{"action-publish": "1"}))
    accepted = admin_client.post(
        edit_url(page), form(page, named, **files, **{"action-publish": "1"})
    )

    assert (refused.status_code, accepted.status_code) == (200, 302)


def test_the_approver_sees_what_is_open_and_what_was_acknowledged(
    client: Client, admin_client: Client, section: Any, page: NoticePage
) -> None:
    reviewer = editor(section, name="reviewer")
    task = GroupApprovalTask.objects.create(name="审核")
    task.groups.add(reviewer.groups.get())
    workflow = Workflow.objects.create(name="发布审核")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=section)
    admin_client.post(edit_url(page), form(page, FAULTY, PROMISING))
    settle(admin_client, page, **{"529日": {"decision": "right", "right_because": "就是工期。"}})
    admin_client.post(edit_url(page), form(page, FAULTY, PROMISING, **{"action-submit": "1"}))
    page.refresh_from_db()
    assert page.current_workflow_state is not None

    client.force_login(reviewer)
    text = client.get(edit_url(page)).content.decode()

    assert "<mark>另行发布</mark>" in text
    assert "就是工期。" in text
    assert client.get(url(page)).status_code == 200


def test_ten_thousand_characters_are_read(admin_client: Client, page: NoticePage) -> None:
    long = (
        "paragraph",
        f'{{"blocks":[{{"text":"{"另行发布529日，，" * 900}","type":"unstyled"}}],"entityMap":{{}}}}',
    )

    response = admin_client.post(edit_url(page), form(page, long))

    assert response.status_code == 302
    assert admin_client.get(edit_url(page)).status_code == 200
    assert admin_client.get(url(page)).status_code == 200
