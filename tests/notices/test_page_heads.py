"""The head of our pages in the HTML that visitors get."""

import json
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from tests.factories import FilingFactory
from tests.notices.dossiers import make_world
from tests.notices.pages import make_notice, publish, published_list, republish
from tests.notices.test_themes import make_theme
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


def described(html: str) -> str:
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return str(json.loads(text)["@graph"][0]["@type"])


def test_a_theme_and_a_dossier_gather(client: Client, section: Any) -> None:
    for page in (make_theme(section, summary="书证融通。"), make_world(section).page):
        html = client.get(page.url).text
        assert described(html) == "CollectionPage"
        assert html.count(f'<link rel="canonical" href="{page.full_url}">') == 1
        assert html.lower().count('name="description"') == 1


def test_the_picture_is_the_first_of_the_text_and_nothing_is_written(
    client: Client, section: Any
) -> None:
    Image = get_image_model()
    first, second = (
        Image.objects.create(title=name, file=get_test_image_file(filename=f"{name}.png"))
        for name in ("one", "two")
    )
    body = [
        ("paragraph", "<p>见图。</p>"),
        ("image", {"image": first, "alt": "图一", "caption": ""}),
        ("image", {"image": second, "alt": "图二", "caption": ""}),
    ]
    notice = make_notice(section, body=body)

    assert one(client, notice, "og:image") == f"http://localhost{first.file.url}"
    assert not first.renditions.exists()


def test_former_texts_and_editions_do_not_speak_for_the_page(client: Client, section: Any) -> None:
    notice = republish(make_notice(section), "更正。", title="更正后的通知")
    listed = published_list(section)
    FilingFactory(round=listed.round)
    listed = publish(listed, change_note="补充。")
    listed = republish(listed, "更正标题。", title="更正后的名单")
    for address in (
        f"{notice.url}editions/1/",
        f"{listed.url}editions/1/",
        f"{listed.url}texts/2/",
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["X-Robots-Tag"] == "noindex", address
        assert "canonical" not in response.text, address
        assert "ArticleTitle" not in response.text, address
    same = client.get(f"{listed.url}editions/2/")
    assert f'<link rel="canonical" href="{listed.full_url}">' in same.text
    assert not same.has_header("X-Robots-Tag")


def test_what_a_page_is_asked_for_besides_its_text_is_not_the_article(
    client: Client, section: Any
) -> None:
    listed = published_list(section)
    for address in (f"{listed.url}records/", f"{listed.url}compare/"):
        html = client.get(address).text
        assert "canonical" not in html
        assert "ArticleTitle" not in html
