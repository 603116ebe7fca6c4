"""List pages through workflow, copies, aliases and previews in the admin."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from notices.models import CertificateListPage
from registry.models import Filing, ListEdition, Round
from tests.factories import FilingFactory
from tests.notices.pages import draft_list, published_list
from tests.notices.screens import STALE, edit_url, form_data, is_live, seen_digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(section: Any, round_: Round, admin_user: Any) -> CertificateListPage:
    """A draft that waits for approval."""
    task = GroupApprovalTask.objects.create(name="审核")
    workflow = Workflow.objects.create(name="发布审核")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=section)
    page = draft_list(section, round_)
    workflow.start(page, admin_user)
    return page


def approve_url(page: CertificateListPage) -> str:
    state = page.current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])


def test_approving_the_draft_publishes_the_list(
    admin_client: Client, submitted: CertificateListPage
) -> None:
    admin_client.post(approve_url(submitted))

    assert is_live(submitted)
    assert Filing.objects.public().count() == 1


@pytest.mark.parametrize("from_modal", [False, True])
def test_approving_a_stale_draft_is_refused_and_the_task_stays_open(
    admin_client: Client, submitted: CertificateListPage, round_: Round, from_modal: bool
) -> None:
    FilingFactory(round=round_)
    headers = {"x-requested-with": "XMLHttpRequest"} if from_modal else {}

    response = admin_client.post(approve_url(submitted), headers=headers)

    assert response.status_code in (200, 302)
    assert STALE in admin_client.get(edit_url(submitted)).content.decode()
    assert not is_live(submitted)
    assert CertificateListPage.objects.get().current_workflow_task_state is not None
    assert not ListEdition.objects.exists()


def test_approving_a_stale_draft_in_the_editor_is_refused(
    admin_client: Client, submitted: CertificateListPage, round_: Round
) -> None:
    FilingFactory(round=round_)
    seen = seen_digest(admin_client, edit_url(submitted))

    response = admin_client.post(
        edit_url(submitted),
        form_data(
            submitted,
            **{
                "rows_digest": seen,
                "action-workflow-action": "1",
                "workflow-action-name": "approve",
                "workflow-action-extra-data": "{}",
            },
        ),
    )

    assert STALE in response.content.decode()
    assert not is_live(submitted)


def test_rejecting_a_stale_draft_is_possible(
    admin_client: Client, submitted: CertificateListPage, round_: Round
) -> None:
    FilingFactory(round=round_)

    admin_client.post(
        edit_url(submitted),
        form_data(
            submitted,
            **{
                "action-workflow-action": "1",
                "workflow-action-name": "reject",
                "workflow-action-extra-data": "{}",
            },
        ),
    )

    assert CertificateListPage.objects.get().current_workflow_state.status == "needs_changes"


def test_copying_a_published_list_in_the_admin_makes_a_draft(
    admin_client: Client, section: Any
) -> None:
    page = published_list(section)

    response = admin_client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {
            "new_title": "副本",
            "new_slug": "copy",
            "new_parent_page": section.pk,
            "publish_copies": "on",
        },
    )

    assert response.status_code == 302
    assert not CertificateListPage.objects.get(slug="copy").live


def test_an_alias_made_in_the_admin_carries_no_round(admin_client: Client, section: Any) -> None:
    page = published_list(section)

    response = admin_client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "x", "new_slug": "alias", "new_parent_page": section.pk, "alias": "on"},
    )
    alias = CertificateListPage.objects.get(slug="alias")
    assert (response.status_code, alias.round) == (302, None)

    admin_client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    alias.refresh_from_db()
    assert (alias.live, alias.alias_of) == (False, None)
    assert Filing.objects.public().count() == 1


def test_the_preview_shows_the_rows_that_would_be_published(
    admin_client: Client, section: Any, round_: Round
) -> None:
    page = draft_list(section, round_)

    text = admin_client.get(
        reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    ).content.decode()

    assert "预览" in text
    assert Filing.objects.get().certificate.name in text
