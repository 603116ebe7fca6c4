"""No question makes the search fail, with whatever middleware and search backend the host has."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import ContactFactory, QQGroupFactory, SchoolFactory
from tests.notices.pages import make_notice
from tests.registry.publication import public_certificate

pytestmark = pytest.mark.django_db

KEYS = ["q", "kind", "since", "until", "page", "page_size", "format"]
#: Words of the search's own language, of other search languages, and what no language has.
ODD = [
    *("试点", "试点 申报", '"试点 申报"', '"', "“试点", "a OR b", "NEAR(a b)", "a AND NOT b", "a*"),
    *(
        "^a",
        "{title} : a",
        "title:a",
        "-a",
        "+",
        "()",
        "%",
        "_",
        "\\",
        "'",
        "a\x00b",
        ":*",
        "!",
        "|",
    ),
    *("0", "-1", "9" * 30, "٣", "\U0001f600", "\u202e", "第" + "十" * 50, "一" * 201, "a" * 10_000),
    " ".join(chr(0x4E00 + number) for number in range(90)),
]
#: Values that mean something to one of the other keys, so that combinations get past the form.
MEANINGFUL = [
    *("notices", "schools", "pages", "json", "atom", "html"),
    *("2020-01-01", "0001-01-01", "9999-12-31"),
]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
queries = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from([*ODD, *MEANINGFUL]) | texts),
    min_size=1,
    max_size=4,
)


@pytest.fixture
def bare_host(settings: Any) -> None:
    """Nothing stands before the views."""
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if not name.startswith(("xcms.", "csp."))
    ]


@pytest.fixture
def something(section: Any) -> None:
    make_notice(section, title="试点通知", slug="a", body=[("paragraph", "<p>申报</p>")])
    public_certificate(name="试点证书")
    SchoolFactory(name="试点学院")
    ContactFactory()
    QQGroupFactory()


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(query=queries, address=st.sampled_from(["/search/", "/search/", "/search/suggestions/"]))
def test_every_question_gets_an_answer(
    client: Client, bare_host: None, something: None, query: list[tuple[str, str]], address: str
) -> None:
    client.raise_request_exception = True
    response = client.get(f"{address}?{urlencode(query)}")
    assert response.status_code in {200, 400}
    if response.status_code == 400:
        assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "backend", ["xcms.search.backends.database", "wagtail.search.backends.database"]
)
def test_every_known_oddity_gets_an_answer_from_either_backend(
    client: Client, something: None, bare_host: None, settings: Any, backend: str
) -> None:
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": backend}}
    client.raise_request_exception = True
    for text in ODD:
        for more in ("", "&kind=notices", "&since=2020-01-01&format=json"):
            address = f"/search/?{urlencode({'q': text})}{more}"
            assert client.get(address).status_code in {200, 400}, address
        assert client.get("/search/suggestions/", {"q": text}).status_code == 200


def test_the_stock_backend_finds_titles_at_least(
    client: Client, settings: Any, section: Any
) -> None:
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
    make_notice(section, title="关于试点申报的通知", slug="a")
    for text in ("试点", "试点 通知", "通知 没有", "申报 试点"):
        assert "关于" in client.get("/search/", {"q": text}).content.decode(), text
    assert "关于试点申报的通知" in client.get("/search/suggestions/?q=试点").content.decode()
