"""The sitemap lists every public address of the site and nothing else."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from notices.models import NoticePage
from tests.factories import ContactFactory, SchoolFactory
from tests.notices.pages import draft_list, make_notice, make_section, published_list
from xcms.sitemaps import parts, views

_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(client: Client, address: str = "/sitemap.xml") -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)  # noqa: S314  # our own
    return [(element.text or "").removeprefix("http://localhost") for element in root.iter(_LOC)]


def listed(client: Client) -> list[str]:
    return [
        url.removeprefix("http://testserver").removeprefix("http://localhost")
        for file in addresses(client)
        for url in addresses(client, file.removeprefix("http://testserver"))
    ]


@pytest.fixture
def section(wagtail_root: Any) -> Any:
    return make_section(wagtail_root)


def test_public_pages_and_records_are_listed(client: Client, section: Any) -> None:
    notice = make_notice(section)
    page = published_list(section)
    school = SchoolFactory()
    found = listed(client)
    assert {section.url, notice.url, page.url} <= set(found)
    assert f"/registry/schools/{school.code}/" in found
    assert any(url.startswith("/registry/certificates/") for url in found)
    assert any(url.startswith("/registry/organizations/") for url in found)


def test_drafts_and_restricted_pages_are_not(client: Client, section: Any) -> None:
    draft = draft_list(section)
    hidden = make_notice(section, slug="hidden")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    found = listed(client)
    assert draft.url not in found
    assert hidden.url not in found


def test_a_certificate_leaves_with_its_list(client: Client, section: Any) -> None:
    page = published_list(section)
    assert any("/registry/certificates/" in url for url in listed(client))
    page.unpublish()
    assert not any("/registry/certificates/" in url for url in listed(client))


def test_a_page_that_names_a_person_is_not_listed(client: Client, section: Any) -> None:
    contact = ContactFactory(person="示例人员", show_person=True)
    notice = make_notice(section, slug="person", body=[("contact", {"contact": contact})])
    assert NoticePage.objects.get(pk=notice.pk).names_a_person()
    assert notice.url not in listed(client)


def test_many_pages_take_several_files(
    client: Client, section: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "FILE_LENGTH", 2)
    monkeypatch.setattr(views, "FILE_LENGTH", 2)
    notices = [make_notice(section, slug=f"n{number}") for number in range(4)]
    files = [file for file in addresses(client) if "/pages-" in file]
    assert len(files) == 3
    assert {notice.url for notice in notices} <= set(listed(client))


@pytest.mark.parametrize(
    "address", ["/sitemap/none-1.xml", "/sitemap/pages-0.xml", "/sitemap/pages-999.xml"]
)
def test_other_files_there_are_none(client: Client, wagtail_root: Any, address: str) -> None:
    assert client.get(address).status_code == 404


def test_queries_do_not_grow_with_the_pages(
    client: Client, section: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        make_notice(section, slug=f"n{number}")
    with django_assert_max_num_queries(12):
        client.get("/sitemap/pages-1.xml")
