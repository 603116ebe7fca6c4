"""What visitors see of a published list: frozen rows, the signed file, former editions."""

import hashlib
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.models import Filing, ListEdition
from registry.services.filings import revoke_filing
from tests.clock import Clock
from tests.factories import FilingFactory, RoundFactory
from tests.notices.pages import draft_list, publish, published_list
from xcms.days import SHANGHAI

pytestmark = pytest.mark.django_db

#: Six of Wagtail's routing, two of its restrictions, nine of the list's own, its life and its repairs, three for
#: the records that rest on it, the rest the skin's.
MOST_QUERIES = 28
DEMO_MARK = '<strong class="xcms-demo">演示数据</strong>'


def test_the_list_shows_round_edition_digest_and_rows_with_links(
    client: Client, section: Any
) -> None:
    page = published_list(section)
    edition = ListEdition.objects.get()
    certificate = Filing.objects.get().certificate

    response = client.get(page.url)

    text = response.content.decode()
    assert response.status_code == 200
    assert "2020年第三批" in text
    assert "第1版" in text
    assert edition.digest in text
    assert f'<a href="/registry/certificates/{certificate.public_id}/">{certificate.name}' in text
    assert 'data-label="考证收费标准"' in text


def test_the_served_file_is_the_signed_one_byte_for_byte(client: Client, section: Any) -> None:
    page = published_list(section)
    FilingFactory(round=page.round)
    page = publish(page, change_note="补充一个证书。")
    first, second = ListEdition.objects.order_by("number")

    for address, edition in [
        ("csv/", second),
        ("editions/1/csv/", first),
        ("editions/2/csv/", second),
    ]:
        response = client.get(f"{page.url}{address}")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert hashlib.sha256(response.content).hexdigest() == edition.digest


def test_later_changes_in_the_ledger_do_not_show(client: Client, section: Any) -> None:
    page = published_list(section)
    filing = Filing.objects.get()
    filing.fee = "9999元/人"
    filing.save()

    assert "9999元/人" not in client.get(page.url).content.decode()


def test_a_revoked_row_is_marked_beside_the_frozen_line(client: Client, section: Any) -> None:
    page = published_list(section)
    revoke_filing(
        Filing.objects.get(), on=date(2020, 7, 1), basis="通知第三条第二款", acting_user=None
    )

    text = client.get(page.url).content.decode()

    assert "已撤销" in text
    assert "2020-07-01" in text
    assert "通知第三条第二款" in text


def test_former_editions_are_listed_with_their_notes_and_can_be_read(
    client: Client, section: Any
) -> None:
    page = published_list(section)
    added = FilingFactory(round=page.round)
    page = publish(page, change_note="补充一个证书。")

    current = client.get(page.url).content.decode()
    former = client.get(f"{page.url}editions/1/").content.decode()

    assert "历次版本" in current
    assert "补充一个证书。" in current
    assert added.certificate.name in current
    assert added.certificate.name not in former
    assert "已有新版本" in former


@pytest.mark.parametrize(
    "address",
    [
        "editions/0/",
        "editions/9/",
        "editions/9/csv/",
        "editions/99999999999999999999/csv/",
        "editions/x/",
        "nothing/",
    ],
)
def test_an_edition_that_there_is_not_is_a_404(client: Client, section: Any, address: str) -> None:
    page = published_list(section)

    assert client.get(f"{page.url}{address}").status_code == 404


@pytest.mark.parametrize("address", ["", "csv/", "editions/1/", "editions/1/csv/"])
def test_an_unpublished_list_is_gone_from_every_address(
    client: Client, section: Any, address: str
) -> None:
    page = published_list(section)
    page.unpublish()

    assert client.get(f"{page.url}{address}").status_code == 404


@pytest.mark.parametrize("address", ["", "csv/", "editions/1/csv/"])
def test_a_restricted_list_asks_for_a_log_in_at_every_address(
    client: Client, section: Any, address: str
) -> None:
    page = published_list(section)
    page.view_restrictions.create(restriction_type="login")

    assert client.get(f"{page.url}{address}").status_code == 302


def test_demo_rows_mark_the_page(client: Client, section: Any) -> None:
    round_ = RoundFactory()
    FilingFactory(round=round_, is_demo=True)
    page = publish(draft_list(section, round_))

    assert DEMO_MARK in client.get(page.url).content.decode()


def test_a_list_without_demo_rows_bears_no_mark(client: Client, section: Any) -> None:
    page = published_list(section)

    assert DEMO_MARK not in client.get(page.url).content.decode()


def test_an_alias_leads_to_the_list(client: Client, section: Any) -> None:
    page = published_list(section)
    alias = page.create_alias(update_slug="alias")

    response = client.get(alias.url)

    assert response.status_code == 302
    assert response["Location"] == page.url


def test_the_list_page_needs_the_same_few_queries_whatever_its_length(
    client: Client, section: Any
) -> None:
    page = published_list(section)
    client.get(page.url)
    with CaptureQueriesContext(connection) as short:
        client.get(page.url)
    FilingFactory.create_batch(12, round=page.round)
    publish(page, change_note="补充。")

    with CaptureQueriesContext(connection) as long:
        client.get(page.url)

    assert len(long) == len(short) <= MOST_QUERIES


def test_times_are_shanghais_whatever_the_hosts(
    client: Client, section: Any, settings: Any
) -> None:
    settings.TIME_ZONE = "UTC"
    page = published_list(section)
    FilingFactory(round=page.round)
    page = publish(page, change_note="补充一个证书。")
    edition = ListEdition.objects.get(number=2)

    day = edition.published_at.astimezone(SHANGHAI).isoformat()

    assert f'<time datetime="{day}">' in client.get(page.url).content.decode()


def test_the_day_of_publication_is_said_once_where_page_and_edition_share_it(
    client: Client, section: Any
) -> None:
    page = published_list(section)

    text = client.get(page.url).content.decode()

    assert text.count("发布日期</dt>") == 1
    assert "<dt>发布日期</dt>" in text


def test_an_edition_of_another_day_says_its_own_too(
    client: Client, section: Any, clock: Clock
) -> None:
    # One day in UTC, two in Shanghai.
    clock.move_to("2020-06-12T23:59:00+08:00")
    page = published_list(section)
    FilingFactory(round=page.round)
    clock.move_to("2020-06-13T00:01:00+08:00")
    page = publish(page, change_note="补充一个证书。")

    text = client.get(page.url).content.decode()
    former = client.get(f"{page.url}editions/1/").content.decode()

    assert "<dt>发布日期</dt>" in text
    assert "<dt>本版发布日期</dt>" in text
    assert '<time datetime="2020-06-13T00:01:00+08:00">2020年6月13日</time>' in text
    assert "<dt>本版发布日期</dt>" not in former
