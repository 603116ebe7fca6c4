"""Methods, headers and errors: JSON whatever is asked, readable from any page."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.factories import SchoolFactory
from xcms.versions import current_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_rate")]

BASE = "/api/registry/"
ADDRESSES = ("schools/", "openapi.json", "nothing/", "schools/4143099999/", "schools/?x=1")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_other_methods_are_refused_in_json(client: Client, address: str, method: str) -> None:
    response = getattr(client, method)(BASE + address)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert json.loads(response.content)["errors"] == ["本接口只读，仅支持 GET。"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_is_get_without_the_body(client: Client, address: str) -> None:
    SchoolFactory()
    got, asked = client.get(BASE + address), client.head(BASE + address)
    assert asked.status_code == got.status_code
    assert asked.content == b""
    for name in ("Content-Type", "X-Register-Version"):
        assert asked.headers[name] == got.headers[name]


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_origin_may_read(client: Client, address: str) -> None:
    for response in (
        client.get(BASE + address, HTTP_ORIGIN="https://example.org"),
        client.options(BASE + address, HTTP_ORIGIN="https://example.org"),
        client.post(BASE + address, HTTP_ORIGIN="https://example.org"),
    ):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        exposed = response.headers["Access-Control-Expose-Headers"]
        assert {"ETag", "Retry-After", "X-Register-Version"} <= set(exposed.split(", "))
        assert "Access-Control-Allow-Credentials" not in response.headers


def test_a_browser_that_asks_first_is_told_what_it_may(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = client.options(
            f"{BASE}schools/",
            HTTP_ORIGIN="https://example.org",
            HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET",
            HTTP_ACCESS_CONTROL_REQUEST_HEADERS="if-none-match",
        )
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]


def test_every_answer_is_of_one_version_and_says_which(client: Client) -> None:
    SchoolFactory()
    response = client.get(f"{BASE}schools/")
    assert response.json()["version"] == current_version()
    assert response.headers["X-Register-Version"] == str(current_version())


@pytest.mark.parametrize(
    "address",
    [
        "nothing/",
        "schools/0/",
        "schools/x/y/",
        "/",
        "schools/%00/",
        "schools/%ff/",
        "..%2f/",
        "中/",
    ],
)
def test_an_address_without_a_record_is_a_404_in_json(
    client: Client, bare_host: None, address: str
) -> None:
    response = client.get(BASE + address)
    assert response.status_code == 404
    assert response.json()["errors"]


@pytest.mark.parametrize("address", ["schools/?q=%00", "schools/%00/", "%00/"])
def test_a_nul_that_middleware_refuses_is_a_400_in_json(client: Client, address: str) -> None:
    response = client.get(BASE + address)
    assert response.status_code == 400
    assert response.json()["errors"] == ["请求中含有空字符（NUL）。"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_forgotten_slash_is_put_there(client: Client) -> None:
    response = client.get(f"{BASE}schools?region=430100")
    assert response.status_code == 301
    assert response.headers["Location"] == f"{BASE}schools/?region=430100"
    assert client.post(f"{BASE}schools").status_code == 405


def test_the_root_leads_to_the_page_for_people(client: Client) -> None:
    assert client.get(BASE).headers["Location"] == f"{BASE}docs/"


def test_no_cookie_is_set_or_asked_for(client: Client) -> None:
    response = client.get(f"{BASE}schools/")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
