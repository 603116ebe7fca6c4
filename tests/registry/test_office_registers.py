"""A register that is the office's own is at no public door."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.registry import ledger
from xcms.datafiles.publishing import publish_data
from xcms.registers import Register, registers

OWN = [entry for entry in registers() if not entry.is_public]

pytestmark = pytest.mark.usefixtures("wagtail_root")


@pytest.mark.parametrize("entry", OWN, ids=lambda entry: entry.name)
def test_nothing_of_it_is_public(client: Client, entry: Register) -> None:
    ledger.application(60, school=factories.SchoolFactory(name="内部申报学院"))
    publish_data()

    assert not entry.public_queryset().exists()
    ask = reverse("xcms_exports:ask", args=[entry.name])
    assert client.post(ask, {"query": ""}).status_code == 404
    for extension in ("csv", "jsonl"):
        assert client.get(f"/registry/data/{entry.name}.{extension}").status_code == 404
    assert client.get(f"/api/registry/{entry.name}/").status_code == 404
    assert entry.name not in json.dumps(client.get("/registry/data/datapackage.json").json())


def test_the_command_writes_all_of_it(tmp_path: Path, capsys: Any) -> None:
    ledger.application(60, school=factories.SchoolFactory(name="内部申报学院"))
    target = tmp_path / "申报.csv"

    call_command("export_register", "applications", format="csv", output=str(target))

    text = target.read_text("utf-8-sig")
    assert "内部申报学院" in text
    assert "草稿" in text
