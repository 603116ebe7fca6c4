"""An office with writers, reviewers and signers, and the ready workflow on its section."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from notices.models import NoticePage
from tests.notices.pages import make_section


class Office:
    def __init__(self, home: Any) -> None:
        call_command("xcms_install", root_page=str(home.pk), verbosity=0)
        self.section = make_section(home)
        self.writer = self.member("文秘", "编辑")
        self.reviewer = self.member("复核", "审核")
        self.signer = self.member("主任", "签发")

    def member(self, name: str, *groups: str) -> User:
        user: User = User.objects.create_user(name, f"u{User.objects.count()}@example.com", "x")
        user.groups.set(Group.objects.filter(name__in=groups))
        return user

    def draft(self, writer: User | None = None, **values: Any) -> NoticePage:
        count = NoticePage.objects.count()
        page = NoticePage(
            **{"title": "试点通知", "slug": f"notice-{count}", "live": False, **values},
            owner=writer or self.writer,
        )
        self.section.add_child(instance=page)
        page.save_revision(user=writer or self.writer)
        page.refresh_from_db()
        return page

    def submitted(self, writer: User | None = None, **values: Any) -> NoticePage:
        page = self.draft(writer, **values)
        page.get_workflow().start(page, writer or self.writer)
        return page

    def at_signing(self, writer: User | None = None, **values: Any) -> NoticePage:
        page = self.submitted(writer, **values)
        page.current_workflow_task_state.approve(user=self.reviewer)
        return page


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def step_url(page: Any, action: str = "approve", state: Any = None) -> str:
    state = state or page.current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def posted(page: Any, **values: Any) -> dict[str, Any]:
    """The editor's form of a notice as it is, with changes."""
    formsets = {
        f"{name}-{part}_FORMS": "0"
        for name in ("attachments", "related_notices", "comments")
        for part in ("TOTAL", "INITIAL")
    }
    return {
        "title": page.title,
        "slug": page.slug,
        "body-count": "0",
        "summary": "",
        "document_number": "",
        "issuing_body": "",
        "dated": "",
        "addressed_to": "",
        "batch": "",
        **formsets,
        **values,
    }


APPROVE = {
    "action-workflow-action": "1",
    "workflow-action-name": "approve",
    "workflow-action-extra-data": "{}",
}
