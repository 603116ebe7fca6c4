"""A page costs the same number of queries whatever the number of records; the numbers are pinned."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.registry.api.conftest import make_some
from tests.registry.api.reading import BASE, NAMES

pytestmark = pytest.mark.django_db

#: (a list, what changed since a version) of each register.
PINNED = {
    "schools": (3, 5),
    "school-years": (2, 4),
    "majors": (2, 4),
    "organizations": (3, 7),
    "certificates": (4, 8),
    "filings": (5, 8),
    "approvals": (5, 11),
    "contacts": (3, 7),
    "groups": (2, 5),
    "rounds": (3, 6),
}


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def counts(client: Client) -> dict[str, tuple[int, int]]:
    return {
        name: (
            queries(client, f"{BASE}{name}/"),
            queries(client, f"{BASE}{name}/?changed_since=1"),
        )
        for name in NAMES
    }


def test_thirty_records_cost_as_many_queries_as_three(client: Client, wagtail_root: Any) -> None:
    make_some(3)
    counts(client)
    with_three = counts(client)
    make_some(27)
    assert counts(client) == with_three
    assert with_three == PINNED
