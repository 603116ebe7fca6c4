"""A filter gives what the page with the same query shows."""

from typing import Any

import pytest
from django.test import Client

from registry.models import Certificate, School
from tests.factories import (
    ContactFactory,
    MajorFactory,
    RoundFactory,
    SchoolFactory,
    decide,
    grant,
    region,
)
from tests.registry.api.reading import BASE, get, records
from tests.registry.publication import public_filing

pytestmark = pytest.mark.django_db

PAGES = {
    "schools": "/registry/schools/",
    "organizations": "/registry/organizations/",
    "certificates": "/registry/certificates/",
    "approvals": "/registry/approvals/",
    "contacts": "/directory/",
}
QUERIES = [
    ("schools", ""),
    ("schools", "region=430100"),
    ("schools", "school_level=secondary&school_level=undergraduate"),
    ("schools", "status=revoked"),
    ("schools", "q=商务"),
    ("schools", "certificate_level=intermediate&major=物流"),
    ("organizations", "national_batch=2"),
    ("certificates", "round=2020-3-2"),
    ("certificates", "batch=2020-3&school_level=secondary"),
    ("certificates", "major=物流&q=证书"),
    ("approvals", ""),
    ("approvals", "status=in_force&status=revoked&status=future"),
    ("approvals", "as_of=2020-06-30"),
    ("approvals", "region=430200&certificate_level=intermediate"),
    ("approvals", "major=物流"),
    ("approvals", "batch=2020-3"),
    ("contacts", ""),
    ("contacts", "kind=school"),
    ("contacts", "q=科室&region=430100"),
]


@pytest.fixture
def register(wagtail_root: Any) -> None:
    first = public_filing(certificate__national_batch=2).certificate
    second = public_filing(round=RoundFactory(number=2)).certificate
    town, country = (
        SchoolFactory(name="商务学院", secondary=True),
        SchoolFactory(region=region("430200")),
    )
    for school in (town, country):
        grant(school=school, certificate=first, major=MajorFactory(name="物流管理"))
        line = grant(school=school, certificate=second, decision={"round": RoundFactory()})
        decide(
            line, kind="revoke", quota=0, reason="检查", clause="八", effective_from="2020-07-01"
        )
    grant(school=town, certificate=first, level="advanced", decision={"round": RoundFactory()})
    grant(school=town, level="beginner", decision={"effective_from": "2999-01-01"})
    ContactFactory(kind="school", school=town)
    ContactFactory(kind="bureau", region=region())


@pytest.mark.parametrize(("name", "query"), QUERIES)
def test_the_api_gives_the_rows_of_the_page(
    client: Client, register: None, name: str, query: str
) -> None:
    page = client.get(f"{PAGES[name]}?{query}&format=json").json()
    columns = list(page["results"][0])
    shown = [{key: record[key] for key in columns} for record in records(client, name, query)]

    def ordered(rows: list[dict[str, Any]]) -> list[str]:
        return sorted(str(sorted(row.items())) for row in rows)

    assert ordered(shown) == ordered(page["results"])


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("schools", "region=999999"),
        ("approvals", "as_of=yesterday"),
        ("approvals", "school=1234567890"),
        ("certificates", "national_batch=7"),
        ("schools", "q=" + "长" * 201),
    ],
)
def test_a_value_that_no_filter_takes_is_a_400_with_the_forms_sentence(
    client: Client, register: None, name: str, query: str
) -> None:
    response = client.get(f"{BASE}{name}/?{query}")
    page = client.get(f"{PAGES[name]}?{query}&format=json")
    assert response.status_code == 400
    assert response.json() == page.json()
    assert response.json()["errors"]


@pytest.mark.parametrize("query", ["regoin=430100", "sort=name", "page=2", "format=csv"])
def test_an_unknown_parameter_is_refused_and_not_ignored(
    client: Client, register: None, query: str
) -> None:
    response = client.get(f"{BASE}schools/?{query}")
    assert response.status_code == 400
    assert response.json()["errors"] == [
        f"未知参数“{query.split('=')[0]}”。此地址支持：q、region、school_level、certificate、"
        "certificate_level、major、status、cursor、page_size、changed_since。"
    ]


def test_a_record_has_no_parameters(client: Client, register: None) -> None:
    school: Any = School.objects.first()
    assert client.get(f"{BASE}schools/{school.code}/?as_of=2020-01-01").status_code == 400


def test_choices_of_the_database_hold_at_once(client: Client, register: None) -> None:
    certificate = Certificate.objects.public().get(national_batch=2)
    assert get(client, "approvals", f"certificate={certificate.public_id}")["results"]


def test_changes_are_told_whole(client: Client, register: None) -> None:
    response = client.get(f"{BASE}schools/?changed_since=0&region=430100&q=甲")
    assert response.status_code == 400
    assert "q、region" in response.json()["errors"][0]
