"""``xcms_install`` makes the group 签发 and the workflow 公文签发, once, and takes nothing over."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Workflow, WorkflowPage

from notices.models import SignOffTask
from tests.notices.pages import make_notice, make_section

pytestmark = pytest.mark.django_db


def install(**options: Any) -> str:
    output = io.StringIO()
    call_command("xcms_install", stdout=output, no_color=True, **options)
    return output.getvalue()


def snapshot() -> tuple[Any, ...]:
    return (
        list(Workflow.objects.values_list("name", "active")),
        list(SignOffTask.objects.values_list("name", "second_person", "page_right")),
        list(SignOffTask.groups.through.objects.values_list("group__name", flat=True)),
        list(WorkflowPage.objects.values_list("page", "workflow__name")),
        sorted(GroupPagePermission.objects.values_list("group__name", "page", "permission")),
    )


def test_a_fresh_site_gets_the_whole_way(wagtail_root: Any) -> None:
    install()
    workflow = wagtail_root.get_workflow()
    steps = [
        (
            task.name,
            [group.name for group in task.specific.groups.all()],
            task.specific.second_person,
        )
        for task in workflow.tasks
    ]
    assert (workflow.name, steps) == (
        "公文签发",
        [("审核", ["审核"], False), ("签发", ["签发"], True)],
    )


def test_a_second_run_changes_nothing(wagtail_root: Any) -> None:
    install(root_page=str(wagtail_root.pk))
    before = snapshot()
    install()
    install(root_page=str(wagtail_root.pk))
    assert snapshot() == before


def test_what_the_administrator_changed_stays(wagtail_root: Any) -> None:
    install()
    workflow = Workflow.objects.get(name="公文签发")
    workflow.active = False
    workflow.save()
    SignOffTask.objects.filter(name="签发").update(second_person=False, working_days=9)
    WorkflowPage.objects.filter(workflow=workflow).delete()
    GroupPagePermission.objects.filter(group__name="签发").delete()
    before = snapshot()
    install()
    assert snapshot() == before


def test_a_site_that_publishes_already_keeps_its_way_until_the_page_is_named(
    wagtail_root: Any,
) -> None:
    make_notice(make_section(wagtail_root))
    report = install()
    assert not WorkflowPage.objects.filter(page=wagtail_root).exists()
    assert f"--root-page {wagtail_root.pk}" in report
    install(root_page=str(wagtail_root.pk))
    assert wagtail_root.get_workflow().name == "公文签发"


def test_another_workflow_on_the_page_stays(wagtail_root: Any) -> None:
    own = Workflow.objects.create(name="本站流程")
    WorkflowPage.objects.create(page=wagtail_root, workflow=own)
    report = install(root_page=str(wagtail_root.pk))
    assert wagtail_root.get_workflow() == own
    assert "本站流程" in report


def test_a_dry_run_makes_nothing(wagtail_root: Any) -> None:
    before = snapshot()
    install(dry_run=True)
    assert snapshot() == before
    assert not Group.objects.filter(name="签发").exists()
