"""What a page costs in queries, whatever the number of rows, entries and editions on it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from notices.withdrawals.services import withdraw_page
from registry.models import Filing
from tests.factories import CertificateFactory, FilingFactory
from tests.notices.pages import make_notice, publish, published_list, republish

pytestmark = pytest.mark.django_db


def queries(client: Client, address: str) -> int:
    # The first visit fills what is kept for the next.
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def a_section(section: Any) -> tuple[str, Callable[[int], Any]]:
    return section.url, lambda number: make_notice(section, slug=f"n{number}")


def a_withdrawn_notice(section: Any) -> tuple[str, Callable[[int], Any]]:
    notice = make_notice(section)
    successor = make_notice(section, title="新通知", slug="new")
    withdraw_page(notice, reason="另有新通知。", successor=successor, acting_user=None)

    def grow(number: int) -> None:
        republish(notice, f"第{number}次更正。", title=f"通知{number}")

    return notice.url, grow


def a_former_text(section: Any) -> tuple[str, Callable[[int], Any]]:
    address, grow = a_withdrawn_notice(section)
    grow(0)
    return f"{address}editions/1/", grow


def a_list(section: Any) -> tuple[str, Callable[[int], Any]]:
    page = published_list(section, filings=2)
    publish(page, summary="名单", change_note="更正。")

    def grow(number: int) -> None:
        FilingFactory(round=page.round, certificate=CertificateFactory())
        Filing.objects.filter(round=page.round).update(fee=f"{number}元")
        publish(page, change_note=f"第{number}次更正。")

    grow(0)
    return page.url, grow


def a_former_edition(section: Any) -> tuple[str, Callable[[int], Any]]:
    address, grow = a_list(section)
    return f"{address}editions/2/", grow


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (a_section, 18),
        (a_withdrawn_notice, 24),
        (a_former_text, 21),
        (a_list, 28),
        (a_former_edition, 32),
    ],
)
def test_a_page_costs_the_same_few_queries_whatever_is_on_it(
    client: Client, section: Any, make: Callable[[Any], Any], most: int
) -> None:
    address, grow = make(section)
    grow(1)
    few = queries(client, address)
    for number in range(2, 5):
        grow(number)

    assert queries(client, address) == few <= most
