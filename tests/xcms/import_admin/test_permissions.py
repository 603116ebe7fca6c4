"""Who may import what, and who sees whose runs: asked in every view, both ways."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from registry.models import School
from tests.registry.admin.addresses import screen, sidebar
from tests.sheets import csv_bytes
from tests.xcms.import_admin.conftest import ONE, SCHOOLS, at, confirm, previewed
from xcms.models import ImportRun
from xcms.registers import registers

pytestmark = pytest.mark.django_db

IMPORTABLE = [entry for entry in registers() if entry.importer]
GETS = ("run", "columns", "status", "errors", "file")
POSTS = ("preview", "confirm", "cancel", "discard", "alias", "undo", "columns")


def browser_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def is_refused(answer: Any) -> bool:
    """Wagtail sends those who may not to its home page with a message."""
    return answer.status_code == 302 and answer.url == reverse("wagtailadmin_home")


@pytest.mark.parametrize("entry", IMPORTABLE, ids=lambda entry: entry.name)
def test_a_register_is_imported_by_those_who_may_write_it(
    user_with: Callable[..., Any], entry: Any
) -> None:
    codenames = [permission.partition(".")[2] for permission in entry.import_permissions]
    assert codenames
    allowed = browser_of(user_with(*codenames))
    assert allowed.get(at("upload", entry.name)).status_code == 200
    assert allowed.get(at("sample", entry.name)).status_code == 200
    for lacking in codenames:
        others = [codename for codename in codenames if codename != lacking]
        refused = browser_of(user_with("view_school", *others))
        for name in ("upload", "sample"):
            assert is_refused(refused.get(at(name, entry.name))), (entry.name, lacking, name)
        file = SimpleUploadedFile("表.csv", csv_bytes(SCHOOLS, ONE))
        assert is_refused(refused.post(at("upload", entry.name), {"file": file}))
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("编辑", {"organizations", "certificates", "filings"}),
        ("市州审核", set()),
        ("审核", {"approvals"}),
        (
            "数据管理",
            {
                "schools",
                "school-years",
                "majors",
                "organizations",
                "certificates",
                "filings",
                "completions",
                "applications",
                "contacts",
                "groups",
            },
        ),
    ],
)
def test_the_ready_made_groups_import_what_they_may_write(
    wagtail_root: Any, group: str, names: set[str]
) -> None:
    call_command("xcms_install", verbosity=0)
    user = get_user_model().objects.create_user("member", password="x")
    user.groups.add(Group.objects.get(name=group))
    client = browser_of(user)

    home = client.get(at("home"))

    if names:
        assert {entry.name for entry in home.context["registers"]} == names
        assert "导入表格" in sidebar(client)
    else:
        assert is_refused(home)
        assert "导入表格" not in sidebar(client)
    for entry in IMPORTABLE:
        answer = client.get(at("upload", entry.name))
        assert (answer.status_code == 200) is (entry.name in names), entry.name


def test_a_parked_run_is_nobody_else_s(desk: Client, user_with: Callable[..., Any]) -> None:
    run = previewed(desk)
    colleague = browser_of(user_with("view_school", "add_school", "change_school"))
    chief = browser_of(get_user_model().objects.create_superuser("chief", password="x"))

    for stranger in (colleague, chief):
        for name in GETS:
            assert stranger.get(at(name, run.public_id)).status_code == 404, name
        for name in POSTS:
            assert stranger.post(at(name, run.public_id), {}).status_code == 404, name
        for page in (at("home"), reverse("xcms_importrun_modeladmin_index")):
            assert run.file_name not in stranger.get(page).content.decode()

    run.refresh_from_db()
    assert run.state == "previewed"


def test_a_finished_run_is_seen_by_those_who_may_import_the_register(
    desk: Client, user_with: Callable[..., Any]
) -> None:
    run = previewed(desk, name="名单.csv")
    confirm(desk, run)
    colleague = browser_of(user_with("add_school", "change_school"))
    outsider = browser_of(user_with("add_major", "change_major"))

    assert colleague.get(at("run", run.public_id)).status_code == 200
    assert b"".join(colleague.get(at("file", run.public_id)).streaming_content)
    assert "名单.csv" in colleague.get(reverse("xcms_importrun_modeladmin_index")).content.decode()
    for name in GETS:
        assert outsider.get(at(name, run.public_id)).status_code == 404, name
    assert (
        "名单.csv" not in outsider.get(reverse("xcms_importrun_modeladmin_index")).content.decode()
    )


def test_another_s_import_is_undone_only_with_a_permission_of_its_own(
    desk: Client, user_with: Callable[..., Any]
) -> None:
    run = previewed(desk)
    confirm(desk, run)
    colleague = browser_of(user_with("add_school", "change_school"))
    chief = browser_of(user_with("add_school", "change_school", "undo_importrun"))

    assert "撤回导入</button>" not in colleague.get(at("run", run.public_id)).content.decode()
    assert is_refused(colleague.post(at("undo", run.public_id), {"reason": "不该"}))
    assert School.objects.exists()

    chief.post(at("undo", run.public_id), {"reason": "传错了"})
    assert not School.objects.exists()


def test_who_loses_the_permission_loses_the_run(desk: Client, clerk: Any) -> None:
    run = previewed(desk)
    clerk.user_permissions.filter(codename="add_school").delete()
    clerk.user_permissions.clear()

    assert desk.get(at("run", run.public_id)).status_code != 200
    desk.post(at("confirm", run.public_id), {"token": "x"})

    assert not School.objects.exists()


def test_the_list_has_its_button_for_those_who_may(user_with: Callable[..., Any]) -> None:
    may = browser_of(user_with("view_school", "add_school", "change_school", "view_filing"))
    for model, register, expected in (("school", "schools", True), ("filing", "filings", False)):
        page = may.get(screen(model, "list")).content.decode()
        assert (at("upload", register) in page) is expected, model
    files = browser_of(user_with("view_filing", "add_filing", "change_filing"))
    assert at("upload", "filings") in files.get(screen("filing", "list")).content.decode()


def test_strangers_are_sent_to_the_login(client: Client) -> None:
    for address in (at("home"), at("upload", "schools"), at("run", "x"), at("sample", "schools")):
        answer: Any = client.get(address)
        assert answer.status_code == 302
        assert answer.url.startswith("/admin/login/")
