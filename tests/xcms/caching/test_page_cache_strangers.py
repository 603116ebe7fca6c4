"""What strangers send takes nothing from others: hosts, headers, odd and endless addresses."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse

from tests.xcms.caching.asking import ask, fresh, server, view

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_with_school")]

LIST = "/registry/schools/"


# Strangers.


def test_each_host_name_has_its_own_pages() -> None:
    process = server()
    address = f"{LIST}?format=atom"
    assert "evil.example" in ask(process, address, HTTP_HOST="evil.example").text
    assert "evil.example" not in ask(process, address, HTTP_HOST="good.example").text
    assert "evil.example" not in ask(process, address, HTTP_HOST="good.example").text


def test_a_host_name_that_is_refused_leaves_nothing(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["good.example"]
    process = server()
    assert ask(process, LIST, HTTP_HOST="evil.example").status == 400
    assert len(process.answers) == 0


@pytest.mark.parametrize(
    ("names", "header"),
    [
        ({"USE_X_FORWARDED_HOST": True}, {"HTTP_X_FORWARDED_HOST": "evil.example"}),
        ({"USE_X_FORWARDED_HOST": False}, {"HTTP_X_FORWARDED_HOST": "evil.example"}),
        ({"USE_X_FORWARDED_PORT": True}, {"HTTP_X_FORWARDED_PORT": "666"}),
        (
            {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")},
            {"HTTP_X_FORWARDED_PROTO": "https"},
        ),
        ({}, {"HTTP_X_FORWARDED_PROTO": "https"}),
        ({}, {"HTTP_X_ORIGINAL_URL": "/evil/", "HTTP_X_REWRITE_URL": "/evil/"}),
        ({}, {"wsgi.url_scheme": "https"}),
        ({}, {"SCRIPT_NAME": "/evil"}),
    ],
    ids=str,
)
def test_a_strangers_headers_show_on_nobody_elses_page(
    settings: Any, names: dict[str, Any], header: dict[str, str]
) -> None:
    for name, value in names.items():
        setattr(settings, name, value)
    process = server()
    address = f"{LIST}?format=atom"
    ask(process, address, **header)
    assert ask(process, address).body == fresh(address).body


@pytest.mark.parametrize(
    "query",
    ["q=a%0d%0aSet-Cookie:%20a=b", "q=%00", "q=\r\nX: y", "q=" + "x" * 5000, "q=%ff", "?=&&;"],
)
def test_odd_queries_split_nothing(query: str) -> None:
    process = server()
    for _ in range(2):
        answer = ask(process, LIST, QUERY_STRING=query)
        assert answer.status in (200, 400)
        assert "X" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        assert not any("\n" in value or "\r" in value for value in answer.headers.values())


def test_long_addresses_are_not_kept() -> None:
    process = server()
    ask(process, LIST, QUERY_STRING="q=" + "x" * 3000)
    assert len(process.answers) == 0


def test_any_number_of_addresses_takes_no_more_than_its_memory() -> None:
    page = HttpResponse(b"x" * 10_000)

    def big(request: HttpRequest, response: HttpResponse) -> None:
        response.content = page.content

    process = server(view(big), capacity=200_000)
    for number in range(500):
        ask(process, f"/?q={number}")
    assert process.answers.size <= 200_000
    assert 10 < len(process.answers) < 20
    assert ask(process, "/?q=499").found == "hit"
    assert ask(process, "/?q=1").found == "miss"


def test_one_page_never_takes_the_whole_memory() -> None:
    def huge(_request: HttpRequest, response: HttpResponse) -> None:
        response.content = b"x" * 100_000

    process = server(view(huge), capacity=200_000)
    ask(process)
    assert len(process.answers) == 0
