"""A walk from page to page gives each record once, whatever else happens."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.models import Approval, School
from tests.factories import CertificateFactory, SchoolFactory, decide, grant, region
from tests.registry.api.reading import BASE, NAMES, get, ids, pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(wagtail_root: Any) -> list[Approval]:
    """Lines whose order by school, by version and by key differ."""
    schools = [SchoolFactory(region=region(code)) for code in ("430200", "430100", "430300")]
    certificates = CertificateFactory.create_batch(4)
    made = [
        grant(school=schools[index % 3], certificate=certificates[index // 3], quota=10 + index)
        for index in range(12)
    ]
    for line in made[::5]:
        decide(
            line, kind="revoke", quota=0, reason="检查", clause="八", effective_from="2020-07-01"
        )
    return made


@pytest.mark.parametrize("name", NAMES)
def test_small_pages_give_what_one_large_page_gives(
    client: Client, some_of_everything: None, name: str
) -> None:
    whole = get(client, name)["results"]
    walked = [record for page in pages(client, name, "page_size=1") for record in page["results"]]
    assert walked == whole
    assert len(pages(client, name, "page_size=1")) == len(whole)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    size=st.integers(1, 13),
    regions=st.sets(st.sampled_from(["430100", "430200", "430300"])),
    statuses=st.sets(st.sampled_from(["in_force", "revoked", "ended"]), min_size=1),
)
def test_a_walk_is_the_queryset_in_the_order_of_keys(
    client: Client, lines: list[Approval], size: int, regions: set[str], statuses: set[str]
) -> None:
    wanted = Approval.objects.public().filter(
        pk__in=[
            line.pk
            for number, line in enumerate(lines)
            if ("revoked" if number % 5 == 0 else "in_force") in statuses
        ]
    )
    if regions:
        wanted = wanted.in_region(sorted(regions))
    query = "&".join(
        [f"page_size={size}", *(f"region={r}" for r in regions), *(f"status={s}" for s in statuses)]
    )
    assert ids(client, "approvals", query) == list(
        wanted.order_by("pk").values_list("public_id", flat=True)
    )


@pytest.mark.parametrize("query", ["page_size=4", "changed_since=0&page_size=4"])
def test_what_is_there_all_the_while_appears_once_while_others_write(
    client: Client, lines: list[Approval], query: str
) -> None:
    stays = {
        line.public_id for number, line in enumerate(lines) if number % 5 and number not in (1, 11)
    }
    page = get(client, "approvals", query)
    seen = [record["id"] for record in page["results"]]
    step = 0
    while page["next"]:
        step += 1
        if step == 1:
            lines[1].decisions.all().void(10**6)
            lines[3].school.save()
            grant()
        elif step == 2:
            lines[11].decisions.all().void(10**6)
            lines[2].save()
        page = client.get(page["next"]).json()
        seen += [record["id"] for record in page["results"]]
    assert [seen.count(public_id) for public_id in stays] == [1] * len(stays)


def test_a_walk_keeps_its_day_past_midnight(client: Client, lines: list[Approval]) -> None:
    page = get(client, "approvals", "page_size=5")
    assert client.get(page["next"]).json()["day"] == page["day"]


def test_page_sizes_clamp(client: Client, lines: list[Approval], settings: Any) -> None:
    settings.XCMS = {**settings.XCMS, "API_PAGE_SIZE": 3, "API_MAX_PAGE_SIZE": 5}
    for query, size in (
        ("", 3),
        ("page_size=0", 1),
        ("page_size=-9", 1),
        ("page_size=6", 5),
        ("page_size=" + "9" * 5000, 5),
        ("page_size=many", 3),
    ):
        assert len(get(client, "approvals", query)["results"]) == size, query


# Cursors


def cursor_of(page: dict[str, Any]) -> str:
    return parse_qs(urlsplit(page["next"]).query)["cursor"][0]


def test_a_cursor_belongs_to_its_filters_and_its_register(
    client: Client, lines: list[Approval]
) -> None:
    cursor = cursor_of(get(client, "approvals", "page_size=1&region=430100&region=430200"))
    fits = f"{BASE}approvals/?region=430200&region=430100&page_size=7&cursor={cursor}"
    assert client.get(fits).status_code == 200
    for address in (
        f"approvals/?cursor={cursor}",
        f"approvals/?region=430100&cursor={cursor}",
        f"approvals/?changed_since=0&cursor={cursor}",
        f"schools/?region=430100&region=430200&cursor={cursor}",
    ):
        response = client.get(BASE + address)
        assert response.status_code == 400, address
        assert "游标" in response.json()["errors"][0]


@pytest.mark.parametrize("change", ["1", "x" * 2000, "%00", "a:b:c", "..", "中"])
def test_a_broken_cursor_is_a_400(client: Client, lines: list[Approval], change: str) -> None:
    cursor = cursor_of(get(client, "approvals", "page_size=1"))
    for text in (change, cursor + change, cursor[1:]):
        response = client.get(f"{BASE}approvals/", {"cursor": text, "page_size": "1"})
        assert response.status_code == 400
        assert response.headers["Content-Type"] == "application/json"


def test_a_walk_ends_when_everything_is_gone(client: Client, wagtail_root: Any) -> None:
    SchoolFactory.create_batch(3)
    page = get(client, "schools", "page_size=2")
    School.objects.all().delete()
    assert client.get(page["next"]).json()["results"] == []
