"""The preview: the alias by one click, sentences that name the form's fields, a fixed number of queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from registry.models import SchoolName
from tests.factories import FilingFactory, RoundFactory, SchoolFactory
from tests.sheets import csv_bytes
from tests.xcms.import_admin.conftest import at, confirm, preview, previewed, upload
from xcms.models import ImportRun

pytestmark = pytest.mark.django_db

APPROVALS = ["学校名称", "证书名称", "证书等级", "试点规模(人)"]
#: Session, user, permissions (2), Wagtail's profile, the run and its state, a block of rows; Wagtail's menu (3).
QUERIES_OF_A_PREVIEW = 11


@pytest.fixture
def reviewer(client: Client, user_with: Callable[..., Any]) -> Client:
    client.force_login(user_with("add_approval", "add_approvaldecision", "change_school"))
    return client


def nearly(client: Client) -> ImportRun:
    """Previewed approvals of a school whose name nearly fits."""
    SchoolFactory(name="长沙民政职业技术学院")
    certificate = FilingFactory(round=RoundFactory()).certificate
    data = csv_bytes(APPROVALS, ["长沙民政职业技术学校", certificate.name, "中级", "60"])
    run = upload(client, data, register="approvals", round="2020-3-1")
    return preview(client, run, round="2020-3-1")


def test_one_click_makes_the_alias_and_previews_again(reviewer: Client) -> None:
    run = nearly(reviewer)
    page = reviewer.get(at("run", run.public_id))
    offer = page.context["page_obj"][0].alias
    assert "登记为“长沙民政职业技术学院”的简称并重新预览" in page.content.decode()

    answer = reviewer.post(
        at("alias", run.public_id), {"text": offer.text, "target": offer.target}, follow=True
    )

    assert SchoolName.objects.get().name == "长沙民政职业技术学校"
    assert "确认导入" in answer.content.decode()


def test_an_alias_needs_the_permission_to_change_schools(
    client: Client, user_with: Callable[..., Any]
) -> None:
    client.force_login(user_with("add_approval", "add_approvaldecision"))
    run = nearly(client)
    page = client.get(at("run", run.public_id))
    offer = page.context["page_obj"][0].alias

    assert at("alias", run.public_id) not in page.content.decode()
    client.post(at("alias", run.public_id), {"text": offer.text, "target": offer.target})

    assert not SchoolName.objects.exists()


@pytest.mark.parametrize(
    "values", [{}, {"text": "随便", "target": "1"}, {"text": "x", "target": "y"}]
)
def test_only_what_the_preview_offered_becomes_an_alias(
    reviewer: Client, values: dict[str, str]
) -> None:
    run = nearly(reviewer)

    answer = reviewer.post(at("alias", run.public_id), values, follow=True)

    assert "预览中已没有这个名称" in answer.content.decode()
    assert not SchoolName.objects.exists()


def test_an_alias_that_somebody_registered_meanwhile_is_said_so(reviewer: Client) -> None:
    run = nearly(reviewer)
    offer = reviewer.get(at("run", run.public_id)).context["page_obj"][0].alias
    SchoolFactory(name=offer.text)

    answer = reviewer.post(
        at("alias", run.public_id), {"text": offer.text, "target": offer.target}, follow=True
    )

    assert "是一所学校的全称" in answer.content.decode()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"correct": "on"}, "更正须说明原因：请指定 “原因”。"),
        ({"replace": "on"}, "“撤销表中没有的登记” 将撤销表中所缺的试点资格"),
        ({"basis": "长" * 301}, "“依据” 过长"),
        ({"effective_on": "morgen"}, "日期"),
        ({"round": "2020-9-9"}, "2020-9-9"),
    ],
)
def test_a_refusal_names_the_field_not_a_flag(
    reviewer: Client, options: dict[str, str], sentence: str
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("表.csv", csv_bytes(APPROVALS, ["甲", "乙", "中级", "1"]))
    page = reviewer.post(at("upload", "approvals"), {"file": file, **options}).content.decode()

    assert sentence in page
    assert "--" not in page.partition('role="alert"')[2].partition("</div>")[0]
    assert not ImportRun.objects.exists()


def test_an_error_in_a_row_names_the_field_too(reviewer: Client) -> None:
    school, certificate = SchoolFactory(), FilingFactory(round=RoundFactory()).certificate
    data = csv_bytes(APPROVALS, [school.name, certificate.name, "中级", "60"])
    run = preview(reviewer, upload(reviewer, data, register="approvals"))

    page = reviewer.get(at("run", run.public_id)).content.decode()

    assert "或指定 “生效日期” 或 “轮次”" in page


@pytest.mark.parametrize("rows", [2, 120])
def test_a_preview_costs_the_same_queries_whatever_its_rows(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    run = previewed(
        desk, *([f"{4143020000 + n}", f"第{n}学院", "长沙", "高职"] for n in range(rows))
    )
    desk.get(at("run", run.public_id))

    with django_assert_num_queries(QUERIES_OF_A_PREVIEW):
        desk.get(at("run", run.public_id))


def test_the_list_of_imports_leads_to_each(desk: Client) -> None:
    run = previewed(desk, name="名单.csv")
    confirm(desk, run)

    page = desk.get(reverse("xcms_importrun_modeladmin_index")).content.decode()
    assert "名单.csv" in page
    assert "新增 1，变更 0，不变 0" in page
    assert "已导入" in page

    inspect = desk.get(reverse("xcms_importrun_modeladmin_inspect", args=[run.pk]))
    assert inspect.url == at("run", run.public_id)
    for pk in (0, "x", "9" * 30):
        answer = desk.get(f"/admin/xcms/importrun/inspect/{pk}/", follow=True)
        assert answer.status_code == 404


def test_nobody_adds_edits_or_deletes_a_run(admin_client: Client) -> None:
    for action in ("create", "edit/1", "delete/1"):
        answer = admin_client.get(f"/admin/xcms/importrun/{action}/")
        assert answer.status_code in {302, 404}, action
