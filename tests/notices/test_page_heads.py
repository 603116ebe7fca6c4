"""The head of our pages in the HTML that visitors get."""

import json
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Site

from tests.notices.pages import make_notice, published_list
from xcms.models import SiteIdentity

_META = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">')


def tags(client: Client, page: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, content in _META.findall(client.get(page.url).text):
        found.setdefault(name, []).append(unescape(content))
    return found


def one(client: Client, page: Any, name: str) -> str:
    [content] = tags(client, page)[name]
    return content


def test_a_notice_names_itself_its_section_and_its_site(client: Client, section: Any) -> None:
    SiteIdentity.objects.create(
        site=Site.objects.get(is_default_site=True), code="4300000012", author="职成所"
    )
    section.column_type = "政策文件"
    section.save_revision().publish()
    notice = make_notice(
        section, issuing_body="湖南省教育厅", summary="两轮申报。", dated=date(2020, 5, 21)
    )
    assert one(client, notice, "SiteIDCode") == "4300000012"
    assert one(client, notice, "ColumnName") == section.title
    assert one(client, notice, "ColumnType") == "政策文件"
    assert one(client, notice, "ArticleTitle") == notice.title
    assert one(client, notice, "ContentSource") == "湖南省教育厅"
    assert one(client, notice, "Author") == "职成所"
    assert one(client, notice, "Url") == notice.full_url
    # Never the date of the document: that is no day of publication.
    assert not one(client, notice, "PubDate").startswith("2020-05-21")


def test_there_is_one_description(client: Client, section: Any) -> None:
    notice = make_notice(section, summary="两轮申报。")
    found = {name.lower(): texts for name, texts in tags(client, notice).items()}
    assert found["description"] == ["两轮申报。"]


def test_a_list_is_a_dataset_with_its_signed_file(client: Client, section: Any) -> None:
    page = published_list(section)
    html = client.get(page.url).text
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    thing = json.loads(text)["@graph"][0]
    assert thing["@type"] == "Dataset"
    address = thing["distribution"][0]["contentUrl"]
    assert client.get(address.removeprefix("http://localhost")).status_code == 200


def test_a_preview_has_no_such_head(section: Any) -> None:
    notice = make_notice(section)
    response = notice.make_preview_request()
    assert "ArticleTitle" not in response.rendered_content


@pytest.mark.parametrize("code", ["4300000012", "bm07000001", ""])
def test_site_codes(code: str, wagtail_root: Any) -> None:
    SiteIdentity(site=Site.objects.get(is_default_site=True), code=code).full_clean()


@pytest.mark.parametrize("code", ["43", "４３００００００１２", "<script>", "4300000012\n"])
def test_what_is_no_site_code(code: str, wagtail_root: Any) -> None:
    with pytest.raises(ValidationError):
        SiteIdentity(site=Site.objects.get(is_default_site=True), code=code).full_clean()


def test_changing_the_identity_changes_the_pages(client: Client, section: Any) -> None:
    notice = make_notice(section)
    assert "SiteIDCode" not in tags(client, notice)
    SiteIdentity.objects.create(site=Site.objects.get(is_default_site=True), code="4300000012")
    assert one(client, notice, "SiteIDCode") == "4300000012"
