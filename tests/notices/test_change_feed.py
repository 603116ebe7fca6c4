"""What visitors and programs read of what has changed: everything public, nothing else, nothing twice."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import ApprovalFactory, FilingFactory, decide, grant
from tests.notices.pages import make_notice, make_section, publish, published_list
from xcms.versions import register_write

pytestmark = pytest.mark.django_db

FEED = "/changes.json"


def read(client: Any, address: str = FEED, **query: str) -> dict[str, Any]:
    answer = client.get(address, query or None)
    assert answer.status_code == 200, answer.content.decode()
    found: dict[str, Any] = answer.json()
    assert_valid(found)
    return found


def assert_valid(feed: dict[str, Any]) -> None:
    """What JSON Feed 1.1 asks for."""
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    for name in ("home_page_url", "feed_url", *(["next_url"] if "next_url" in feed else [])):
        assert urlsplit(feed[name]).scheme in ("http", "https")
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    for item in feed["items"]:
        assert item["content_text"] or item["content_html"]
        assert isinstance(item["id"], str)
        assert datetime.fromisoformat(item["date_published"]).tzinfo is not None
        assert urlsplit(item["url"]).scheme in ("http", "https")
        assert all(isinstance(tag, str) for tag in item["tags"])
    assert [key for key in feed if key.startswith("_")] == ["_xcms"]


def titles(feed: dict[str, Any]) -> list[str]:
    return [item["_xcms"].get("page_title", item["title"]) for item in feed["items"]]


def kinds(feed: dict[str, Any]) -> list[str]:
    return [item["_xcms"]["kind"] for item in feed["items"]]


def test_an_empty_site_has_a_valid_feed(client: Any, wagtail_root: Any) -> None:
    assert read(client)["items"] == []


def test_pages_lists_and_the_register_stand_newest_first(client: Any, wagtail_root: Any) -> None:
    section = make_section(wagtail_root)
    make_notice(section, title="申报通知", summary="第二轮")
    page = published_list(section, title="备案名单")
    FilingFactory(round=page.round)
    publish(page, change_note="补充一项证书")
    grant()

    feed = read(client)

    assert kinds(feed) == ["register", "corrected", "published", "published"]
    assert feed["items"][0]["_xcms"]["lines"] == 1
    assert feed["items"][1]["content_text"] == "补充一项证书"
    assert titles(feed)[1:] == ["备案名单", "备案名单", "申报通知"]
    assert feed["items"][3]["content_text"] == "第二轮"


def test_the_register_is_summarised_by_version(client: Any, wagtail_root: Any) -> None:
    with register_write():
        for _number in range(3):
            grant()
    line = grant(is_demo=True)
    # Neither an undecided line nor a voided decision is public.
    ApprovalFactory()
    decision = decide(line)
    with register_write() as version:
        type(decision).objects.filter(pk=decision.pk).void(version)

    feed = read(client)

    assert [item["_xcms"]["lines"] for item in feed["items"]] == [1, 3]
    assert [item["_xcms"]["is_demo"] for item in feed["items"]] == [True, False]
    changed = client.get(feed["items"][1]["_xcms"]["changed_since"]).json()
    assert len(changed["results"]) == 4


@pytest.mark.parametrize("way", ["draft", "unpublished", "restricted"])
def test_what_is_not_public_is_not_told(client: Any, wagtail_root: Any, way: str) -> None:
    section = make_section(wagtail_root)
    notice = make_notice(section, title="内部通知")
    if way == "draft":
        notice.title = "尚未发布的题目"
        notice.save_revision()
        assert "尚未" not in client.get(FEED).content.decode()
        return
    if way == "unpublished":
        notice.unpublish()
    else:
        PageViewRestriction.objects.create(page=section, restriction_type="login")

    assert read(client)["items"] == []


def test_a_reader_gets_only_what_is_later_than_its_cursor(client: Any, wagtail_root: Any) -> None:
    section = make_section(wagtail_root)
    make_notice(section, title="甲", slug="a")
    cursor = read(client)["_xcms"]["newest"]
    assert read(client, since=cursor)["items"] == []
    assert read(client, since=cursor)["_xcms"]["newest"] == cursor

    make_notice(section, title="乙", slug="b")

    later = read(client, since=cursor)
    assert titles(later) == ["乙"]
    moment = later["items"][0]["date_published"]
    assert titles(read(client, since=moment)) == ["乙"]
    assert titles(read(client, since="2020-01-01T00:00:00+08:00")) == ["乙", "甲"]


def walk(client: Any, **query: str) -> Iterator[dict[str, Any]]:
    feed = read(client, **query)
    yield feed
    while address := feed.get("next_url"):
        feed = read(client, address)
        yield feed


def test_pages_of_the_feed_hold_everything_once(
    client: Any, wagtail_root: Any, settings: Any
) -> None:
    settings.XCMS = {**settings.XCMS, "CHANGES_PAGE_SIZE": 2}
    section = make_section(wagtail_root)
    for number in range(5):
        make_notice(section, title=f"通知{number}", slug=f"n{number}")

    pages = list(walk(client, since="2020-01-01T00:00:00+08:00"))

    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    assert [title for page in pages for title in titles(page)] == [
        f"通知{number}" for number in (4, 3, 2, 1, 0)
    ]


@pytest.mark.parametrize(
    "since",
    ["yesterday", "2020-01-01", "2020-01-01T00:00:00", "~", "9" * 500, "0001-01-01T00:00:00+14:00"],
)
def test_a_strange_cursor_is_refused_with_a_sentence(
    client: Any, wagtail_root: Any, since: str
) -> None:
    answer = client.get(FEED, {"since": since})

    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_the_feed_is_asked_for_conditionally(client: Any, wagtail_root: Any) -> None:
    section = make_section(wagtail_root)
    make_notice(section)
    first = client.get(FEED)
    assert first.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    assert client.get(FEED, headers={"if-none-match": first["ETag"]}).status_code == 304

    make_notice(section, slug="another")

    assert client.get(FEED, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_titles_are_carried_as_they_are(client: Any, wagtail_root: Any) -> None:
    make_notice(make_section(wagtail_root), title='</script>"关于\u000b1+X"')

    (item,) = read(client)["items"]

    assert "</script>" in item["title"]
    assert "\u000b" not in item["title"]


def test_the_feed_takes_the_same_queries_for_few_and_for_many(
    client: Any, wagtail_root: Any, django_assert_max_num_queries: Any
) -> None:
    section = make_section(wagtail_root)
    for number in range(3):
        make_notice(section, slug=f"n{number}")
        published_list_of_own_round(section, number)
    grant()
    client.get(FEED)
    with django_assert_max_num_queries(16) as few:
        client.get(FEED)
    for number in range(3, 6):
        make_notice(section, slug=f"n{number}")
        published_list_of_own_round(section, number)
    with django_assert_max_num_queries(16) as many:
        client.get(FEED)
    assert len(few) == len(many)


def published_list_of_own_round(section: Any, number: int) -> None:
    from tests.factories import RoundFactory

    published_list(section, slug=f"list{number}", round_=RoundFactory(number=number + 1))


def test_pages_point_to_the_feed(client: Any, wagtail_root: Any) -> None:
    section = make_section(wagtail_root)
    for address in (section.get_url(), "/registry/approvals/", "/"):
        text = client.get(address).content.decode()
        assert '<link rel="alternate" type="application/feed+json"' in text, address
