"""The head of an official text: what is filled shows, what is not doesn't, and its rules are sentences."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from notices.models import NoticePage
from tests.notices.pages import make_notice, publish, published_list, republish
from xcms.days import shanghai_today

pytestmark = pytest.mark.django_db

FILLED: dict[str, Any] = {
    "index_number": "A12345",
    "topic_category": "科技、教育",
    "issuing_body": "湖南省教育厅",
    "dated": date(2020, 5, 21),
    "document_number": "湘教通〔2020〕1号",
    "keywords": "职业教育、证书；试点 证书",
}


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def head(client: Client, page: Any) -> str:
    return text(client, page.url).partition('class="xcms-head"')[2].partition("</dl>")[0]


def test_the_head_shows_what_is_filled(client: Client, section: Any) -> None:
    shown = head(client, make_notice(section, **FILLED))

    for expected in ("A12345", "科技、教育", "湖南省教育厅", "2020年5月21日", "湘教通〔2020〕1号"):
        assert f">{expected}<" in shown
    assert "职业教育　证书　试点" in shown
    assert shown.count("<dt>") == 7


def test_the_head_of_a_bare_text_has_only_the_day_of_publication(
    client: Client, section: Any
) -> None:
    assert head(client, make_notice(section)).count("<dt>") == 1


def test_a_list_has_the_head_too(client: Client, section: Any) -> None:
    assert "A12345" in head(client, published_list(section, **FILLED))


@pytest.mark.parametrize("kind", ["lapsed", "repealed"])
def test_a_text_out_of_force_says_so_on_top_and_leads_on(
    client: Client, section: Any, kind: str
) -> None:
    successor = make_notice(section, title="新通知", slug="new")
    page = make_notice(
        section,
        validity=kind,
        validity_date=date(2021, 1, 1),
        successor_id=successor.pk,
    )

    shown = text(client, page.url)

    assert "xcms-standing__title" in shown
    assert "2021年1月1日" in shown
    assert f'<a href="{successor.url}">新通知</a>' in shown
    assert f'<a href="{page.url}">{page.title}</a>' in text(client, successor.url)
    assert "xcms-badge--ended" in text(client, section.url)


def test_a_text_that_lapses_later_says_from_when_and_holds_until_then(
    client: Client, section: Any
) -> None:
    page = make_notice(
        section, validity="lapsed", validity_date=shanghai_today() + timedelta(days=1)
    )

    assert "xcms-message--warning" in text(client, page.url)
    assert "xcms-badge--ended" not in text(client, section.url)
    page.refresh_from_db()
    assert not page.is_out_of_force(shanghai_today())
    assert page.is_out_of_force(shanghai_today() + timedelta(days=1))


def test_a_text_in_force_has_no_banner(client: Client, section: Any) -> None:
    page = make_notice(section, validity="in_force", validity_date=date(2020, 6, 1))

    assert "xcms-standing" not in text(client, page.url)
    assert "2020年6月1日" in head(client, page)


def test_the_search_finds_head_fields_and_puts_the_lapsed_last(
    client: Client, section: Any
) -> None:
    make_notice(section, title="旧办法", slug="old", index_number="SY-7788", keywords="学分银行")
    republish(
        NoticePage.objects.get(slug="old"),
        "失效。",
        validity="lapsed",
        validity_date=date(2021, 1, 1),
    )
    make_notice(section, title="新办法说明", slug="new", keywords="学分银行")

    def hits(words: str) -> list[tuple[str, bool]]:
        answer = client.get("/search/", {"q": words, "format": "json"}).json()
        return [(hit["title"], hit["is_withdrawn"]) for hit in answer["results"]]

    assert hits("SY-7788") == [("旧办法", True)]
    assert "失效</span>" in text(client, "/search/?q=SY-7788")
    assert hits("学分银行") == [("新办法说明", False), ("旧办法", True)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"validity": "lapsed"}, "validity_date"),
        ({"validity": "repealed"}, "validity_date"),
        ({"validity_date": date(2021, 1, 1)}, "validity"),
        ({"validity": "nonsense"}, "validity"),
        ({"with_successor": True}, "successor"),
        ({"with_successor": True, "validity": "in_force"}, "successor"),
    ],
)
def test_rules_of_validity_are_told_at_the_field(
    section: Any, values: dict[str, Any], field: str
) -> None:
    if values.pop("with_successor", False):
        values = {**values, "successor": make_notice(section, slug="new").page_ptr}
    page = make_notice(section)
    for name, value in values.items():
        setattr(page, name, value)

    with pytest.raises(ValidationError) as refused:
        page.full_clean()

    assert set(refused.value.message_dict) == {field}


def test_a_text_is_not_replaced_by_itself_nor_in_a_circle(section: Any) -> None:
    first, second = make_notice(section, slug="a"), published_list(section)
    ended = {"validity": "repealed", "validity_date": date(2021, 1, 1)}
    publish(second, change_note="废止。", successor=first.page_ptr, **ended)

    for successor in (first.page_ptr, second.page_ptr):
        first.successor = successor
        first.validity, first.validity_date = "repealed", date(2021, 1, 1)
        with pytest.raises(ValidationError) as refused:
            first.full_clean()
        assert set(refused.value.message_dict) == {"successor"}


def test_hostile_words_in_the_head_are_only_words(client: Client, section: Any) -> None:
    page = make_notice(section, issuing_body="<b>x</b>", keywords="<script>1</script>")

    assert "<b>x</b>" not in text(client, page.url)
    assert "<script>1" not in text(client, page.url)
