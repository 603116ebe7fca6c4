"""Whole registers as daily files: complete, checkable, and never showing what is no longer public."""

import csv
import hashlib
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.services.approvals import void
from tests import factories
from tests.registry.publication import list_page, public_filing
from xcms.datafiles.publishing import publish_data
from xcms.models import DataRelease
from xcms.registers import public_registers
from xcms.versions import current_version

PAGE = "/registry/data/"
MOBILE = "138" + "0" * 8

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(wagtail_root: Any, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def text(client: Client, name: str) -> str:
    response = client.get(PAGE + name)
    assert response.status_code == 200, name
    return b"".join(response.streaming_content).decode("utf-8-sig")


def package(client: Client) -> Any:
    return client.get(f"{PAGE}datapackage.json").json()


def stored(folder: Any) -> list[Path]:
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def test_every_register_is_there_as_csv_and_json_lines(client: Client) -> None:
    factories.grant(school__name="甲学院")
    publish_data()
    for register in public_registers():
        rows = list(csv.DictReader(io.StringIO(text(client, f"{register.name}.csv"), newline="")))
        objects = [json.loads(line) for line in text(client, f"{register.name}.jsonl").splitlines()]
        assert len(rows) == len(objects) == register.public_queryset().count()
        for one in objects:
            assert list(one) == [column.key for column in register.export_columns]
    assert '"school": "甲学院"' in text(client, "approvals.jsonl")


def test_ended_and_coming_lines_are_in_the_whole_register(client: Client) -> None:
    factories.grant(decision={"effective_from": date(9998, 1, 1)})
    factories.grant(decision={"effective_to": date(2020, 6, 30)})
    publish_data()
    assert "尚未生效" in text(client, "approvals.csv")
    assert "已到期" in text(client, "approvals.csv")


def test_the_manifest_tells_rows_bytes_digest_schema_licence_and_version(
    client: Client, settings: Any
) -> None:
    settings.XCMS = {"DATA_LICENCE": "署名使用。"}
    factories.SchoolFactory(is_demo=True)
    publish_data()
    told = package(client)
    assert told["licenses"] == [{"name": "terms", "title": "署名使用。"}]
    assert told["x-register-version"] == DataRelease.objects.get().version
    assert len(told["resources"]) == 2 * len(public_registers())
    for resource in told["resources"]:
        content = b"".join(client.get(PAGE + resource["path"]).streaming_content)
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert {"name", "type", "title", "description"} <= set(resource["schema"]["fields"][0])
        if resource["format"] == "csv":
            header = content.decode("utf-8-sig").split("\r\n")[0].split(",")
            assert header == [field["name"] for field in resource["schema"]["fields"]]
    (schools,) = [one for one in told["resources"] if one["name"] == "schools-csv"]
    assert (schools["x-rows"], schools["x-demo-data"]) == (1, True)
    level = next(field for field in schools["schema"]["fields"] if field["title"] == "level")
    assert level["constraints"]["enum"] == ["中职", "高职", "应用型本科", "其他本科"]


def test_the_page_lists_files_with_rows_and_digests(client: Client) -> None:
    factories.SchoolFactory(is_demo=True)
    assert "尚未生成文件" in client.get(PAGE).content.decode()
    release, _new = publish_data()
    page = client.get(PAGE).content.decode()
    for file in release.files:
        assert file["sha256"] in page
        assert f'href="{PAGE}{file["name"]}"' in page
    assert "演示数据" in page
    assert "datapackage.json" in page


def test_again_on_the_same_day_changes_nothing(capsys: Any, tmp_path: Path) -> None:
    factories.SchoolFactory()
    call_command("xcms_publish_data")
    before = stored(tmp_path)
    call_command("xcms_publish_data")
    assert "文件保持不变" in capsys.readouterr().out
    assert stored(tmp_path) == before
    for _ in range(3):
        factories.SchoolFactory()
        call_command("xcms_publish_data")
    # The last set, and the one before for those who are just downloading it.
    assert DataRelease.objects.count() == 2
    assert len(stored(tmp_path)) == 2 * len(before)


def test_a_failure_half_way_leaves_the_last_set(
    client: Client, monkeypatch: Any, tmp_path: Path, capsys: Any
) -> None:
    factories.SchoolFactory(name="甲学院")
    publish_data()
    before = stored(tmp_path)
    save = default_storage.save

    def fail(name: str, content: Any) -> str:
        if "approvals" in name:
            raise OSError(28, "No space left on device")
        return str(save(name, content))

    factories.SchoolFactory(name="乙学院")
    monkeypatch.setattr(default_storage, "save", fail)
    with pytest.raises(SystemExit) as end:
        call_command("xcms_publish_data")
    assert end.value.code == 2
    assert "无法保存文件" in capsys.readouterr().err
    assert stored(tmp_path) == before
    assert "乙学院" not in text(client, "schools.csv")


def test_lost_files_are_made_anew() -> None:
    first, _new = publish_data()
    default_storage.delete(first.files[0]["path"])
    assert publish_data()[1]


def is_offered(client: Client, register: str) -> bool:
    """Whether the register's files are handed out; page, manifest and both files must agree."""
    seen = {
        client.get(f"{PAGE}{register}.csv").status_code == 200,
        client.get(f"{PAGE}{register}.jsonl").status_code == 200,
        f'href="{PAGE}{register}.csv"' in client.get(PAGE).content.decode(),
        any(each["path"] == f"{register}.csv" for each in package(client)["resources"]),
    }
    assert len(seen) == 1
    return seen.pop()


def test_unpublishing_a_list_takes_its_files_back(client: Client) -> None:
    page = list_page("list")
    filing = public_filing(page, certificate__name="物流管理证书")
    publish_data()
    assert "物流管理证书" in text(client, "filings.csv")
    page.unpublish()
    for register in ("filings", "certificates", "organizations"):
        assert not is_offered(client, register)
    assert is_offered(client, "schools")
    answer = client.get(f"{PAGE}filings.csv")
    assert answer.status_code == 404
    assert "不再公开" in answer.content.decode()
    assert filing.certificate.name not in answer.content.decode()
    assert "正在重新生成" in client.get(PAGE).content.decode()
    publish_data()
    assert is_offered(client, "filings")
    assert "物流管理证书" not in text(client, "filings.csv")


def test_a_voided_decision_takes_the_approvals_back(client: Client) -> None:
    line = factories.grant()
    publish_data()
    factories.grant()
    assert is_offered(client, "approvals")
    void(line.decisions.all(), reason="录入错误", acting_user=None)
    assert not is_offered(client, "approvals")
    publish_data()
    assert is_offered(client, "approvals")


def test_a_hidden_or_changed_contact_takes_the_contacts_back(client: Client) -> None:
    contact = factories.ContactFactory(office="招生科")
    publish_data()
    factories.ContactFactory()
    assert is_offered(client, "contacts")
    contact.is_public = False
    contact.save()
    assert not is_offered(client, "contacts")


def test_nothing_private_is_in_any_file(client: Client) -> None:
    factories.ContactFactory(person="秘密人", mobile=MOBILE, show_person=True)
    factories.ContactFactory(office="秘密科室", is_public=False)
    factories.QQGroupFactory(name="秘密群", is_public=False)
    factories.FilingFactory(pending=True, certificate__name="秘密证书")
    factories.ApprovalFactory(certificate__name="秘密证书乙")
    line = factories.grant()
    factories.decide(line, quota=98765, basis="秘密更正", voided_version=current_version() + 1)
    publish_data()
    for register in public_registers():
        for extension in ("csv", "jsonl"):
            content = text(client, f"{register.name}.{extension}")
            assert "秘密" not in content
            assert MOBILE not in content
            assert "98765" not in content


def test_formulas_are_text_in_every_file(client: Client) -> None:
    factories.SchoolFactory(name="=1+1")
    publish_data()
    assert ",'=1+1," in text(client, "schools.csv")


def test_a_reader_who_has_the_file_is_told_so(client: Client) -> None:
    publish_data()
    first = client.get(f"{PAGE}schools.csv")
    assert first["Cache-Control"] == "public, no-cache"
    assert first["ETag"].strip('"') == next(
        file["sha256"] for file in DataRelease.objects.get().files if file["name"] == "schools.csv"
    )
    again = client.get(f"{PAGE}schools.csv", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["persons.csv", "schools.exe", "schools.xlsx", "../schools.csv", "schools.csv/", "x/y"]
)
def test_other_names_are_not_found(client: Client, path: str) -> None:
    publish_data()
    assert client.get(PAGE + path).status_code in {301, 404}


@pytest.mark.parametrize("path", ["", "dictionary/", "datapackage.json", "schools.csv"])
def test_the_files_are_read_only_and_a_get_writes_nothing(client: Client, path: str) -> None:
    publish_data()
    assert client.post(PAGE + path).status_code == 405
    with CaptureQueriesContext(connection) as captured:
        client.get(PAGE + path)
    assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in captured)


def test_the_dictionary_explains_every_column(client: Client) -> None:
    page = client.get(f"{PAGE}dictionary/").content.decode()
    for register in public_registers():
        assert f'id="{register.name}"' in page
        for column in register.export_columns:
            assert str(column.header) in page
            assert column.description, column.key
            assert f"<code>{column.key}</code>" in page
    assert "<code>in_force</code> 有效" in page


def test_the_page_costs_the_same_queries_whatever_the_rows(client: Client) -> None:
    def queries() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    factories.grant()
    publish_data()
    few = queries()
    for _ in range(20):
        factories.grant()
        factories.ContactFactory()
    publish_data()
    assert queries() == few
