"""A batch that is not shown to the public is named by no line, no group and no file; they themselves stay."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from registry.models import School
from tests.factories import BatchFactory, QQGroupFactory, RoundFactory, grant
from tests.registry.views.answers import answer
from xcms.datafiles.publishing import publish_data
from xcms.models import ExportJob

pytestmark = pytest.mark.django_db

KEY, TITLE = "2031-7", "尚未公布的批次"


@pytest.fixture(autouse=True)
def _site(wagtail_root: Any, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def batch() -> Any:
    made = BatchFactory(year=2031, number=7, title=TITLE)
    grant(school__code="4143000001", decision={"round": RoundFactory(batch=made)})
    QQGroupFactory(batch=made, number="23456789")
    return made


def unlist(batch: Any) -> None:
    batch.is_listed = False
    batch.save()


@pytest.mark.parametrize(
    ("address", "stays"),
    [
        ("/registry/schools/4143000001/", "4143000001"),
        ("/registry/approvals/?format=csv", "4143000001"),
        ("/registry/approvals/?format=json", "4143000001"),
        ("/api/registry/approvals/", "4143000001"),
        ("/api/registry/groups/", "23456789"),
        ("/directory/", "23456789"),
    ],
)
def test_what_is_decided_in_it_is_shown_without_it(
    client: Client, batch: Any, address: str, stays: str
) -> None:
    def names(text: str) -> bool:
        return KEY in text or TITLE in text

    assert names(answer(client, address))
    unlist(batch)
    text = answer(client, address)
    assert stays in text
    assert not names(text)


def test_lines_of_it_rest_on_the_same_basis_as_lines_of_no_round(
    client: Client, batch: Any
) -> None:
    grant(school=School.objects.get())
    unlist(batch)
    scope = client.get("/registry/schools/4143000001/").context["scope"]
    assert [basis.number for basis in scope.bases] == [1]


@pytest.mark.parametrize("name", ["approvals", "groups"])
def test_a_file_that_names_it_is_no_longer_handed_out(
    client: Client, batch: Any, name: str
) -> None:
    publish_data()
    address = f"/registry/data/{name}.csv"
    assert KEY in answer(client, address)
    unlist(batch)
    assert client.get(address).status_code == 404
    publish_data()
    assert KEY not in answer(client, address)


def test_neither_is_a_finished_workbook(
    client: Client, batch: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/registry/exports/approvals/", {"query": ""})
    address = f"/registry/exports/{ExportJob.objects.get().code}/file/"
    assert KEY in answer(client, address)
    unlist(batch)
    assert client.get(address).status_code == 410
