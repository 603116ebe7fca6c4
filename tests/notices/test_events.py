"""What became of published texts, for alerts and change feeds."""

from datetime import timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from notices.enums import EventKind
from notices.events import events
from notices.models import NoticePage, TextEdition
from notices.withdrawals.services import restore_page, withdraw_page
from tests.factories import FilingFactory
from tests.notices.pages import make_notice, publish, published_list, republish

pytestmark = pytest.mark.django_db


def told(**choice: Any) -> list[tuple[str, str, str]]:
    slugs = dict(NoticePage.objects.values_list("pk", "slug"))
    return [
        (slugs.get(event.page_id, "list"), event.kind.value, event.note)
        for event in events(**choice)
    ]


def test_the_life_of_a_notice_is_told_the_latest_first(section: Any) -> None:
    page = republish(make_notice(section), "更正标题。", title="更正的通知")
    withdraw_page(page, reason="依据不足。", acting_user=None)
    restore_page(page, reason="核实无误。", acting_user=None)

    assert told() == [
        ("notice", "restored", "核实无误。"),
        ("notice", "withdrawn", "依据不足。"),
        ("notice", "corrected", "更正标题。"),
        ("notice", "published", ""),
    ]


def test_a_list_is_told_once_for_rows_and_words(section: Any) -> None:
    page = published_list(section)
    FilingFactory(round=page.round)
    publish(page, change_note="补充一个证书。", intro="新导语。")

    assert told() == [("list", "corrected", "补充一个证书。"), ("list", "published", "")]


def test_only_what_is_public_is_told(section: Any) -> None:
    make_notice(section, slug="shown")
    make_notice(section, slug="gone").unpublish()
    make_notice(section, slug="private").view_restrictions.create(restriction_type="login")
    make_notice(section, slug="original").create_alias(update_slug="alias")
    NoticePage(title="草稿", slug="draft", live=False)

    assert {slug for slug, *_rest in told()} == {"shown", "original"}


def test_since_until_and_pages_narrow_it(section: Any) -> None:
    first, second = make_notice(section, slug="a"), make_notice(section, slug="b")
    moment = TextEdition.objects.get(page=first.pk).published_at

    assert told(since=moment) == [("b", "published", "")]
    assert told(until=moment) == [("a", "published", "")]
    assert told(pages=[second]) == told(pages=[second.pk]) == [("b", "published", "")]
    assert told(pages=NoticePage.objects.filter(slug="a")) == [("a", "published", "")]
    assert told(pages=[]) == []
    assert told(since=moment + timedelta(days=1)) == []


def test_an_event_keeps_its_key_when_texts_begin_to_be_kept(section: Any) -> None:
    notice, page = make_notice(section), published_list(section)
    FilingFactory(round=page.round)
    page = publish(page, change_note="补充一个证书。")
    TextEdition.objects.all()._raw_delete("default")
    before = {(event.key, event.kind, event.note) for event in events()}
    assert len(before) == 3

    republish(notice, "更正标题。", title="更正的通知")
    publish(page, change_note="更正导语。", intro="新导语。")

    after = {(event.key, event.kind, event.note) for event in events()}
    assert {note for _key, kind, note in after - before if kind == EventKind.CORRECTED} == {
        "更正标题。",
        "更正导语。",
    }
    assert before < after
    assert len({event.key for event in events()}) == len(events()) == 5


def test_few_queries_whatever_the_number_of_events(
    section: Any, django_assert_max_num_queries: Any
) -> None:
    for slug in ("a", "b", "c"):
        republish(make_notice(section, slug=slug), "更正。", title="更正的通知")
    with django_assert_max_num_queries(7) as queries:
        assert len(events()) == 6
    assert isinstance(queries, CaptureQueriesContext)
