"""``columns=``: the same for every format, on the page and in the command."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.factories import SchoolFactory

pytestmark = pytest.mark.django_db
URL = "/registry/schools/"


@pytest.fixture(autouse=True)
def _site(wagtail_root: Any) -> None:
    """The skin's menu needs a home page."""


def body(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode("utf-8-sig"))


def test_only_the_chosen_columns_come_in_the_registers_order(client: Client) -> None:
    SchoolFactory(code="4143000001", name="甲学院", is_demo=True)
    query = {"columns": ["name", "code"], "format": "csv"}
    assert body(client.get(URL, query)).splitlines() == [
        "学校标识码,学校名称,数据性质",
        "4143000001,甲学院,演示数据",
    ]
    (row,) = client.get(URL, {**query, "format": "json"}).json()["results"]
    assert row == {"code": "4143000001", "name": "甲学院", "is_demo": True}


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "json"])
def test_an_unknown_column_is_a_400_sentence(client: Client, file_format: str) -> None:
    response = client.get(URL, {"columns": ["name", "person"], "format": file_format})
    assert response.status_code == 400
    (sentence,) = response.json()["errors"]
    assert sentence.startswith("没有名为“person”的列")


def test_the_page_does_not_mind_an_unknown_column(client: Client) -> None:
    assert client.get(URL, {"columns": "person"}).status_code == 200


def test_the_page_offers_columns_and_keeps_the_filters(client: Client) -> None:
    SchoolFactory(name="甲学院")
    page = client.get(URL, {"q": "甲", "page": "3", "columns": ["code"]}).content.decode()
    assert '<input type="hidden" name="q" value="甲">' in page
    assert 'type="hidden" name="page"' not in page
    assert 'name="columns" value="code" checked' in page
    assert 'name="columns" value="name">' in page
    assert 'name="columns" value="is_demo"' not in page
    assert (
        '<button class="xcms-button xcms-button--quiet" type="submit" name="format" value="xlsx">'
        in page
    )


def test_the_command_chooses_too(tmp_path: Path, capsys: Any) -> None:
    SchoolFactory(code="4143000001")
    target = tmp_path / "out.json"
    arguments = ("export_register", "schools", "--format", "json", "--output", str(target))
    call_command(*arguments, "--columns", "code")
    assert json.loads(target.read_bytes())["results"] == [{"code": "4143000001", "is_demo": False}]
    with pytest.raises(SystemExit) as end:
        call_command(*arguments, "--columns", "code", "person")
    assert end.value.code == 2
    assert "没有名为“person”的列" in capsys.readouterr().err


def test_the_name_says_register_filter_and_day(client: Client) -> None:
    response = client.get(URL, {"region": "430200", "format": "csv"})
    header = response["Content-Disposition"]
    assert header.startswith('attachment; filename="schools-20')
    assert (
        "filename*=UTF-8''%E8%AF%95%E7%82%B9%E9%99%A2%E6%A0%A1_%E6%A0%AA%E6%B4%B2%E5%B8%82_20"
        in header
    )
