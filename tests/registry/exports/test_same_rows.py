"""Whatever is filtered and however it is sorted: all pages, all formats and the API have the same rows."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.registry.hidden import World
from xcms.registers import get_register

pytestmark = pytest.mark.django_db

#: Lists, and the column that tells their rows apart.
LISTS = {
    "certificates": ("/registry/certificates/", "name"),
    "schools": ("/registry/schools/", "code"),
    "organizations": ("/registry/organizations/", "name"),
    "approvals": ("/registry/approvals/", "id"),
    "contacts": ("/directory/", "office"),
}
SORTS = {
    "certificates": ["name", "-name", "-organization"],
    "schools": ["code", "-name"],
    "organizations": ["name", "-name"],
    "approvals": ["school", "-certificate", "-quota"],
    "contacts": ["position", "-office"],
}
FILTERS = {
    "region": ["430100", "430200"],
    "certificate_level": ["beginner", "intermediate"],
    "school_level": ["higher_vocational", "secondary"],
    "status": ["in_force", "revoked"],
    "national_batch": ["1", "2"],
    "round": ["2020-3-1"],
    "kind": ["province", "school", "organization", "bureau"],
}
some = st.fixed_dictionaries(
    {},
    optional={
        **{key: st.lists(st.sampled_from(values), max_size=3) for key, values in FILTERS.items()},
        "q": st.sampled_from(["证书", "学院", "科室", "nothing"]),
    },
)


@pytest.fixture
def world(wagtail_root: Any, settings: Any) -> World:
    settings.XCMS = {**settings.XCMS, "API_RATE": None}
    return World(wagtail_root)


def _content(client: Client, path: str, query: dict[str, Any]) -> bytes:
    response: Any = client.get(path, query)
    return b"".join(response) if response.streaming else bytes(response.content)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), name=st.sampled_from(sorted(LISTS)), query=some)
def test_every_format_has_the_rows_of_all_pages(
    client: Client, world: World, data: Any, name: str, query: dict[str, Any]
) -> None:
    path, key = LISTS[name]
    query = {**query, "sort": data.draw(st.sampled_from(SORTS[name]))}
    columns = [column.key for column in get_register(name).export_columns]
    place = columns.index(key)

    page: Any = {**query, "page_size": "2"}
    count = client.get(path, {**page, "format": "json"}).json()["count"]
    html: list[str] = []
    json: list[str] = []
    for number in range(1, (count + 1) // 2 + 1):
        answer: Any = client.get(path, {**page, "page": str(number)})
        objects = (row.object for row in answer.context["rows"])
        html += [str(getattr(one, "public_id" if key == "id" else key)) for one in objects]
        listed = client.get(path, {**page, "page": str(number), "format": "json"}).json()
        json += [row[key] for row in listed["results"]]
    assert len(html) == count
    assert json == html

    text = _content(client, path, {**query, "format": "csv"}).decode("utf-8-sig")
    assert [line[place] for line in list(csv.reader(io.StringIO(text, newline="")))[1:]] == html
    book = load_workbook(io.BytesIO(_content(client, path, {**query, "format": "xlsx"})))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [str(row[place]) for row in rows] == html

    walked: list[str] = []
    asked = {one: values for one, values in query.items() if one != "sort"}
    found = client.get(f"/api/registry/{name}/", {**asked, "page_size": "2"}).json()
    while "results" in found:
        walked += [row[key] for row in found["results"]]
        if not found["next"]:
            break
        found = client.get(found["next"]).json()
    else:
        # The API refuses a key that it doesn't know, which a page passes over.
        assert found["errors"]
        return
    assert sorted(walked) == sorted(html)
