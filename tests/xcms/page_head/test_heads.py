"""What a page's head says, and that no text can break out of it."""

import json
from datetime import UTC, datetime

from xcms.page_head.heads import ColumnTags, ContentTags, PageHead, SiteTags
from xcms.views.breadcrumbs import Crumb

SITE = SiteTags(name="湖南省1+X证书制度试点", domain="example.org", code="4300000012")


def head(**content: object) -> PageHead:
    values = {"title": "申报通知", "url": "https://example.org/notices/one/", **content}
    return PageHead(site=SITE, content=ContentTags(**values))  # type: ignore[arg-type]


def named(page_head: PageHead) -> dict[str, str]:
    return {tag.name: tag.content for tag in page_head.tags}


def test_content_tags_are_those_of_the_guideline() -> None:
    tags = named(
        head(
            published_at=datetime(2020, 5, 20, 16, 30, tzinfo=UTC),
            source="湖南省教育厅",
            keywords="试点,申报",
            author="职成所",
            description="两轮申报。",
            image="https://example.org/a.png",
        )
    )
    assert tags["SiteName"] == "湖南省1+X证书制度试点"
    assert tags["SiteDomain"] == "example.org"
    assert tags["SiteIDCode"] == "4300000012"
    assert tags["ArticleTitle"] == "申报通知"
    # Shanghai's day and minute.
    assert tags["PubDate"] == "2020-05-21 00:30"
    assert tags["ContentSource"] == "湖南省教育厅"
    assert tags["Keywords"] == "试点,申报"
    assert tags["Author"] == "职成所"
    assert tags["Description"] == "两轮申报。"
    assert tags["Image"] == "https://example.org/a.png"
    assert tags["Url"] == "https://example.org/notices/one/"


def test_what_is_not_known_is_not_said() -> None:
    assert {"PubDate", "ContentSource", "Author", "Image", "Keywords"}.isdisjoint(named(head()))
    thing = json.loads(head().json_ld)["@graph"][0]
    assert {"datePublished", "author", "image", "identifier"}.isdisjoint(thing)


def test_a_section_has_column_tags_and_no_content_tags() -> None:
    section = PageHead(
        site=SITE,
        column=ColumnTags(
            name="通知公告", description="试点通知", keywords="试点", kind="政策文件"
        ),
        url="https://example.org/notices/",
        described="CollectionPage",
    )
    tags = named(section)
    assert tags["ColumnName"] == "通知公告"
    assert tags["ColumnDescription"] == "试点通知"
    assert tags["ColumnKeywords"] == "试点"
    assert tags["ColumnType"] == "政策文件"
    assert "ArticleTitle" not in tags
    assert section.canonical == "https://example.org/notices/"


def test_no_title_ends_the_script() -> None:
    title = "</script><script>alert(1)</script><!-- & “引号”"
    text = head(title=title).json_ld
    assert "<" not in text
    assert ">" not in text
    assert json.loads(text)["@graph"][0]["headline"] == title


def test_the_trail_is_absolute() -> None:
    page_head = PageHead(
        site=SITE,
        content=ContentTags(title="申报通知", url="https://example.org/notices/one/"),
        trail=[Crumb("首页", "/"), Crumb("通知公告", "/notices/"), Crumb("申报通知")],
    )
    steps = json.loads(page_head.json_ld)["@graph"][1]["itemListElement"]
    assert [step["item"] for step in steps] == [
        "https://example.org/",
        "https://example.org/notices/",
        "https://example.org/notices/one/",
    ]
