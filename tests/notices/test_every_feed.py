"""Every feed of the site is valid Atom, whatever stands in it, and is found from the page that it is about."""

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from notices.models import NoticePage, RegisterCollectionPage
from registry.models import Filing
from registry.services.filings import revoke_filing
from tests.atom import Feed, read_feed
from tests.clock import Clock
from tests.factories import (
    BatchFactory,
    ContactFactory,
    FilingFactory,
    QQGroupFactory,
    SchoolFactory,
    grant,
)
from tests.notices.dossiers import World, make_dossier, make_world
from tests.notices.pages import make_notice, make_section, publish, published_list

pytestmark = pytest.mark.django_db

REGISTERS = ("certificates", "schools", "organizations", "approvals")
HOSTILE = "甲<b>&乙\x0b丙]]>" + "长" * 100


@pytest.fixture
def world(section: Any) -> World:
    return make_world(section)


def feed(client: Client, address: str) -> Feed:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    # The same content is the same feed at any moment, so that nobody fetches it twice.
    again = client.get(address, headers={"if-none-match": response.headers["ETag"]})
    assert again.status_code == 304
    return read_feed(response.content)


def feeds(world: World, lists: list[Any], collection: Any) -> list[str]:
    return [
        f"{world.section.url}feed/",
        f"{world.page.url}feed/",
        *(f"{page.url}feed/" for page in lists),
        f"{collection.url}?format=atom",
        *(f"/registry/{name}/?format=atom" for name in REGISTERS),
        "/registry/approvals/?format=atom&region=430100&region=430200&sort=-quota&q=%E7%89%A9%E6%B5%81+%E5%AD%A6%E9%99%A2",
        "/directory/?format=atom",
        "/search/?q=%E7%94%B2&format=atom",
    ]


def make_collection(section: Any, **values: Any) -> RegisterCollectionPage:
    made = RegisterCollectionPage(title="名录", slug="names", register="approvals", **values)
    section.add_child(instance=made)
    return made


@pytest.mark.parametrize("host", ["testserver", "[::1]:8000", "127.0.0.1:8000"])
def test_feeds_of_a_full_site_are_valid(world: World, settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"host": host})
    make_notice(world.section, title=HOSTILE, summary=HOSTILE, slug="hostile", batch=world.batch)
    # A script's page, made live without ever being published.
    world.section.add_child(instance=NoticePage(title="甲", slug="script", batch=world.batch))
    first = published_list(world.section, round_=world.rounds[0], filings=3, title=HOSTILE)
    first = publish(first, summary=HOSTILE, change_note=HOSTILE)
    FilingFactory(round=world.rounds[0], is_demo=True, majors_range=HOSTILE)
    first = publish(first, change_note=HOSTILE)
    revoke_filing(
        Filing.objects.filter(round=world.rounds[0]).latest("pk"),
        on=date(2020, 7, 1),
        basis=HOSTILE,
        acting_user=None,
    )
    second = published_list(world.section, round_=world.rounds[1], slug="second")
    grant(40, school=SchoolFactory(name="甲物流学院"), decision={"round": world.rounds[0]})
    ContactFactory(office=HOSTILE[:90])
    QQGroupFactory(batch=world.batch)

    for address in feeds(world, [first, second], make_collection(world.section, summary=HOSTILE)):
        found = feed(client, address)
        assert found.entries, address


def test_feeds_of_an_empty_site_are_valid_and_do_not_change_by_the_minute(
    client: Client, wagtail_root: Any, clock: Clock
) -> None:
    section = make_section(wagtail_root)
    dossier = make_dossier(wagtail_root, BatchFactory())
    addresses = [f"{section.url}feed/", f"{dossier.url}feed/"]
    addresses += [f"/registry/{name}/?format=atom" for name in (*REGISTERS,)]
    for address in addresses:
        clock.move_to("2020-06-01T08:00:00+08:00")
        before = client.get(address)
        clock.move_to("2020-06-01T09:00:00+08:00")
        found = feed(client, address)
        assert found.entries == []
        assert client.get(address).content == before.content


