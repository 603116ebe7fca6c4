"""Large workbooks: asked for once, written in the background, handed out while all of it is public."""

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from registry.enums import DecisionKind
from registry.models import Approval, School
from registry.services.approvals import void
from tests import factories
from xcms.export_jobs.work import work_on
from xcms.models import ExportJob, ExportState

LIST = "/registry/approvals/"
ASK = "/registry/exports/approvals/"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _site(wagtail_root: Any, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.XCMS = {"XLSX_INLINE_ROWS": 2, "EXPORT_MOST_WAITING": 3, "EXPORT_MOST_PER_HOUR": 5}


@pytest.fixture
def lines() -> list[Approval]:
    return [factories.grant(number) for number in (10, 20, 30)]


@pytest.fixture
def queue(monkeypatch: Any) -> list[str]:
    """Codes of what was enqueued; nobody works."""
    codes: list[str] = []

    class Waiting:
        def using(self, **_options: Any) -> "Waiting":
            return self

        def enqueue(self, code: str) -> None:
            codes.append(code)

    monkeypatch.setattr("xcms.export_jobs.asking.write_export", Waiting())
    return codes


def asked(client: Client, query: str = "", **more: Any) -> Any:
    return client.post(ASK, {"query": query, **more}, follow=True)


def files() -> list[str]:
    return default_storage.listdir("xcms-exports")[1]


def test_a_small_workbook_comes_at_once(client: Client) -> None:
    factories.grant()
    assert client.get(LIST, {"format": "xlsx"}).streaming


def test_a_large_one_is_offered_and_nothing_is_written_on_a_get(
    client: Client, lines: list[Approval]
) -> None:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(LIST, {"format": "xlsx", "sort": "-quota", "page": "7"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "超过 2 行" in page
    assert f'<form method="post" action="{ASK}">' in page
    assert 'name="query" value="sort=-quota"' in page
    assert "csrfmiddlewaretoken" in page
    assert response["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in response["Cache-Control"]
    assert not ExportJob.objects.exists()
    assert not any(query["sql"].startswith(("INSERT", "UPDATE")) for query in captured)


def test_the_file_is_written_and_fetched_at_a_secret_address(
    client: Client, lines: list[Approval]
) -> None:
    response = asked(client, "sort=-quota&columns=quota")
    page = response.content.decode()
    assert "文件已生成" in page
    job = ExportJob.objects.get()
    assert re.fullmatch("[0-9a-f]{32}", job.code)
    assert job.code not in job.path
    file = client.get(f"/registry/exports/{job.code}/file/")
    assert file["Content-Disposition"].startswith('attachment; filename="approvals-20')
    assert "no-store" in file["Cache-Control"]
    assert file["X-Register-Version"] == str(job.version)
    book = load_workbook(io.BytesIO(b"".join(file.streaming_content)))
    rows = list(book["试点资格"].iter_rows(values_only=True))
    assert rows == [("试点规模(人)", "数据性质"), (30, None), (20, None), (10, None)]
    assert "文件说明" in book.sheetnames


def test_without_a_token_nothing_is_asked_for(lines: list[Approval]) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ASK, {"query": ""}).status_code == 403
    assert strict.get(ASK).status_code == 405
    assert not ExportJob.objects.exists()
    page = strict.get(LIST, {"format": "xlsx"}).content.decode()
    token = re.search('name="csrfmiddlewaretoken" value="(.*?)"', page)
    assert token
    answer = strict.post(ASK, {"query": "", "csrfmiddlewaretoken": token[1]})
    assert answer.status_code == 302


def test_the_same_file_is_asked_for_once(
    client: Client, lines: list[Approval], queue: list[str]
) -> None:
    first = asked(client, "region=430100&status=in_force&status=ended")
    again = asked(client, "status=ended&status=in_force&page=4&region=430100&nothing=1")
    assert first.redirect_chain == again.redirect_chain
    assert len(queue) == 1
    factories.SchoolFactory()
    assert asked(client, "region=430100").redirect_chain != first.redirect_chain


def test_the_waiting_page_looks_again_by_itself(
    client: Client, lines: list[Approval], queue: list[str]
) -> None:
    response = asked(client)
    assert response["Refresh"] == "5"
    assert "正在排队" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    (code,) = queue
    assert client.get(f"/registry/exports/{code}/file/").status_code == 302
    work_on(code)
    work_on(code)
    response = client.get(f"/registry/exports/{code}/")
    assert "Refresh" not in response
    assert len(files()) == 1


def test_few_may_wait_and_one_address_may_ask_for_few(
    client: Client, lines: list[Approval], queue: list[str], settings: Any
) -> None:
    for quota in ("quota", "-quota", "school"):
        assert asked(client, f"sort={quota}").status_code == 200
    full = asked(client, "sort=-school")
    assert full.status_code == 429
    assert "正在排队生成的文件较多" in full.content.decode()
    # What is waiting already may be looked for at any time.
    assert asked(client, "sort=quota").status_code == 200
    for code in queue:
        work_on(code)
    assert asked(client, "sort=-certificate").status_code == 200
    much = asked(client, "sort=certificate")
    assert much.status_code == 429
    assert "一小时内申请的文件较多" in much.content.decode()
    assert asked(client, "sort=certificate", REMOTE_ADDR="192.0.2.9").status_code == 429
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert asked(other, "sort=certificate").status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [("region=nowhere", 400), ("columns=person", 400), ("q=" + "x" * 9000, 429), ("q=%00", 200)],
)
def test_what_the_list_would_refuse_is_refused_with_a_sentence(
    client: Client, lines: list[Approval], query: str, status: int
) -> None:
    response = asked(client, query)
    assert response.status_code == status
    assert "xcms-message--error" in response.content.decode() or status == 200


@pytest.mark.parametrize("path", ["nothing/", "approvals/", "0" * 32 + "/", "0" * 32 + "/file/"])
def test_unknown_addresses_are_not_found(client: Client, path: str) -> None:
    assert client.get(f"/registry/exports/{path}").status_code in {404, 405}
    assert client.post(f"/registry/exports/{path}").status_code in {302, 404, 405}


def test_a_failure_is_a_sentence_and_may_be_tried_again(
    client: Client, lines: list[Approval], monkeypatch: Any
) -> None:
    def full(*_args: Any) -> Any:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("xcms.export_jobs.work.write_workbook", full)
        page = asked(client).content.decode()
    assert "暂时无法保存该文件" in page
    assert "文件已生成" in asked(client).content.decode()
    assert ExportJob.objects.get().state == ExportState.DONE


def test_what_is_no_longer_public_is_not_handed_out(client: Client, lines: list[Approval]) -> None:
    asked(client)
    job = ExportJob.objects.get()
    address = f"/registry/exports/{job.code}/file/"
    # What is added does no harm.
    factories.grant()
    assert client.get(address).status_code == 200
    void(lines[0].decisions.all(), reason="录入错误", acting_user=None)
    for path in (address, f"/registry/exports/{job.code}/"):
        response = client.get(path)
        assert response.status_code == 410
        assert "不再公开" in response.content.decode()
    fresh = asked(client)
    assert "文件已生成" in fresh.content.decode()


def test_a_revoked_line_stays_public_and_so_does_its_file(
    client: Client, lines: list[Approval]
) -> None:
    asked(client)
    factories.decide(lines[0], kind=DecisionKind.REVOKE, quota=0, clause="第六条", reason="退出")
    code = ExportJob.objects.get().code
    assert client.get(f"/registry/exports/{code}/file/").status_code == 200


def test_a_deleted_row_of_another_register_takes_its_file_back(client: Client) -> None:
    schools = [factories.SchoolFactory() for _ in range(3)]
    client.post("/registry/exports/schools/", {"query": ""})
    address = f"/registry/exports/{ExportJob.objects.get().code}/file/"
    factories.SchoolFactory()
    assert client.get(address).status_code == 200
    School.objects.get(pk=schools[0].pk).delete()
    assert client.get(address).status_code == 410


def test_files_go_when_their_time_is_up(client: Client, lines: list[Approval], capsys: Any) -> None:
    asked(client)
    code = ExportJob.objects.get().code
    ExportJob.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "保留时间已过" in client.get(f"/registry/exports/{code}/").content.decode()
    assert client.get(f"/registry/exports/{code}/file/").status_code == 302
    call_command("xcms_purge_exports")
    assert "已删除 1 个" in capsys.readouterr().out
    assert not files()
    assert client.get(f"/registry/exports/{code}/").status_code == 404


def test_a_writer_that_died_is_not_waited_for(
    client: Client, lines: list[Approval], queue: list[str]
) -> None:
    asked(client)
    ExportJob.objects.update(
        state=ExportState.WORKING, started_at=timezone.now() - timedelta(hours=2)
    )
    page = client.get(f"/registry/exports/{queue[0]}/").content.decode()
    assert "生成中断" in page
    asked(client)
    assert len(queue) == 2


def test_a_lost_file_is_gone_not_an_error(client: Client, lines: list[Approval]) -> None:
    asked(client)
    job = ExportJob.objects.get()
    default_storage.delete(job.path)
    assert client.get(f"/registry/exports/{job.code}/file/").status_code == 410
