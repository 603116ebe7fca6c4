"""A download is of one register version from its header to its last row, and lets go of it afterwards."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests import factories
from tests.at_once import at_once
from xcms.versions import current_version

URL = "/registry/schools/?format=csv"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _small_steps(wagtail_root: Any, monkeypatch: Any) -> None:
    """Few rows at a time, so that most are still to be read when the first ones arrive."""
    monkeypatch.setattr("xcms.registers._ROWS_AT_ONCE", 5)
    monkeypatch.setattr("xcms.exports.formats._ROWS_AT_ONCE", 5)


def test_what_is_written_meanwhile_is_not_in_it(client: Client) -> None:
    for _ in range(40):
        factories.SchoolFactory(authority="原主管部门")
    response = client.get(URL)
    pieces = iter(response.streaming_content)
    body = next(pieces) + next(pieces)
    version = int(response["X-Register-Version"])

    def rename() -> None:
        from registry.models import School

        for school in School.objects.all():
            school.authority = "新主管部门"
            school.save()

    at_once(rename, refusals=())
    body += b"".join(pieces)

    assert current_version() > version
    assert body.decode().count("原主管部门") == 40
    assert "新主管部门" not in body.decode()
    assert not connection.in_atomic_block


@pytest.mark.parametrize("pieces", [0, 1])
def test_a_reader_who_goes_away_leaves_nothing_open(client: Client, pieces: int) -> None:
    for _ in range(20):
        factories.SchoolFactory()
    response = client.get(URL)
    assert connection.in_atomic_block
    content = iter(response.streaming_content)
    for _ in range(pieces):
        next(content)
    response.close()
    assert not connection.in_atomic_block
    factories.SchoolFactory()


def test_an_error_in_the_middle_leaves_nothing_open(client: Client, monkeypatch: Any) -> None:
    factories.SchoolFactory()

    def fail(_self: Any, _rows: Any, _day: Any) -> Any:
        yield factories.SchoolFactory.build(region=factories.region())
        raise RuntimeError("no more")

    monkeypatch.setattr("xcms.registers.Register.lines", fail)
    response = client.get(URL)
    with pytest.raises((RuntimeError, ValueError)):
        b"".join(response.streaming_content)
    assert not connection.in_atomic_block


def test_head_reads_no_row(client: Client) -> None:
    factories.SchoolFactory()
    response = client.head(URL)
    assert response.status_code == 200
    assert not connection.in_atomic_block
    assert b"".join(response.streaming_content) == b""


def test_a_host_with_a_transaction_per_request_gets_the_same(
    client: Client, monkeypatch: Any
) -> None:
    factories.SchoolFactory()
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    response = client.get(URL)
    assert response["X-Register-Version"] == str(current_version())
    assert b"".join(response.streaming_content).count(b"\r\n") == 2
    assert not connection.in_atomic_block
