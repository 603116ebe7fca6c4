"""``xcms_install``: groups are made once, and then belong to the administrator."""

import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from registry.groups import PROFILES

NAMES = {"编辑", "审核", "数据管理", "市州审核"}


def install(*arguments: str) -> str:
    output = io.StringIO()
    call_command("xcms_install", *arguments, stdout=output, no_color=True)
    return output.getvalue()


def snapshot() -> tuple[Any, ...]:
    return (
        sorted(Group.permissions.through.objects.values_list("group_id", "permission_id")),
        sorted(GroupPagePermission.objects.values_list("group_id", "page_id", "permission_id")),
        sorted(GroupCollectionPermission.objects.values_list("group_id", "permission_id")),
    )


def rights_of(name: str) -> set[str]:
    rights = GroupPagePermission.objects.filter(group__name=name)
    return set(rights.values_list("permission__codename", flat=True))


def test_a_second_run_changes_nothing(wagtail_root: Any) -> None:
    install()
    assert set(Group.objects.values_list("name", flat=True)) >= NAMES
    before = snapshot()
    assert "未作改动" in install()
    assert snapshot() == before


def test_a_dry_run_changes_nothing_and_says_what_it_would_do(wagtail_root: Any) -> None:
    before = snapshot()
    report = install("--dry-run")
    assert "已建立用户组“编辑”" in report
    assert "未作任何改动" in report
    assert snapshot() == before


def test_what_an_administrator_took_or_gave_stays(wagtail_root: Any) -> None:
    install()
    group = Group.objects.get(name="编辑")
    taken = group.permissions.get(codename="view_school")
    given = Permission.objects.get(codename="delete_school")
    group.permissions.remove(taken)
    group.permissions.add(given)
    install()
    assert taken not in group.permissions.all()
    assert given in group.permissions.all()


def test_every_permission_of_the_profiles_exists(db: None) -> None:
    wanted = {right for profile in PROFILES for right in (*profile.rights, *profile.before_records)}
    known = Permission.objects.values_list("content_type__app_label", "codename")
    assert wanted <= {f"{app}.{codename}" for app, codename in known}
    pages = {codename for profile in PROFILES for codename in profile.pages}
    of_pages = Permission.objects.filter(content_type__app_label="wagtailcore")
    assert pages <= set(of_pages.values_list("codename", flat=True))


def test_page_rights_are_given_on_the_named_page_alone(wagtail_root: Any) -> None:
    install()
    editors = Group.objects.get(name="编辑")
    pages = GroupPagePermission.objects.filter(group=editors)
    assert set(pages.values_list("page_id", flat=True)) == {wagtail_root.pk}
    codenames = set(pages.values_list("permission__codename", flat=True))
    assert codenames == {"add_page", "change_page"}
    assert rights_of("审核") == {"change_page", "lock_page", "unlock_page"}
    assert rights_of("签发") == {"change_page", "publish_page", "lock_page", "unlock_page"}
    assert not GroupPagePermission.objects.filter(group__name__in=["数据管理", "市州审核"]).exists()
    other = wagtail_root.get_parent()
    install("--root-page", str(other.pk))
    assert GroupPagePermission.objects.filter(group=editors, page=other).count() == 2


#: As the version before the records made them; the codenames are those of its registers.
EARLIER = [
    *("approval", "filing", "organization", "batch", "round", "listedition", "school"),
    *("certificate", "major", "majorteam", "contactpoint", "qqgroup", "region"),
]
MAKING_UP = {
    "编辑": {"view_basislink", "view_dayoverride", "view_searchedterm"},
    "审核": {
        "view_basislink",
        "change_basislink",
        "view_dayoverride",
        "view_searchedterm",
        "view_application",
        "decide_application",
        "view_completion",
        "view_outcomerecognition",
        "view_evaluationscheme",
        "publish_evaluation",
        "view_reconciliation",
        "decide_reconciliation",
        "view_violation",
        "decide_violation",
    },
    "数据管理": {
        "view_basislink",
        "change_basislink",
        "view_searchedterm",
        "view_alertsubscription",
        "export_audit",
        "view_reconciliation",
        "add_reconciliation",
        *(f"{verb}_violation" for verb in ("view", "add", "change")),
        *(f"{verb}_dayoverride" for verb in ("view", "add", "change")),
        *(
            f"{verb}_{name}"
            for verb in ("view", "add", "change", "delete")
            for name in (
                "application",
                "bureaumember",
                "completion",
                "evaluationscheme",
                "outcomerecognition",
            )
        ),
        "change_evaluationscore",
    },
    "市州审核": {
        "view_basislink",
        "view_dayoverride",
        "review_application",
        "add_violation",
        "change_violation",
    },
}


@pytest.mark.parametrize(("name", "new"), MAKING_UP.items())
def test_a_group_of_an_earlier_version_is_brought_up_and_no_further(
    wagtail_root: Any, name: str, new: set[str]
) -> None:
    group = Group.objects.create(name=name)
    reading = Permission.objects.filter(codename__in=[f"view_{one}" for one in EARLIER])
    group.permissions.set(reading.exclude(codename="view_school"))
    before = set(group.permissions.values_list("codename", flat=True))
    assert f"“{name}”获得新版本增加的 {len(new)} 项权限" in install()
    assert set(group.permissions.values_list("codename", flat=True)) - before == new
    after = snapshot()
    install()
    assert snapshot() == after


#: Who opens which report; those of the pages go with the right to edit some.
REPORTS = {
    "/admin/reports/searched-terms/": {"编辑", "审核", "数据管理"},
    "/admin/reports/alerts/": {"数据管理"},
    "/admin/reports/mending/": {"编辑", "审核", "签发"},
}


@pytest.mark.parametrize("name", sorted({*NAMES, "签发"}))
def test_each_group_opens_the_reports_that_are_its_own(
    client: Client, wagtail_root: Any, name: str
) -> None:
    install()
    user = get_user_model().objects.create_user("member")
    user.groups.add(Group.objects.get(name=name))
    client.force_login(user)
    for address, groups in REPORTS.items():
        assert client.get(address).status_code == (200 if name in groups else 302), address


@pytest.mark.parametrize("key", ["999999", "abc", "-1", "٣" * 30])
def test_an_unknown_page_is_a_sentence(db: None, key: str) -> None:
    with pytest.raises(CommandError, match="没有编号为"):
        install(f"--root-page={key}")
