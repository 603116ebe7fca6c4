"""Odd clicks, odd files, odd names: a sentence and a way on, never a 500."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.models import School
from tests.sheets import csv_bytes
from tests.xcms.import_admin.conftest import (
    ONE,
    SCHOOLS,
    at,
    confirm,
    preview,
    previewed,
    upload,
)
from xcms.models import ImportRun

pytestmark = pytest.mark.django_db

HTML = "<script>alert(1)</script>"


def sent(desk: Client, file: Any) -> str:
    data = {} if file is None else {"file": file}
    answer = desk.post(at("upload", "schools"), data, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_no_file(desk: Client) -> None:
    assert "请选择文件。" in sent(desk, None)


def test_an_empty_file(desk: Client) -> None:
    assert "文件是空的" in sent(desk, SimpleUploadedFile("空.csv", b""))
    assert not ImportRun.objects.exists()


def test_a_file_over_the_limit(desk: Client, settings: Any) -> None:
    settings.XCMS = {"IMPORT_MAX_BYTES": 1024}

    page = sent(desk, SimpleUploadedFile("大.csv", b"x" * 4096))

    assert "文件过大" in page
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("data", [b"\x00\xff\xfe\x01" * 50, b"PK\x03\x04broken", b"%PDF-1.7"])
def test_a_file_that_is_no_sheet(desk: Client, data: bytes) -> None:
    page = sent(desk, SimpleUploadedFile("表.xlsx", data))

    assert 'role="alert"' in page
    assert "另选文件" in page
    assert at("discard", ImportRun.objects.get().public_id) in page


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\处\\名单.csv", "名单.csv"),
        (f"{HTML}.csv", None),
        ("长" * 400 + ".csv", None),
        ("=cmd|'.csv", None),
        ('a"b\r\nSet-Cookie: x.csv', None),
    ],
)
def test_names_of_files(desk: Client, name: str, kept: str | None) -> None:
    run = preview(desk, upload(desk, csv_bytes(SCHOOLS, ["1", *ONE[1:]]), name=name))

    if kept:
        assert run.file_name == kept
    assert "/" not in run.file_name
    assert len(run.file_name) <= 255
    for address in (
        at("run", run.public_id),
        at("home"),
        reverse("xcms_importrun_modeladmin_index"),
    ):
        page = desk.get(address)
        assert page.status_code == 200
        assert HTML not in page.content.decode()
    for download in ("errors", "file"):
        answer = desk.get(at(download, run.public_id))
        assert answer.status_code == 200
        assert "\n" not in answer["Content-Disposition"]
        assert answer["Content-Disposition"].startswith("attachment")


def test_html_in_cells_and_headers_is_text(desk: Client) -> None:
    run = upload(desk, csv_bytes([*SCHOOLS, HTML], ["1", HTML, HTML, "高职", HTML]))
    columns = desk.get(at("columns", run.public_id)).content.decode()
    run = preview(desk, run)
    page = desk.get(at("run", run.public_id)).content.decode()

    for shown in (columns, page):
        assert HTML not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_the_uploaded_file_comes_back_as_a_download_of_no_type(desk: Client) -> None:
    data = csv_bytes(SCHOOLS, ONE)
    run = upload(desk, data, name="页.html")

    answer = desk.get(at("file", run.public_id))

    assert b"".join(answer.streaming_content) == data
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["run", "columns", "status", "preview", "confirm", "cancel", "errors", "file", "undo"]
)
@pytest.mark.parametrize("identity", ["nosuchrun0", "-", "%F0%9F%98%80", "x" * 300, "1'--"])
def test_a_run_that_is_not_there(desk: Client, name: str, identity: str) -> None:
    answer = desk.get(at(name, "RUN").replace("RUN", identity))

    assert answer.status_code == 404
    assert "没有找到这次导入" in answer.content.decode()
    assert at("home") in answer.content.decode()


def test_an_unknown_register_leads_to_the_known_ones(desk: Client) -> None:
    assert desk.get(at("upload", "nonsense")).status_code == 302


def test_two_clicks_write_once(desk: Client) -> None:
    run = previewed(desk)
    token = desk.get(at("run", run.public_id)).context["token"]
    first = desk.post(at("confirm", run.public_id), {"token": token}, follow=True)
    second = desk.post(at("confirm", run.public_id), {"token": token}, follow=True)

    assert "导入完成" in first.content.decode()
    assert "没有重复写入" in second.content.decode()
    assert School.objects.count() == 1


def test_after_confirming_the_way_back_leads_to_the_result(desk: Client) -> None:
    run = previewed(desk)
    confirm(desk, run)

    for name in ("columns", "preview", "discard", "cancel"):
        answer = desk.post(at(name, run.public_id), {"sheet": "0"}, follow=True)
        assert answer.status_code == 200
        assert "导入完成" in answer.content.decode(), name
    assert "导入完成" in desk.get(at("columns", run.public_id), follow=True).content.decode()
    assert School.objects.count() == 1


def test_a_preview_that_another_window_replaced_is_not_confirmed(desk: Client) -> None:
    run = upload(desk, csv_bytes([*SCHOOLS, "主管部门"], [*ONE, "湖南省"]))
    preview(desk, run)
    seen = desk.get(at("run", run.public_id)).context["token"]
    preview(desk, run, **{"column-4": ""})

    answer = desk.post(at("confirm", run.public_id), {"token": seen}, follow=True)

    assert "请重新查看" in answer.content.decode()
    assert not School.objects.exists()


def test_what_changed_since_the_preview_asks_for_another(desk: Client) -> None:
    from tests.factories import SchoolFactory

    run = previewed(desk)
    token = desk.get(at("run", run.public_id)).context["token"]
    SchoolFactory(code="4143011111", name="甲专科学校")

    answer = desk.post(at("confirm", run.public_id), {"token": token}, follow=True)

    assert "重新预览" in answer.content.decode()
    assert School.objects.get().name == "甲专科学校"
    again = desk.post(at("preview", run.public_id), follow=True)
    assert "确认导入" in again.content.decode()


def test_an_undo_needs_a_reason(desk: Client) -> None:
    run = previewed(desk)
    confirm(desk, run)

    for reason in ("", "   ", "长" * 501):
        answer = desk.post(at("undo", run.public_id), {"reason": reason})
        assert "error-message" in answer.content.decode()
    assert School.objects.exists()


def test_undone_twice_says_so(desk: Client) -> None:
    run = previewed(desk)
    confirm(desk, run)
    desk.post(at("undo", run.public_id), {"reason": "传错了"})

    answer = desk.post(at("undo", run.public_id), {"reason": "再来"}, follow=True)

    assert "已经撤回" in answer.content.decode()


@pytest.mark.parametrize("name", ["confirm", "cancel", "undo", "discard", "preview", "alias"])
def test_only_a_post_acts(desk: Client, name: str) -> None:
    run = previewed(desk)
    desk.get(at(name, run.public_id))
    run.refresh_from_db()
    assert run.state == "previewed"


def test_a_form_without_its_token_is_refused(clerk: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    file = SimpleUploadedFile("表.csv", csv_bytes(SCHOOLS, ONE))

    assert client.post(at("upload", "schools"), {"file": file}).status_code == 403
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"sheet": "99", "column-0": "nonsense"},
        {"sheet": "²"},
        {"sheet": "-1"},
        {},
        {"column-0": ["code", "name"]},
    ],
)
def test_columns_that_were_never_offered(desk: Client, values: dict[str, Any]) -> None:
    run = upload(desk, csv_bytes(SCHOOLS, ONE))

    answer = desk.post(at("columns", run.public_id), values)

    assert answer.status_code == 200
    assert "help-critical" in answer.content.decode()


def test_an_expired_upload_is_gone_before_anybody_has_cleared_it_away(desk: Client) -> None:
    run = previewed(desk)
    ImportRun.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    for name in ("run", "status", "file", "errors"):
        assert desk.get(at(name, run.public_id)).status_code == 404
    for name in ("preview", "confirm", "cancel"):
        assert desk.post(at(name, run.public_id)).status_code == 404
    assert not School.objects.exists()
