"""So many requests a client: whoever asks too often is told how long to wait."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.test import Client, RequestFactory

from xcms.api.throttling import ThrottledError, count_request, parsed_rate

ADDRESS = "/api/registry/schools/"


@pytest.fixture
def rate(settings: Any) -> Any:
    def set_to(rate: str | None, **more: Any) -> None:
        settings.XCMS = {**settings.XCMS, "API_RATE": rate, "CLIENT": None, **more}

    return set_to


def asked(address: str = "192.0.2.1", **headers: Any) -> HttpRequest:
    return RequestFactory().get(ADDRESS, REMOTE_ADDR=address, **headers)


def test_one_request_too_many_waits_for_the_next_window(rate: Any) -> None:
    rate("2/m")
    for _number in range(2):
        count_request(asked(), now=120)
    with pytest.raises(ThrottledError) as error:
        count_request(asked(), now=130)
    assert error.value.wait == 50
    count_request(asked(), now=180)


def test_clients_are_counted_apart(rate: Any) -> None:
    rate("1/h")
    count_request(asked("192.0.2.1"), now=0)
    count_request(asked("192.0.2.2"), now=0)
    with pytest.raises(ThrottledError):
        count_request(asked("192.0.2.1"), now=1)


def test_without_a_rate_nobody_is_counted(rate: Any) -> None:
    rate(None)
    for _number in range(3):
        count_request(asked())


def test_a_header_that_anybody_can_write_is_not_believed(rate: Any) -> None:
    rate("1/m")
    count_request(asked(HTTP_X_FORWARDED_FOR="198.51.100.1"), now=0)
    with pytest.raises(ThrottledError):
        count_request(asked(HTTP_X_FORWARDED_FOR="198.51.100.2"), now=0)


@pytest.mark.parametrize("text", ["300", "0/m", "5/y", "m/5", "-1/s", "1/m/s", "３/m"])
def test_a_rate_that_says_nothing_is_the_hosts_mistake(text: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        parsed_rate(text)


@pytest.mark.django_db
def test_the_answer_says_how_long_to_wait(rate: Any) -> None:
    rate("1/d")
    browser = Client()
    assert browser.get(ADDRESS).status_code == 200
    response = browser.get(ADDRESS)
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 86_400
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "秒后重试" in response.json()["errors"][0]
    assert browser.options(ADDRESS).status_code == 204
    assert browser.get("/api/registry/docs/").status_code == 200


@pytest.mark.django_db
def test_a_throttled_request_asks_the_database_nothing(
    rate: Any, django_assert_num_queries: Any
) -> None:
    rate("1/d")
    browser = Client()
    browser.get(ADDRESS)
    with django_assert_num_queries(0):
        assert browser.get(ADDRESS).status_code == 429
