"""The editor's side of list pages: the form, the rows on the screen, every way to publish."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from notices.models import CertificateListPage
from registry.models import Filing, ListEdition, Round
from registry.services import editions
from registry.services.editions import PublicationRefusedError
from tests.factories import FilingFactory, RoundFactory
from tests.notices.pages import draft_list, editor, published_list

pytestmark = pytest.mark.django_db

STALE = "在保存草稿后已有变动"


@pytest.fixture
def round_() -> Round:
    made: Round = RoundFactory()
    FilingFactory(round=made)
    return made


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def seen_digest(client: Client, url: str) -> str:
    """The digest of the rows that the editor has on the screen."""
    found = re.findall(r'name="rows_digest" value="([0-9a-f]*)"', client.get(url).content.decode())
    assert len(found) == 1
    return str(found[0])


def form_data(page: Any, **values: Any) -> dict[str, Any]:
    return {
        "title": page.title,
        "slug": page.slug,
        "round": page.round_id or "",
        "intro": "",
        "summary": "",
        "document_number": "",
        "issuing_body": "",
        "dated": "",
        "change_note": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **values,
    }


def is_live(page: Any) -> bool:
    return bool(CertificateListPage.objects.get(pk=page.pk).live)


def test_the_editor_sees_the_rows_and_publishes_them(
    admin_client: Client, section: Any, round_: Round
) -> None:
    page = draft_list(section, round_)
    seen = seen_digest(admin_client, edit_url(page))

    response = admin_client.post(
        edit_url(page), form_data(page, **{"rows_digest": seen, "action-publish": "1"})
    )

    assert response.status_code == 302
    assert is_live(page)
    assert ListEdition.objects.get().digest == seen
    assert seen in admin_client.get(edit_url(page)).content.decode()


def test_a_new_page_can_be_published_at_once(
    admin_client: Client, section: Any, round_: Round
) -> None:
    page = CertificateListPage(title="名单", slug="list", round=round_)
    url = reverse(
        "wagtailadmin_pages:add", args=["xcms_notices", "certificatelistpage", section.pk]
    )
    assert seen_digest(admin_client, url) == ""

    response = admin_client.post(url, form_data(page, **{"action-publish": "1"}))

    assert response.status_code == 302
    assert CertificateListPage.objects.get().live
    assert Filing.objects.public().count() == 1


def test_rows_that_changed_under_the_editors_eyes_are_refused_in_the_form(
    admin_client: Client, section: Any, round_: Round
) -> None:
    page = draft_list(section, round_)
    seen = seen_digest(admin_client, edit_url(page))
    FilingFactory(round=round_)

    response = admin_client.post(
        edit_url(page), form_data(page, **{"rows_digest": seen, "action-publish": "1"})
    )

    text = response.content.decode()
    assert response.status_code == 200
    assert STALE in text
    assert not is_live(page)
    # What comes back shows the rows of now: the editor looks again, saves, and may publish then.
    fresh = editions.draft_edition(round_).digest
    assert f'name="rows_digest" value="{fresh}"' in text
    admin_client.post(edit_url(page), form_data(page, rows_digest=fresh))
    admin_client.post(
        edit_url(page), form_data(page, **{"rows_digest": fresh, "action-publish": "1"})
    )
    assert is_live(page)


def test_a_draft_whose_rows_changed_must_be_saved_again_before_it_is_published(
    admin_client: Client, section: Any, round_: Round
) -> None:
    page = draft_list(section, round_)
    FilingFactory(round=round_)
    seen = seen_digest(admin_client, edit_url(page))

    response = admin_client.post(
        edit_url(page), form_data(page, **{"rows_digest": seen, "action-publish": "1"})
    )

    assert STALE in response.content.decode()
    assert not is_live(page)


def test_a_published_list_with_other_rows_asks_for_a_change_note(
    admin_client: Client, section: Any
) -> None:
    page = published_list(section)
    FilingFactory(round=page.round)
    seen = seen_digest(admin_client, edit_url(page))
    data = form_data(page, **{"rows_digest": seen, "action-publish": "1"})

    refused = admin_client.post(edit_url(page), data)
    assert "请在变更说明中写明" in refused.content.decode()
    assert ListEdition.objects.count() == 1

    admin_client.post(edit_url(page), {**data, "change_note": "补充一个证书。"})
    assert ListEdition.objects.count() == 2


def test_a_round_without_filings_is_refused_in_the_form(admin_client: Client, section: Any) -> None:
    round_ = RoundFactory()
    page = draft_list(section, round_)

    response = admin_client.post(edit_url(page), form_data(page, **{"action-publish": "1"}))

    assert "没有可公布的内容" in response.content.decode()
    assert not is_live(page)


def test_a_page_without_a_round_can_be_saved_but_not_published(
    admin_client: Client, section: Any
) -> None:
    page = draft_list(section)

    saved = admin_client.post(edit_url(page), form_data(page))
    refused = admin_client.post(edit_url(page), form_data(page, **{"action-publish": "1"}))

    assert (saved.status_code, refused.status_code) == (302, 200)
    assert not is_live(page)


def test_a_second_page_for_a_round_is_refused_in_the_form(
    admin_client: Client, section: Any, round_: Round
) -> None:
    draft_list(section, round_)
    other = CertificateListPage(title="又一份名单", slug="other", round=round_)
    url = reverse(
        "wagtailadmin_pages:add", args=["xcms_notices", "certificatelistpage", section.pk]
    )

    response = admin_client.post(url, form_data(other, **{"action-publish": "1"}))

    assert "该轮次的名单已有另一页面" in response.content.decode()
    assert CertificateListPage.objects.count() == 1


def _refuse(*_args: Any, **_kwargs: Any) -> None:
    raise PublicationRefusedError("此刻不能公布。")


@pytest.mark.parametrize("is_new", [False, True])
def test_a_refusal_after_the_form_is_a_message_and_the_draft_is_kept(
    admin_client: Client,
    section: Any,
    round_: Round,
    monkeypatch: pytest.MonkeyPatch,
    is_new: bool,
) -> None:
    monkeypatch.setattr("notices.models.publication.publish_edition", _refuse)
    if is_new:
        page = CertificateListPage(title="名单", slug="list", round=round_)
        url = reverse(
            "wagtailadmin_pages:add", args=["xcms_notices", "certificatelistpage", section.pk]
        )
    else:
        page = draft_list(section, round_)
        url = edit_url(page)

    response = admin_client.post(
        url, form_data(page, **{"intro": "新导语", "action-publish": "1"}), follow=True
    )

    made = CertificateListPage.objects.get()
    assert response.redirect_chain[-1][0] == edit_url(made)
    assert "此刻不能公布。" in response.content.decode()
    assert not made.live
    assert made.get_latest_revision_as_object().intro == "新导语"


def test_an_editor_without_the_right_to_publish_cannot(
    client: Client, section: Any, round_: Round
) -> None:
    page = draft_list(section, round_)
    client.force_login(editor(section, may_publish=False))

    client.post(edit_url(page), form_data(page, **{"action-publish": "1"}))

    assert not is_live(page)
    assert not ListEdition.objects.exists()


def test_an_editor_with_the_right_to_publish_can(
    client: Client, section: Any, round_: Round
) -> None:
    page = draft_list(section, round_)
    user = editor(section)
    client.force_login(user)

    client.post(edit_url(page), form_data(page, **{"action-publish": "1"}))

    assert is_live(page)
    assert ListEdition.objects.get().published_by == user


def bulk_url(action: str, *pages: Any) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{address}?next=/admin/&{'&'.join(f'id={page.pk}' for page in pages)}"


def test_bulk_publishing_refuses_all_where_one_list_is_refused(
    admin_client: Client, section: Any, round_: Round
) -> None:
    stale = draft_list(section, round_)
    FilingFactory(round=round_)
    second = RoundFactory(number=2)
    FilingFactory(round=second)
    fine = draft_list(section, second, title="第二轮备案证书名单", slug="round-2")

    response = admin_client.post(bulk_url("publish", fine, stale), follow=True)

    assert response.status_code == 200
    assert STALE in response.content.decode()
    assert not is_live(fine)
    assert not is_live(stale)
    assert not ListEdition.objects.exists()


def test_bulk_publishing_publishes(admin_client: Client, section: Any, round_: Round) -> None:
    page = draft_list(section, round_)

    admin_client.post(bulk_url("publish", page))

    assert is_live(page)
    assert Filing.objects.public().count() == 1


def test_bulk_unpublishing_hides(admin_client: Client, section: Any) -> None:
    page = published_list(section)

    admin_client.post(bulk_url("unpublish", page))

    assert not is_live(page)
    assert not Filing.objects.public().exists()


@pytest.mark.parametrize("of_ancestor", [False, True])
@pytest.mark.parametrize("in_bulk", [False, True])
def test_a_page_that_has_published_cannot_be_deleted(
    admin_client: Client, section: Any, of_ancestor: bool, in_bulk: bool
) -> None:
    page = published_list(section)
    target = section if of_ancestor else page
    url = (
        bulk_url("delete", target)
        if in_bulk
        else reverse("wagtailadmin_pages:delete", args=[target.pk])
    )

    response = admin_client.post(url, follow=True)

    assert response.status_code == 200
    assert "已公布的名单须予保留" in response.content.decode()
    assert is_live(page)


def test_a_draft_list_can_be_deleted(admin_client: Client, section: Any, round_: Round) -> None:
    page = draft_list(section, round_)

    admin_client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert not CertificateListPage.objects.exists()


def test_a_restricted_section_of_drafts_can_be_deleted(
    admin_client: Client, section: Any, round_: Round
) -> None:
    draft_list(section, round_)
    section.view_restrictions.create(restriction_type="login")

    admin_client.post(reverse("wagtailadmin_pages:delete", args=[section.pk]))

    assert not CertificateListPage.objects.exists()


# Workflow


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
