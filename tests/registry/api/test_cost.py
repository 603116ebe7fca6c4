"""What a page of the largest register walks along: an index, from where the cursor points."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.models import Approval
from tests.factories import grant
from tests.registry.api.reading import BASE

pytestmark = pytest.mark.django_db


def statements(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured]


def plan(sql: str) -> str:
    """With sorts and whole scans made as dear as can be: the rows of a test are few."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute(f"EXPLAIN {sql}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_changes_are_read_along_the_index_from_the_cursor_on(client: Client) -> None:
    for _number in range(5):
        grant()
    first = client.get(f"{BASE}approvals/?changed_since=1&page_size=2").json()
    walks = [
        sql
        for sql in statements(client, first["next"])
        if sql.startswith('SELECT "xcms_registry_approval"."recorded_version"')
    ]
    # The rest of the cursor's version, then what lies beyond it.
    assert len(walks) == 2
    for sql in walks:
        assert "xcms_approval_recorded" in plan(sql), plan(sql)
        assert "TEMP B-TREE" not in plan(sql)


def test_a_page_of_the_list_begins_at_its_cursor(client: Client) -> None:
    for _number in range(5):
        grant()
    page = client.get(f"{BASE}approvals/?page_size=2").json()
    (sql,) = [
        sql
        for sql in statements(client, page["next"])
        if 'ORDER BY "xcms_registry_approval"."id" ASC LIMIT' in sql
    ]
    third = Approval.objects.order_by("pk")[1].pk
    assert f'"xcms_registry_approval"."id" > {third}' in sql
    assert "OFFSET" not in sql
    assert "TEMP B-TREE FOR ORDER BY" not in plan(sql)
