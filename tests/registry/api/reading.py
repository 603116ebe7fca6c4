"""Reading the API as a program would."""

from typing import Any

from django.test import Client

from registry.api.endpoints import ENDPOINTS
from xcms.versions import current_version

BASE = "/api/registry/"
NAMES = tuple(endpoint.name for endpoint in ENDPOINTS)


def get(client: Client, name: str, query: str = "") -> dict[str, Any]:
    """The answer at ``/api/registry/<name>/?<query>``, which must be 200."""
    response = client.get(f"{BASE}{name}/{'?' if query else ''}{query}")
    assert response.status_code == 200, (name, query, response.content.decode())
    content: dict[str, Any] = response.json()
    return content


def pages(client: Client, name: str, query: str = "") -> list[dict[str, Any]]:
    """Every page of a walk."""
    found = [get(client, name, query)]
    while following := found[-1]["next"]:
        response = client.get(following)
        assert response.status_code == 200, response.content.decode()
        found.append(response.json())
    return found


def records(client: Client, name: str, query: str = "") -> list[dict[str, Any]]:
    return [record for page in pages(client, name, query) for record in page["results"]]


def ids(client: Client, name: str, query: str = "") -> list[str]:
    return [record["id"] for record in records(client, name, query)]


class Copy:
    """A copy of one register, kept up to date with ``changed_since`` and nothing else."""

    def __init__(self, client: Client, name: str) -> None:
        self.client, self.name = client, name
        self.records: dict[str, dict[str, Any]] = {}
        self.removed: list[str] = []
        self.since = 0
        self.update()

    def update(self, *, page_size: int = 1000) -> None:
        self.removed = []
        for page in pages(
            self.client, self.name, f"changed_since={self.since}&page_size={page_size}"
        ):
            self.records |= {record["id"]: record for record in page["results"]}
            for public_id in page["removed"]:
                self.records.pop(public_id, None)
                self.removed.append(public_id)
        self.since = page["next_changed_since"]

    def is_true(self) -> bool:
        """Whether it holds exactly what a copy begun now would hold."""
        assert self.since == current_version()
        fresh = Copy(self.client, self.name)
        return self.records == fresh.records


def copies(client: Client, *names: str) -> dict[str, Copy]:
    return {name: Copy(client, name) for name in names}


def brought_up(found: dict[str, Copy]) -> dict[str, Copy]:
    for name, copy in found.items():
        copy.update()
        assert copy.is_true(), name
    return found
