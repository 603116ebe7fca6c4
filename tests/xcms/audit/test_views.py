"""The audit log in the admin's reports: who gets it, what the file is, and that taking it is itself logged."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from wagtail.models import ModelLogEntry

from tests import factories
from xcms.history import log_edit

pytestmark = pytest.mark.usefixtures("wagtail_root")

AUDIT = "/admin/reports/audit/"
PERIOD = {"first": "2020-01-01", "last": "2099-12-31"}
LogIn = Callable[..., Client]


@pytest.fixture
def auditor(client: Client) -> Client:
    user = get_user_model().objects.create_user("auditor")
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "export_audit"])
    )
    client.force_login(user)
    return client


def content(response: Any) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_the_file_has_every_field_safe_in_a_sheet_and_its_own_taking(auditor: Client) -> None:
    log_edit(
        factories.SchoolFactory(name="甲学院"),
        [{"label": "网址", "old": "", "new": "=HYPERLINK(1)"}],
        user=None,
    )
    text = content(auditor.post(AUDIT, {**PERIOD, "format": "csv"})).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    edit, taking = (row for row in rows if row["记录"] == "甲学院" or row["操作人"])
    assert (edit["记录"], edit["字段"], edit["改后"]) == ("甲学院", "网址", "'=HYPERLINK(1)")
    assert (taking["操作人"], taking["操作"]) == ("auditor", "导出审计日志")
    assert taking["详情"] == "导出了 2020-01-01 至 2099-12-31 的日志"
    assert ModelLogEntry.objects.filter(action="xcms.export_audit").count() == 1


def test_a_workbook_too(auditor: Client) -> None:
    assert content(auditor.post(AUDIT, {**PERIOD, "format": "xlsx"})).startswith(b"PK")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"first": "2020-02-01", "last": "2020-01-01", "format": "csv"}, "截止日期早于开始日期。"),
        ({"first": "x", "last": "2020-01-01", "format": "csv"}, "输入一个有效的日期。"),
        ({"first": "2020-01-01", "last": "9999-12-31", "format": "csv"}, "日志没有这么远。"),
        ({"first": "0001-01-01", "last": "0001-01-01", "format": "exe"}, "exe"),
        ({}, "first"),
    ],
)
def test_strange_periods_are_a_sentence(
    auditor: Client, values: dict[str, str], sentence: str
) -> None:
    response = auditor.post(AUDIT, values)
    assert response.status_code == 200
    assert sentence in str(response.context["form"].errors)
    assert not ModelLogEntry.objects.exists()


def test_the_first_day_of_all_is_answered(auditor: Client) -> None:
    assert content(
        auditor.post(AUDIT, {"first": "0001-01-01", "last": "2020-01-01", "format": "csv"})
    )


@pytest.mark.parametrize(
    ("group", "may"), [("数据管理", True), ("审核", False), ("编辑", False), ("市州审核", False)]
)
def test_it_is_for_those_who_answer_for_the_data(client: Client, group: str, may: bool) -> None:
    call_command("xcms_install", verbosity=0)
    user = get_user_model().objects.create_user("member")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    assert (client.get(AUDIT).status_code == 200) is may
    answer = client.post(AUDIT, {**PERIOD, "format": "csv"})
    assert (answer.status_code == 200) is may
    assert ("reports/audit" in client.get("/admin/").content.decode()) is may
