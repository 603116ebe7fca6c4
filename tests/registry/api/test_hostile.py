"""No query makes the API fail: an answer or a 400, in JSON, whatever middleware the host has."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.registry.api.reading import BASE, NAMES
from tests.registry.views.test_any_query import KEYS, MEANINGFUL, texts

pytestmark = pytest.mark.django_db

pairs = st.tuples(
    st.sampled_from([*KEYS, "cursor", "changed_since"]) | texts,
    st.sampled_from(MEANINGFUL) | texts | st.text("a b", min_size=201),
)


@pytest.fixture
def bare_host(settings: Any) -> None:
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if not name.startswith(("xcms.", "csp."))
    ]


def check(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code in {200, 400}, address
    assert response.headers["Content-Type"] == "application/json"
    content = json.loads(response.content)
    assert ("errors" in content) == (response.status_code == 400)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(name=st.sampled_from(NAMES), query=st.lists(pairs, max_size=4))
def test_every_query_gets_an_answer(
    client: Client,
    bare_host: None,
    some_of_everything: None,
    name: str,
    query: list[tuple[str, str]],
) -> None:
    check(client, f"{BASE}{name}/?{urlencode(query)}")


@pytest.mark.parametrize(
    "query",
    [
        "%00=%00",
        "q=%00",
        "q=%ff%fe",
        "q=%ED%A0%80",
        "%ED%A0%80=1",
        "cursor=%ff",
        "cursor=" + "A" * 50_000,
        "changed_since=%00",
        "changed_since=9999999999999999999",
        "page_size=" + "9" * 5000,
        "major=" + "&major=".join(str(number) for number in range(300)),
        "school=" + "&school=".join(f"{number:010}" for number in range(900)),
        "as_of=9999-12-31",
        "as_of=0001-01-01",
        "&".join(f"unknown{number}=1" for number in range(900)),
        "x" * 20_000 + "=1",
    ],
)
def test_known_oddities_get_an_answer(
    client: Client, bare_host: None, some_of_everything: None, query: str
) -> None:
    for name in ("schools", "approvals", "majors"):
        check(client, f"{BASE}{name}/?{query}")


@pytest.mark.parametrize("key", ["%00", "%ff", "x" * 5000, "4143020000%0a", "..", "٣", "'--"])
def test_no_address_of_a_record_makes_it_fail(
    client: Client, bare_host: None, some_of_everything: None, key: str
) -> None:
    for name in NAMES:
        response = client.get(f"{BASE}{name}/{key}/")
        assert response.status_code == 404, name
        assert response.json()["errors"]
