"""Who a visitor is where visits are counted."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from xcms.clients import client


def asked(address: str = "192.0.2.1", **headers: Any) -> HttpRequest:
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


def by_header(request: HttpRequest) -> str:
    return request.headers.get("X-Client", "")


@pytest.mark.parametrize("named", [by_header, "tests.xcms.test_clients.by_header"])
def test_a_host_may_say_who_a_client_is(settings: Any, named: Any) -> None:
    settings.XCMS = {**settings.XCMS, "CLIENT": named}
    assert client(asked(HTTP_X_CLIENT="203.0.113.9")) == "203.0.113.9"
    assert client(asked(HTTP_X_CLIENT="a b\n" * 100)) == "a_b_" * 15


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "192.0.2.7"),
        ("", ""),
    ],
)
def test_a_network_of_ipv6_addresses_is_one_client(
    settings: Any, address: str, counted_as: str
) -> None:
    settings.XCMS = {**settings.XCMS, "CLIENT": None}
    assert client(asked(address)) == counted_as
