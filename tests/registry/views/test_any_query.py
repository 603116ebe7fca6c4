"""No query string makes a public page fail, whatever middleware the host has."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.filters import (
    ApprovalFilterSet,
    CertificateFilterSet,
    ContactFilterSet,
    OrganizationFilterSet,
    SchoolFilterSet,
)
from registry.models import Certificate
from tests.factories import ContactFactory, QQGroupFactory, SchoolFactory, grant
from tests.registry.publication import public_filing
from tests.registry.views.answers import LISTS

pytestmark = pytest.mark.django_db

STATISTICS = "/registry/statistics/"

KEYS = sorted(
    {
        name
        for filterset in (
            ApprovalFilterSet,
            CertificateFilterSet,
            ContactFilterSet,
            OrganizationFilterSet,
            SchoolFilterSet,
        )
        for name in filterset.base_filters
    }
    | {"sort", "page", "page_size", "format", "as_of", "region", "measure", "by"}
)

#: Values that mean something to one key or another, so that combinations get past the form.
MEANINGFUL = [
    *("430100", "430200", "secondary", "beginner", "in_force", "revoked", "2020-3", "2020-3-1"),
    *("2020-07-01", "0001-01-01", "9999-12-31", "1", "0", "-1", "9" * 30, "name", "-quota"),
    *("quota", "schools", "certificate", "batch"),
    *(
        "html",
        "json",
        "csv",
        "xlsx",
        "atom",
        "pdf",
        "物流",
        "()",
        "%",
        "_",
        "\\",
        "'",
        "\x00",
        "４",
    ),
    *("4143088888", "province", "٣", "²", "2020-²", "1e9", "\ud7ff", "\U0001f600", "\u202e"),
]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
pairs = st.tuples(
    st.sampled_from(KEYS) | texts,
    st.sampled_from(MEANINGFUL) | texts | st.text("a b", min_size=201),
)


@pytest.fixture
def addresses(wagtail_root: Any) -> list[str]:
    certificate: Certificate = public_filing().certificate
    school = SchoolFactory(code="4143088888")
    grant(school=school, certificate=certificate)
    ContactFactory()
    QQGroupFactory()
    return [
        *LISTS,
        "/registry/schools/4143088888/",
        f"/registry/certificates/{certificate.public_id}/",
        f"/registry/organizations/{certificate.organization.public_id}/",
        STATISTICS,
    ]


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(which=st.integers(0, 8), query=st.lists(pairs, max_size=6))
def test_every_query_gets_an_answer(
    client: Client, bare_host: None, addresses: list[str], which: int, query: list[tuple[str, str]]
) -> None:
    client.raise_request_exception = True
    response = client.get(f"{addresses[which]}?{urlencode(query)}")
    assert response.status_code in {200, 400}
    if response.streaming:
        b"".join(response.streaming_content)
    if response.status_code == 400:
        assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "query",
    [
        "%00=%00",
        "q=%00",
        "q=%ff%fe",
        "q=" + "+".join(chr(0x4E00 + number) for number in range(100)),
        "q=%ED%A0%80",
        "page=%00",
        "page=" + "9" * 5000,
        "page_size=" + "9" * 5000,
        "sort=%00&sort=name",
        "school=" + "&school=".join(f"{number:010}" for number in range(900)),
        "region=" + "&region=".join(str(number) for number in range(900)),
        "major=" + "&major=".join(str(number) for number in range(300)),
        "major=" + "+".join(chr(0x4E00 + number) for number in range(100)),
        "round=２０２０-3-1",
        "batch=2020-999999999999999999999",
        "batch=0000-0&round=9999-999-999",
        "as_of=0001-01-01",
        "as_of=9999-12-31",
    ],
)
def test_known_oddities_get_an_answer(
    client: Client, bare_host: None, addresses: list[str], query: str
) -> None:
    for address in addresses:
        assert client.get(f"{address}?{query}").status_code == 200, address
        if address in (*LISTS, STATISTICS):
            assert client.get(f"{address}?{query}&format=json").status_code in {200, 400}, address
