"""A ready-made group gets what the pack never gave it, once; nothing that an administrator took away comes back."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission

from xcms.groups import GroupProfile, install_profiles
from xcms.install import InstallContext
from xcms.models import InstalledGrant

pytestmark = pytest.mark.django_db

NOWHERE = InstallContext(root_page=None)
FIRST = ("xcms_registry.view_school", "xcms_registry.view_filing")
LATER = (*FIRST, "xcms.view_searchedterm", "xcms_registry.change_basislink")


def install(rights: Any, *, before_records: Any = ()) -> str:
    profile = GroupProfile("督导", rights, before_records=before_records)
    return " ".join(install_profiles([profile], NOWHERE))


def rights() -> set[str]:
    return set(group().permissions.values_list("codename", flat=True))


def group() -> Group:
    return Group.objects.get(name="督导")


def take_away(codename: str) -> None:
    group().permissions.remove(Permission.objects.get(codename=codename))


def test_a_right_that_is_new_in_the_pack_is_given_and_named() -> None:
    install(FIRST)
    report = install(LATER)
    assert rights() == {
        "access_admin",
        "view_school",
        "view_filing",
        "view_searchedterm",
        "change_basislink",
    }
    assert "“督导”获得新版本增加的 2 项权限：" in report
    assert "查看搜索词统计" in report
    assert "修改决定依据" in report
    assert "未作改动" in install(LATER)


def test_what_an_administrator_took_away_never_comes_back() -> None:
    install(FIRST)
    take_away("view_school")
    install(LATER)
    take_away("view_searchedterm")
    assert "未作改动" in install(LATER)
    assert rights() == {"access_admin", "view_filing", "change_basislink"}


def test_what_an_administrator_gave_before_the_pack_is_no_news_and_may_be_taken_away_again() -> (
    None
):
    install(FIRST)
    group().permissions.add(Permission.objects.get(codename="view_searchedterm"))
    report = install(LATER)
    assert "获得新版本增加的 1 项权限：修改决定依据。" in report
    take_away("view_searchedterm")
    install(LATER)
    assert "view_searchedterm" not in rights()


def test_a_right_that_the_pack_gives_no_longer_stays() -> None:
    install(LATER)
    install(FIRST)
    assert "view_searchedterm" in rights()
    take_away("view_searchedterm")
    install(LATER)
    assert "view_searchedterm" not in rights()


def test_a_group_from_before_the_records_gets_only_what_came_later() -> None:
    made_by_an_earlier_version("view_filing")
    report = install(LATER, before_records=FIRST)
    assert "2 项权限" in report
    # Taken away in those days.
    assert "view_school" not in rights()
    assert {"view_filing", "view_searchedterm", "change_basislink"} <= rights()
    assert InstalledGrant.objects.filter(group=group()).count() == 5


def test_somebody_s_own_group_of_that_name_gets_nothing() -> None:
    made_by_an_earlier_version("delete_user")
    report = install(LATER, before_records=FIRST)
    assert "视为本站自建" in report
    assert rights() == {"access_admin", "delete_user"}
    assert not InstalledGrant.objects.exists()


def test_a_group_that_was_deleted_is_made_as_a_new_one() -> None:
    install(FIRST)
    take_away("view_school")
    group().delete()
    assert "已建立用户组" in install(FIRST)
    assert "view_school" in rights()


def test_rights_of_an_app_that_is_not_installed_wait_for_it() -> None:
    install((*FIRST, "missing_app.view_school"))
    assert rights() == {"access_admin", "view_school", "view_filing"}
    assert not InstalledGrant.objects.filter(right__startswith="missing_app").exists()


def made_by_an_earlier_version(*codenames: str) -> None:
    made = Group.objects.create(name="督导")
    made.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
