"""An evaluation behind every public door: only where the office says so, and no more than it says."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from registry.models import EvaluationScheme
from tests import factories
from xcms.versions import current_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wagtail_root")]

PAGE = "/registry/evaluations/2020/"
DOORS = (PAGE, f"{PAGE}?format=csv", f"{PAGE}?format=json", f"{PAGE}?format=odd", f"{PAGE}?x=%27")


@pytest.fixture
def scheme() -> EvaluationScheme:
    made = factories.evaluation()
    factories.scored(made, "95", "50", name="甲学院", code="4143020009")
    factories.scored(made, "61", "30", name="乙学院", code="4143020002", is_demo=True)
    factories.scored(made, "70", "30", name="丙学院", code="4143020003")
    return made


def show(scheme: EvaluationScheme, *, totals: bool) -> None:
    scheme.is_public, scheme.public_since, scheme.shows_totals = True, "2021-03-01", totals
    scheme.save()


def scope(client: Client) -> str:
    return client.get("/registry/schools/4143020009/").content.decode()


@pytest.mark.parametrize("door", DOORS)
def test_what_is_the_office_s_own_is_at_no_door(
    client: Client, scheme: EvaluationScheme, door: str
) -> None:
    assert client.get(door).status_code == 404
    assert "绩效评价" not in scope(client)
    show(scheme, totals=False)
    assert client.get(door).status_code == 200
    scheme.is_public, scheme.public_since = False, None
    scheme.save()
    assert client.get(door).status_code == 404
    assert "绩效评价" not in scope(client)


def test_grades_alone_tell_of_no_total(client: Client, scheme: EvaluationScheme) -> None:
    show(scheme, totals=False)

    page = client.get(PAGE).content.decode()
    data = client.get(f"{PAGE}?format=json").json()
    rows = list(
        csv.DictReader(
            io.StringIO(client.get(f"{PAGE}?format=csv").content.decode("utf-8-sig"), newline="")
        )
    )

    assert [(row["学校名称"], row["等级"], row["数据性质"]) for row in rows] == [
        ("甲学院", "优秀", ""),
        ("乙学院", "合格", "演示数据"),
        ("丙学院", "合格", ""),
    ]
    assert data["version"] == current_version()
    assert [one["school"] for one in data["results"]] == ["甲学院", "乙学院", "丙学院"]
    for text in (page, str(data), str(rows)):
        assert "总分" not in text
        assert "名次" not in text
        for total in ("97", "60.6", "66", "total", "rank"):
            assert total not in text.replace("4143", ""), total
    assert "优秀 ≥ 90" in page
    assert "演示数据" in page


def test_totals_and_ranks_where_the_office_shows_them(
    client: Client, scheme: EvaluationScheme
) -> None:
    show(scheme, totals=True)

    page = client.get(PAGE).content.decode()
    data = client.get(f"{PAGE}?format=json").json()

    assert [(one["rank"], one["school"], one["total"]) for one in data["results"]] == [
        (1, "甲学院", "97"),
        (2, "丙学院", "66"),
        (3, "乙学院", "60.6"),
    ]
    assert "60.6" in page
    assert "师资" not in page
    assert "师资" not in str(data)


def test_a_school_s_scope_leads_there(client: Client, scheme: EvaluationScheme) -> None:
    show(scheme, totals=False)

    assert f'href="{PAGE}#school-4143020009"' in scope(client)
    assert 'id="school-4143020009"' in client.get(PAGE).content.decode()
    other = factories.SchoolFactory()
    page = client.get(f"/registry/schools/{other.code}/").content.decode()
    assert "绩效评价" not in page


@pytest.mark.parametrize("year", ["2019", "0000", "20200", "abcd", "２０２０"])
def test_other_addresses_are_not_found(client: Client, scheme: EvaluationScheme, year: str) -> None:
    show(scheme, totals=False)
    assert client.get(f"/registry/evaluations/{year}/").status_code == 404


@pytest.mark.parametrize("count", [1, 12])
def test_more_schools_cost_no_more_queries(
    client: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    scheme = factories.evaluation()
    for _number in range(count):
        factories.scored(scheme, "80", "40")
    show(scheme, totals=True)
    client.get(PAGE)

    with django_assert_max_num_queries(12):
        client.get(PAGE)
