"""A text shows the register's records that rest on it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from registry.enums import DecisionKind
from registry.services.approvals import void
from registry.services.basis_links import cite
from registry.services.filings import revoke_filing
from tests import factories
from tests.notices.pages import make_notice, publish, published_list

pytestmark = pytest.mark.django_db
NUMBER = "湘教通〔2020〕1号"
#: Of Wagtail's routing, its restrictions, what the text shows, and the skin's.
MOST_QUERIES = 25


@pytest.fixture
def notice(section: Any) -> Any:
    return make_notice(section, document_number=NUMBER)


def rest_on_it(count: int = 1, **decision: Any) -> list[Any]:
    lines = [factories.grant(decision={"basis": NUMBER, **decision}) for _ in range(count)]
    cite([NUMBER])
    return lines


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_text_without_records_says_nothing_of_them(client: Client, notice: Any) -> None:
    assert f"{notice.url}records/" not in text_of(client, notice.url)
    assert "xcms-empty" in text_of(client, f"{notice.url}records/")


def test_a_text_counts_what_rests_on_it_by_kind(client: Client, notice: Any) -> None:
    line, *_others = rest_on_it(3)
    factories.decide(
        line, kind=DecisionKind.CUT, quota=20, basis=NUMBER, effective_from=date(2021, 1, 1)
    )
    factories.grant(decision={"basis": "别的文件"})

    assert client.get(notice.url).context["record_counts"].decisions == (
        ("grant", 3),
        ("cut", 1),
    )
    assert f"{notice.url}records/" in text_of(client, notice.url)


def test_the_records_lead_to_the_schools_scope(client: Client, notice: Any) -> None:
    (line,) = rest_on_it(clause="二、（三）")

    text = text_of(client, f"{notice.url}records/")

    assert f'href="/registry/schools/{line.school.code}/#scope"' in text
    assert line.certificate.name in text
    assert "二、（三）" in text
    assert "2020-06-12" in text


def test_void_decisions_are_no_records(client: Client, notice: Any) -> None:
    (line,) = rest_on_it()
    assert client.get(notice.url).context["record_counts"].total == 1

    void(line.decisions.all(), reason="误录", acting_user=None)

    assert client.get(notice.url).context["record_counts"].total == 0
    assert line.school.name not in text_of(client, f"{notice.url}records/")


def test_revoked_filings_are_records_once_they_are_public(
    client: Client, section: Any, notice: Any
) -> None:
    filing = factories.FilingFactory(round=factories.RoundFactory())
    hidden = factories.FilingFactory(round=factories.RoundFactory(number=2))
    published_list(section, filings=0, round_=filing.round)
    for one in (filing, hidden):
        revoke_filing(one, on=date(2020, 9, 1), basis=f"{NUMBER}第六条", acting_user=None)

    text = text_of(client, f"{notice.url}records/")

    assert filing.certificate.name in text
    assert hidden.certificate.name not in text


def test_demo_records_mark_the_text_and_the_records(client: Client, notice: Any) -> None:
    factories.grant(decision={"basis": NUMBER}, is_demo=True)
    cite([NUMBER])

    assert '<strong class="xcms-demo">演示数据</strong>' in text_of(client, notice.url)
    assert '<strong class="xcms-demo">演示数据</strong>' in text_of(client, f"{notice.url}records/")


@pytest.mark.parametrize("query", ["?page=9999", "?page=x", "?page_size=-1", "?q=1"])
def test_any_query_shows_a_page(client: Client, notice: Any, query: str) -> None:
    rest_on_it(2)

    assert "<tbody" in text_of(client, f"{notice.url}records/{query}")


def test_the_records_are_as_public_as_their_text(client: Client, notice: Any) -> None:
    rest_on_it()
    notice.view_restrictions.create(restriction_type="login")
    assert client.get(f"{notice.url}records/").status_code == 302
    notice.view_restrictions.all().delete()
    notice.unpublish()
    assert client.get(f"{notice.url}records/").status_code == 404


def test_a_list_leads_to_the_lines_that_its_round_approved(client: Client, section: Any) -> None:
    page = published_list(section)
    assert "approvals/?round=" not in text_of(client, page.url)

    lines = [factories.grant(decision={"round": page.round}) for _ in range(2)]
    factories.grant()
    address = f"/registry/approvals/?round={page.round.key}"

    assert f'href="{address}"' in text_of(client, page.url)
    assert client.get(page.url).context["approvals_of_round"]["total"].lines == len(lines)
    assert client.get(f"{address}&format=json").json()["count"] == len(lines)


def test_an_unlisted_batch_is_not_given_away(client: Client, section: Any) -> None:
    page = published_list(section)
    factories.grant(decision={"round": page.round})
    page.round.batch.is_listed = False
    page.round.batch.save()

    assert "approvals/?round=" not in text_of(client, page.url)


def test_a_former_edition_says_nothing_of_today(client: Client, section: Any) -> None:
    page = published_list(section)
    factories.grant(decision={"round": page.round})
    factories.FilingFactory(round=page.round)
    page = publish(page, change_note="补充。")

    assert "approvals/?round=" not in text_of(client, f"{page.url}editions/1/")


@pytest.mark.parametrize("address", ["", "records/"])
def test_the_number_of_queries_does_not_grow_with_the_records(
    client: Client, notice: Any, django_assert_max_num_queries: Any, address: str
) -> None:
    rest_on_it(30)
    client.get(f"{notice.url}{address}")

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(f"{notice.url}{address}")
