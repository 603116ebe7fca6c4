"""Sections, the site and single texts as topics of alerts."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from notices import alert_sources, gathered_alert_sources
from notices.models import NoticeIndexPage, NoticePage
from tests.factories import BatchFactory, FilingFactory, RoundFactory
from tests.notices.collections_pages import make_collection
from tests.notices.dossiers import make_world
from tests.notices.pages import make_notice, make_section, publish, published_list
from tests.notices.test_themes import gathered, make_theme
from tests.xcms.alerts.conftest import letterbox  # noqa: F401  a fixture
from tests.xcms.alerts.letters import Letterbox, text_of
from tests.xcms.alerts.subscribers import subscribe
from xcms.alerts.looking import look_at
from xcms.alerts.sending import send_digests
from xcms.alerts.sources import UnknownTopicError
from xcms.models import AlertNews

pytestmark = pytest.mark.django_db

ANNA = "anna@example.com"
DAY, NEXT_DAY = date(2026, 3, 2), date(2026, 3, 3)
SOURCES = {
    source.key: source for source in (*alert_sources.sources(), *gathered_alert_sources.sources())
}


def kinds() -> list[str]:
    return list(AlertNews.objects.order_by("pk").values_list("kind", flat=True))


def test_a_section_tells_what_is_published_and_corrected_in_it(
    section: NoticeIndexPage,
    letterbox: Letterbox,  # noqa: F811
) -> None:
    subscribe(ANNA, "section", str(section.pk))
    notice = make_notice(section, title="申报通知", document_number="湘教通〔2020〕1号")
    send_digests(DAY)

    notice.title, notice.change_note = "申报通知（更正）", "更正截止日期"
    notice.save_revision().publish()
    send_digests(NEXT_DAY)

    first, second = letterbox.to(ANNA)
    assert "申报通知" in text_of(first)
    assert "湘教通〔2020〕1号" in text_of(first)
    assert "http://localhost/notices/notice/" in text_of(first)
    assert "申报通知（更正）" in text_of(second)
    assert kinds() == ["new", "changed"]


def test_a_list_tells_the_change_note_of_its_new_edition(
    section: NoticeIndexPage,
    letterbox: Letterbox,  # noqa: F811
) -> None:
    page = published_list(section)
    subscribe(ANNA, "text", str(page.pk))
    FilingFactory(round=page.round)
    publish(page, change_note="补充一项证书")

    send_digests(DAY)

    (letter,) = letterbox.to(ANNA)
    assert "补充一项证书" in text_of(letter)


@pytest.mark.parametrize("way", ["unpublished", "restricted", "deleted"])
def test_what_leaves_the_public_is_not_named(
    section: NoticeIndexPage,
    letterbox: Letterbox,  # noqa: F811
    way: str,
) -> None:
    notice = make_notice(section, title="内部通知")
    subscribe(ANNA, "section", str(section.pk))
    if way == "unpublished":
        notice.unpublish()
    elif way == "restricted":
        PageViewRestriction.objects.create(page=notice, restriction_type="login")
    else:
        notice.delete()

    send_digests(DAY)

    (letter,) = letterbox.to(ANNA)
    assert "内部通知" not in text_of(letter)
    assert kinds() == ["gone"]


def test_a_text_moved_elsewhere_is_named_as_gone_from_the_section(
    section: NoticeIndexPage, wagtail_root: Any
) -> None:
    other = make_section(wagtail_root, title="政策", slug="policy")
    notice = make_notice(section, title="申报通知")
    here = subscribe(ANNA, "section", str(section.pk)).topic
    there = subscribe(ANNA, "section", str(other.pk)).topic
    notice.move(other, pos="last-child")

    look_at(here.pk)
    look_at(there.pk)

    assert kinds() == ["gone", "new"]
    departed = SOURCES["section"].departed(str(section.pk), [str(notice.pk)])
    assert departed[str(notice.pk)].title == "申报通知"


def test_drafts_are_never_told(section: NoticeIndexPage) -> None:
    topic = subscribe(ANNA, "section", str(section.pk)).topic
    notice = NoticePage(title="草稿", slug="draft", live=False)
    section.add_child(instance=notice)
    notice.save_revision()
    published = make_notice(section, slug="live")
    look_at(topic.pk)
    published.title = "还没有发布的新题目"
    published.save_revision()

    look_at(topic.pk)

    assert kinds() == ["new"]
    items = SOURCES["section"].items(str(section.pk), [str(notice.pk), str(published.pk)])
    assert [item.title for item in items.values()] == ["申报通知"]


def test_a_restricted_section_sends_nothing_and_cannot_be_subscribed_to(
    section: NoticeIndexPage,
    letterbox: Letterbox,  # noqa: F811
    client: Any,
) -> None:
    subscribe(ANNA, "section", str(section.pk))
    make_notice(section)
    PageViewRestriction.objects.create(page=section, restriction_type="login")

    send_digests(DAY)

    assert not letterbox.letters
    answer = client.get("/alerts/", {"source": "section", "topic": section.pk})
    assert answer.status_code == 404
    assert section.title not in answer.content.decode()


def test_the_whole_site_tells_of_every_official_text(
    section: NoticeIndexPage, wagtail_root: Any
) -> None:
    topic = subscribe(ANNA, "site").topic
    make_notice(section)
    published_list(make_section(wagtail_root, title="名单", slug="lists"))
    # A section and a collection are no texts.
    make_collection(section)

    look_at(topic.pk)

    assert kinds() == ["new", "new"]


@pytest.mark.parametrize("asked", ["", "0", "-1", "１", "1 or 1=1", "9" * 30, "<b>"])
def test_what_is_no_section_is_refused(section: NoticeIndexPage, asked: str) -> None:
    for key in ("section", "text"):
        with pytest.raises(UnknownTopicError):
            SOURCES[key].canonical(asked)


def test_a_notice_is_no_section(section: NoticeIndexPage) -> None:
    with pytest.raises(UnknownTopicError):
        SOURCES["section"].canonical(str(make_notice(section).pk))


def test_pages_offer_their_subscription(section: NoticeIndexPage, client: Any) -> None:
    page = published_list(section)
    collection = make_collection(section, saved_filter="region=430100", register="schools")
    for address, link in (
        (section.get_url(), f"/alerts/?source=section&amp;topic={section.pk}"),
        (page.get_url(), f"/alerts/?source=text&amp;topic={page.pk}"),
    ):
        assert link in client.get(address).content.decode()
    from tests.factories import SchoolFactory

    SchoolFactory()
    text = client.get(collection.get_url()).content.decode()
    assert "/alerts/?source=schools&amp;topic=region%3D430100" in text


def test_without_alerts_nothing_is_offered(
    section: NoticeIndexPage, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xcms.alerts.links.get_source", lambda key: None)
    assert "/alerts/" not in client.get(section.get_url()).content.decode()


def test_a_section_of_many_takes_as_many_queries_as_one_of_few(
    section: NoticeIndexPage, django_assert_max_num_queries: Any
) -> None:
    source = SOURCES["section"]
    section.get_full_url()  # Wagtail remembers where its sites begin.
    counts = []
    for number in range(2):
        make_notice(section, slug=f"a{number}")
        make_notice(section, slug=f"b{number}")
        with django_assert_max_num_queries(24) as captured:
            keys = list(source.fingerprints(str(section.pk)))
            source.items(str(section.pk), keys)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_theme_tells_what_is_put_under_it(
    client: Client,
    section: NoticeIndexPage,
    letterbox: Letterbox,  # noqa: F811
) -> None:
    theme = make_theme(section)
    assert f"source=theme&amp;topic={theme.pk}" in client.get(theme.url).text
    subscribe(ANNA, "theme", str(theme.pk))
    make_notice(section, title="别的通知", slug="other")
    gathered(section, theme, title="课证融通通知", slug="about")
    send_digests(DAY)

    (letter,) = letterbox.to(ANNA)
    assert "课证融通通知" in text_of(letter)
    assert "别的通知" not in text_of(letter)


def test_a_batch_tells_its_notices_and_lists(
    client: Client,
    section: NoticeIndexPage,
    letterbox: Letterbox,  # noqa: F811
) -> None:
    world = make_world(section)
    assert f"source=dossier&amp;topic={world.page.pk}" in client.get(world.page.url).text
    subscribe(ANNA, "dossier", str(world.page.pk))
    published_list(section, round_=world.rounds[0], title="第三批第一轮名单")
    other = RoundFactory(batch=BatchFactory(number=9))
    published_list(section, round_=other, title="别的批次的名单", slug="another")
    make_notice(section, title="第三批补充通知", slug="more", batch=world.batch)
    restricted = make_notice(section, title="内部通知", slug="inner", batch=world.batch)
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    send_digests(DAY)

    (letter,) = letterbox.to(ANNA)
    text = text_of(letter)
    assert "第三批第一轮名单" in text
    assert "第三批补充通知" in text
    assert "别的批次的名单" not in text
    assert "内部通知" not in text


def test_an_alias_is_the_topic_of_its_original(section: NoticeIndexPage) -> None:
    theme = make_theme(section)
    alias = theme.create_alias(parent=section, update_slug="alias")
    assert SOURCES["theme"].canonical(str(alias.pk)) == str(theme.pk)
    PageViewRestriction.objects.create(page=theme, restriction_type="login")
    with pytest.raises(UnknownTopicError):
        SOURCES["theme"].canonical(str(alias.pk))


def test_a_batch_that_is_not_listed_is_no_topic(section: NoticeIndexPage) -> None:
    world = make_world(section)
    topic = str(world.page.pk)
    world.batch.is_listed = False
    world.batch.save()
    for ask in (SOURCES["dossier"].canonical, SOURCES["dossier"].fingerprints):
        with pytest.raises(UnknownTopicError):
            ask(topic)
    with pytest.raises(UnknownTopicError):
        SOURCES["dossier"].canonical(str(make_theme(section, slug="theme-2").pk))
