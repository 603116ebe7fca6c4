"""A batch's page: what it gathers, and how the page shows it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from notices.models.promises import PromisedPublication
from notices.models.withdrawals import PageWithdrawal
from registry.enums import RoundState
from registry.models import QQGroupFile
from tests.factories import (
    BatchFactory,
    ContactFactory,
    FilingFactory,
    QQGroupFactory,
    RoundFactory,
    grant,
)
from tests.notices.dossiers import World, attach, gathered, main, make_document, make_dossier
from tests.notices.pages import draft_list, make_notice, publish, published_list

pytestmark = pytest.mark.django_db

QUERIES = 45


def test_it_gathers_notice_days_lists_counts_and_contacts(client: Client, world: World) -> None:
    lists = published_list(world.section, round_=world.rounds[0], filings=2, title="第一轮名单")
    office = ContactFactory()
    group = QQGroupFactory(batch=world.batch)
    QQGroupFactory(name="别的批次的群", batch=BatchFactory(number=9))
    grant(40, decision={"round": world.rounds[0]})
    grant(30, decision={"round": RoundFactory(batch=BatchFactory(number=9))})

    text = main(client, world.page)

    assert f'href="{world.notice.url}"' in text
    for day in ("2020-05-21", "2020-05-29", "2020-06-05", "2020-06-12", "2020-06-19", "2020-06-29"):
        assert f'datetime="{day}"' in text
    assert f'href="{lists.url}"' in text
    assert f'href="{lists.url}csv/"' in text
    assert office.office in text
    assert group.number in text
    assert "别的批次的群" not in text
    found = gathered(client, world.page).counts
    assert (found.certificates, found.organizations, found.revoked) == (2, 2, 0)
    assert (found.approved.schools, found.approved.lines, found.approved.quota) == (1, 1, 40)


def test_an_alias_of_the_notice_is_not_told_beside_it(client: Client, world: World) -> None:
    world.notice.create_alias(parent=world.section, update_slug="alias")

    assert len(gathered(client, world.page).notices) == 1


def test_an_empty_batch_says_what_is_missing(client: Client, section: Any) -> None:
    page = make_dossier(section, BatchFactory(title="空批次"), title="很长的标题" * 40)

    text = main(client, page)

    assert gathered(client, page).state == RoundState.NOT_BEGUN
    assert "xcms-deadline-banner" not in text
    assert "timeline.ics" not in text
    assert "xcms-figure" not in text


def test_calendars_are_offered_to_each_audience(client: Client, world: World) -> None:
    text = main(client, world.page)

    for audience in ("schools", "organizations", "bureaus"):
        path = f"/registry/batches/2020-3/timeline.ics?for={audience}"
        assert f'href="webcal://testserver{path}"' in text
        assert f'href="http://testserver{path}"' in text


def test_demo_rows_mark_page_and_list(client: Client, world: World) -> None:
    assert "xcms-demo" not in main(client, world.page)
    FilingFactory(round=world.rounds[0], is_demo=True)
    publish(draft_list(world.section, world.rounds[0]))

    text = main(client, world.page)

    assert "xcms-message--demo" in text
    assert "xcms-demo" in text.partition('id="lists"')[2]


def test_hostile_titles_stay_text(client: Client, world: World) -> None:
    world.batch.title = "<script>alert(1)</script>"
    world.batch.save()
    make_notice(world.section, title="<b>通知</b>", slug="b", batch=world.batch)
    QQGroupFactory(batch=world.batch, name="<i>群</i>")

    text = main(client, world.page)

    for markup in ("<script>alert", "<b>通知", "<i>群"):
        assert markup not in text


def test_the_number_of_queries_does_not_depend_on_the_number_of_things(
    client: Client, world: World
) -> None:
    def fill(number: int) -> None:
        notice = make_notice(world.section, slug=f"n{number}", batch=world.batch)
        for file in range(number):
            attach(notice, f"附件{number}-{file}")
        PromisedPublication.objects.create(
            page=notice, what="名单", words="另行公布。", fulfilled_by=world.notice
        )
        group = QQGroupFactory(batch=world.batch)
        QQGroupFile.objects.create(group=group, document=make_document(f"手册{number}"))
        round_ = RoundFactory(batch=world.batch, number=10 + number)
        published_list(world.section, round_=round_, filings=number, slug=f"list-{number}")
        grant(10, decision={"round": round_})

    counts = []
    for number in (1, 3, 2):
        fill(number)
        client.get(world.page.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(world.page.url)
        counts.append(len(queries))
    assert counts == [QUERIES] * 3


def test_promises_of_its_public_notices_are_told(client: Client, world: World) -> None:
    hidden = make_notice(world.section, title="内部通知", slug="hidden", batch=world.batch)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    PromisedPublication.objects.create(page=hidden, what="不公开的名单", words="另行公布。")
    list_page = make_notice(world.section, title="试点名单", slug="fulfilling")
    for what, page in (("试点院校名单", list_page), ("考核标准", None)):
        PromisedPublication.objects.create(
            page=world.notice, what=what, words="另行公布。", fulfilled_by=page
        )

    text = main(client, world.page)

    assert "不公开的名单" not in text
    assert "考核标准" in text
    assert f'href="{list_page.url}"' in text.partition('id="promises"')[2]


def test_a_withdrawn_notice_carries_its_mark(client: Client, world: World) -> None:
    assert gathered(client, world.page).notices[0].mark is None
    PageWithdrawal.objects.create(page=world.notice, reason="有误", withdrawn_at=timezone.now())

    assert gathered(client, world.page).notices[0].mark.kind == "withdrawn"
    assert "xcms-badge--revoked" in main(client, world.page).partition('id="notices"')[2]


def test_promises_can_be_jumped_to(client: Client, world: World) -> None:
    assert '"#promises"' not in main(client, world.page)
    PromisedPublication.objects.create(page=world.notice, what="考核标准", words="另行公布。")
    assert '"#promises"' in main(client, world.page)


def test_its_head_names_the_page(client: Client, world: World) -> None:
    assert 'rel="canonical"' in client.get(world.page.url).content.decode()
