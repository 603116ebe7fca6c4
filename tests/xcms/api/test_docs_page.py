"""The page for people: made from the document, on the site's own skin, without a script or a stranger's server."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from tests.factories import SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_rate")]

ADDRESS = "/api/registry/docs/"


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.sources: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.ids += [values["id"] or ""] if "id" in values else []
        if tag == "a":
            self.links.append(values.get("href") or "")
        elif source := values.get("src") or values.get("href"):
            self.sources.append(source)
        assert "style" not in values
        assert not [name for name in values if name.startswith("on")]


@pytest.fixture
def page(client: Client, wagtail_root: Any) -> Page:
    SchoolFactory()
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response.templates[0].name == "xcms/api/docs.html"
    return Page(response.content.decode())


def test_it_needs_no_script_and_no_other_server(page: Page) -> None:
    # But for the reading aids, which only show where scripts run.
    assert page.tags.count("script") == 1
    assert all(source.startswith("/") for source in page.sources)


def test_every_example_can_be_clicked(client: Client, page: Page) -> None:
    examples = [link for link in page.links if link.startswith("/api/registry/")]
    assert len(examples) > 15
    for link in examples:
        assert client.get(link).status_code == 200, link


def test_every_place_on_the_page_is_there(page: Page) -> None:
    targets = [link[1:] for link in page.links if link.startswith("#")]
    assert targets
    assert set(targets) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_it_tells_every_parameter_and_field_of_the_document(client: Client, page: Page) -> None:
    text = client.get(ADDRESS).content.decode()
    document = client.get("/api/registry/openapi.json").json()
    for path in document["paths"].values():
        for parameter in path["get"]["parameters"]:
            assert parameter["name"] == "key" or f"<code>{parameter['name']}</code>" in text
            assert re.search(r"[\u4e00-\u9fff]", parameter["description"]), parameter
    for schema in document["components"]["schemas"].values():
        for name in schema.get("properties", {}):
            assert f"<code>{name}</code>" in text or name in {
                "results",
                "result",
                "errors",
                "version",
                "day",
            }


def test_it_says_the_limits_that_hold(client: Client, settings: Any) -> None:
    settings.XCMS = {**settings.XCMS, "API_RATE": "7/h", "API_MAX_PAGE_SIZE": 77}
    text = client.get(ADDRESS).content.decode()
    assert "每小时 7 次请求" in text
    assert "最多 77 条" in text
    settings.XCMS = {**settings.XCMS, "API_RATE": None}
    assert "429" not in client.get(ADDRESS).content.decode()