def test_a_lists_feed_tells_its_editions_with_what_they_change(
    client: Client, world: World
) -> None:
    page = published_list(world.section, round_=world.rounds[0], filings=2, title="第一轮名单")
    kept, gone = Filing.objects.order_by("pk")
    gone.decision = "declined"
    gone.save()
    kept.fee = "300元/人"
    kept.save()
    FilingFactory(round=world.rounds[0])
    FilingFactory(round=world.rounds[0])
    page = publish(page, change_note="调整收费，<增补>两个证书。")

    second, first = feed(client, f"{page.url}feed/").entries

    assert "第一轮名单" in second.title
    assert second.link.endswith(f"{page.url}editions/2/")
    assert client.get(second.link).status_code == 200
    assert re.findall(r"\d+", second.summary.partition("<br>")[0]) == ["2", "1", "1"]
    assert "调整收费，&lt;增补&gt;两个证书。" in second.summary
    assert re.findall(r"\d+", first.summary.partition("<br>")[0]) == ["2"]
    assert second.updated > first.updated


def test_entries_keep_their_ids_when_a_list_moves_and_is_published_anew(
    client: Client, world: World
) -> None:
    page = published_list(world.section, round_=world.rounds[0])
    before = feed(client, f"{page.url}feed/")
    page.slug = "another"
    page.save_revision().publish()
    FilingFactory(round=world.rounds[0])
    page = publish(page, change_note="补充。")

    after = feed(client, f"{page.url}feed/")

    assert after.id == before.id
    assert after.entries[-1].id == before.entries[0].id
    assert len(after.entries) == 2


def test_a_revocation_is_an_entry_of_the_lists_and_the_batchs_feed(
    client: Client, world: World
) -> None:
    page = published_list(world.section, round_=world.rounds[0])
    filing = Filing.objects.get()
    revoke_filing(filing, on=date(2020, 7, 1), basis="通知第三条", acting_user=None)

    for address in (f"{page.url}feed/", f"{world.page.url}feed/"):
        (told,) = [
            one for one in feed(client, address).entries if filing.certificate.name in one.title
        ]
        assert "通知第三条" in told.summary
        assert told.updated.isoformat() == "2020-07-01T00:00:00+08:00"


def test_the_batchs_feed_tells_notices_and_editions_latest_first(
    client: Client, world: World
) -> None:
    published_list(world.section, round_=world.rounds[0], title="第一轮名单")
    published_list(world.section, round_=world.rounds[1], title="第二轮名单", slug="second")
    make_notice(world.section, title="别的通知", slug="other")

    found = feed(client, f"{world.page.url}feed/").entries

    assert [re.sub(r"[（,，].*", "", one.title) for one in found] == [
        "第二轮名单",
        "第一轮名单",
        world.notice.title,
    ]
    assert all(later.updated >= earlier.updated for later, earlier in pairwise(found))


def test_an_unpublished_list_has_no_feed_and_leaves_the_batchs(
    client: Client, world: World
) -> None:
    page = published_list(world.section, round_=world.rounds[0], title="第一轮名单")
    page.unpublish()

    assert client.get(f"{page.url}feed/").status_code == 404
    assert "第一轮名单" not in client.get(f"{world.page.url}feed/").content.decode()


def test_pages_lead_to_their_feeds(client: Client, world: World) -> None:
    page = published_list(world.section, round_=world.rounds[0])
    for shown in (world.section, world.page, page):
        text = client.get(shown.url).content.decode()
        (href,) = re.findall(
            r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]+)"', text
        )
        assert read_feed(client.get(href).content).own_link.endswith(href)
        assert f'<a href="{href}">' in text


def test_feeds_need_the_same_few_queries_whatever_they_tell(client: Client, world: World) -> None:
    page = published_list(world.section, round_=world.rounds[0])
    addresses = [f"{page.url}feed/", f"{world.page.url}feed/"]

    def count() -> list[int]:
        counts = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        return counts

    before = count()
    for number in range(3):
        FilingFactory(round=world.rounds[0])
        page = publish(page, change_note=f"补充{number}。")
        make_notice(world.section, slug=f"n{number}", batch=world.batch)
    revoke_filing(Filing.objects.latest("pk"), on=date(2020, 7, 1), basis="依据", acting_user=None)

    assert count() == before
    assert max(before) <= 20
