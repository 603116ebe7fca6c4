"""The register list in every format, on the public list of schools."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import SchoolFactory, region

URL = "/registry/schools/"
ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(wagtail_root: Any) -> None:
    """The skin's menu needs a home page."""


@pytest.fixture
def three() -> None:
    SchoolFactory(code="4143000001", name="湖南铁道职业技术学院", region=region("430200"))
    SchoolFactory(code="4143000002", name="长沙民政职业技术学院")
    SchoolFactory(code="4143000003", name="=株洲工业学校", region=region("430200"), is_demo=True)


def test_the_page_counts_what_it_found_and_offers_the_filters(client: Client, three: None) -> None:
    page = client.get(URL, {"region": "430200"}).content.decode()
    assert "共 2 条" in page
    assert "湖南铁道职业技术学院" in page
    assert "长沙民政职业技术学院" not in page
    assert "应用筛选" in page
    assert "清除全部条件" in page
    for form in ("csv", "xlsx", "json", "atom"):
        assert f'href="?region=430200&amp;format={form}"' in page


def test_the_empty_list_says_what_to_try(client: Client, three: None) -> None:
    page = client.get(URL, {"q": "没有这所学校"}).content.decode()
    assert "没有符合条件的记录" in page
    assert "您可以" in page


def test_an_invalid_filter_shows_its_message_and_no_rows(client: Client, three: None) -> None:
    response = client.get(URL, {"region": "nowhere"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "以下条件无法使用" in page
    assert "nowhere" in page
    assert "湖南铁道职业技术学院" not in page


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "atom"])
def test_an_invalid_filter_is_a_400_with_messages_in_the_other_formats(
    client: Client, three: None, form: str
) -> None:
    response = client.get(URL, {"region": "nowhere", "format": form})
    assert response.status_code == 400
    assert len(response.json()["errors"]) == 1


def test_an_unknown_format_is_a_message_on_the_page(client: Client, three: None) -> None:
    response = client.get(URL, {"format": "pdf"})
    assert response.status_code == 200
    assert "不支持的格式" in response.content.decode()


def test_json_has_count_version_results_and_next(client: Client, three: None) -> None:
    answer = client.get(URL, {"format": "json", "page_size": "2", "sort": "code"}).json()
    assert set(answer) == {"count", "version", "results", "next"}
    assert answer["count"] == 3
    assert answer["version"] >= 3
    assert [school["code"] for school in answer["results"]] == ["4143000001", "4143000002"]
    rest = client.get(answer["next"]).json()
    assert [school["code"] for school in rest["results"]] == ["4143000003"]
    assert rest["results"][0]["is_demo"] is True
    assert rest["next"] is None


def test_csv_is_the_whole_filtered_list_safe_in_excel_and_named(
    client: Client, three: None
) -> None:
    response = client.get(URL, {"format": "csv", "region": "430200", "page_size": "1"})
    body = b"".join(response.streaming_content).decode("utf-8")
    assert body.startswith("\ufeff")
    assert "4143000001" in body
    assert "'=株洲工业学校" in body
    assert "演示数据" in body
    assert "长沙民政" not in body
    assert response["Content-Disposition"].startswith('attachment; filename="schools-20')


def test_xlsx_is_a_workbook(client: Client, three: None) -> None:
    response = client.get(URL, {"format": "xlsx"})
    body = b"".join(response.streaming_content)
    assert body.startswith(b"PK")
    assert ".xlsx" in response["Content-Disposition"]


def test_atom_entries_keep_their_ids_and_say_demo(client: Client, three: None) -> None:
    def feed() -> ElementTree.Element:
        response = client.get(URL, {"format": "atom", "sort": "code"})
        assert response["Content-Type"].startswith("application/atom+xml")
        return ElementTree.fromstring(response.content)  # noqa: S314  our own feed

    entries = feed().findall(f"{ATOM}entry")
    titles = [entry.findtext(f"{ATOM}title") for entry in entries]
    assert titles[0] == "湖南铁道职业技术学院"
    assert titles[2] == "【演示数据】=株洲工业学校"
    assert all(entry.findtext(f"{ATOM}updated") for entry in entries)
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert ids == [entry.findtext(f"{ATOM}id") for entry in feed().findall(f"{ATOM}entry")]
    assert len(set(ids)) == 3


def test_a_feed_shows_names_as_text_whatever_they_hold(client: Client) -> None:
    SchoolFactory(name="<b>学院</b>&")
    response = client.get(URL, {"format": "atom"})
    (entry,) = ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314
    assert entry.findtext(f"{ATOM}title") == "<b>学院</b>&"
    assert "&lt;b&gt;学院&lt;/b&gt;&amp;" in (entry.findtext(f"{ATOM}summary") or "")


def test_names_are_escaped_on_the_page(client: Client) -> None:
    SchoolFactory(name="<script>alert(1)</script>学院")
    page = client.get(URL, {"q": "<script>"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_demo_rows_are_marked_on_the_page(client: Client, three: None) -> None:
    assert "演示数据" in client.get(URL, {"q": "株洲"}).content.decode().partition("<footer")[0]
    assert "xcms-demo" not in client.get(URL, {"q": "民政"}).content.decode()


@pytest.mark.parametrize("page", ["abc", "-3", str(10**30), "", "0", "\x00", "9" * 5000])
def test_any_page_number_shows_a_page(client: Client, three: None, page: str) -> None:
    response = client.get(URL, {"page": page, "page_size": page, "format": "json"})
    assert response.status_code in {200, 400}
    if "\x00" not in page:
        assert response.json()["results"]


def test_the_list_is_read_only(client: Client) -> None:
    assert client.post(URL).status_code == 405
    assert client.head(URL).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_rows(client: Client, three: None) -> None:
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for _ in range(20):
        SchoolFactory()
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    assert len(few) == len(many)
    assert len(many) <= 16


_TEXT = st.text(max_size=40) | st.sampled_from(
    ["", "\x00", "'", '"', "%", "%%", "_", "\\", "-1", "1e9", "9" * 400, "null", "2020-02-30", "٣"]
)
_KEYS = st.sampled_from(
    [
        *("q", "region", "school_level", "school", "organization", "certificate"),
        *("certificate_level", "batch", "round", "major", "status", "as_of", "national_batch"),
        *("sort", "page", "page_size", "format", "kind", "id", "code__in", "pk"),
    ]
)


@given(
    query=st.lists(st.tuples(_KEYS | st.text(max_size=10), _TEXT), max_size=6),
    path=st.sampled_from(
        [
            *("/registry/schools/", "/registry/certificates/", "/registry/organizations/"),
            *("/registry/approvals/", "/directory/"),
        ]
    ),
    form=st.sampled_from(["html", "json", "csv", "atom"]),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_query_string_breaks_a_list(
    client: Client, query: list[tuple[str, str]], path: str, form: str
) -> None:
    data: dict[str, list[str]] = {"format": [form]}
    for key, value in query:
        data.setdefault(key, []).append(value)
    response = client.get(path, data)
    assert response.status_code in {200, 400}
    if response.headers["Content-Type"] == "application/json":
        body = b"".join(response) if response.streaming else response.content
        assert {"count", "version", "results", "next"} == set(json.loads(body)) or json.loads(body)[
            "errors"
        ]
