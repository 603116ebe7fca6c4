"""How far a batch has come: by Shanghai's day, its notice and its published lists."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from notices.enums import Validity
from notices.models.withdrawals import PageWithdrawal
from registry.enums import RoundState
from tests.clock import Clock
from tests.factories import FilingFactory
from tests.notices.dossiers import World, gathered, main
from tests.notices.pages import publish, published_list
from tests.xcms.caching.asking import ask, server

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("now", "state", "due"),
    [
        ("2020-05-20T12:00:00+08:00", RoundState.NOT_BEGUN, "2020-05-29"),
        ("2020-05-21T00:00:00+08:00", RoundState.OPEN, "2020-05-29"),
        ("2020-06-19T23:59:59+08:00", RoundState.OPEN, "2020-06-19"),
        # Midnight of Shanghai, still the day before in Greenwich.
        ("2020-06-19T16:00:00+00:00", RoundState.IN_REVIEW, "2020-06-29"),
        ("2020-06-29T23:59:59+08:00", RoundState.IN_REVIEW, "2020-06-29"),
        ("2020-06-30T00:00:00+08:00", RoundState.PUBLISHED, ""),
    ],
)
def test_its_state_and_banner_follow_shanghais_day(
    client: Client, world: World, clock: Clock, now: str, state: RoundState, due: str
) -> None:
    for number, round_ in enumerate(world.rounds):
        published_list(world.section, round_=round_, slug=f"list-{number}")
    clock.move_to(now)

    response = client.get(world.page.url)

    assert response.context["dossier"].state == state
    shown = response.content.decode().partition('class="xcms-deadline-banner"')[2]
    banner = shown.partition("</section>")[0]
    assert bool(banner) is bool(due)
    assert f'datetime="{due}"' in banner or not due


def test_a_kept_page_outlives_neither_midnight_nor_a_new_date(world: World, clock: Clock) -> None:
    kept = server()
    clock.move_to("2020-06-19T23:59:59+08:00")
    ask(kept, world.page.url)
    assert ask(kept, world.page.url).found == "hit"
    clock.move_to("2020-06-20T00:00:00+08:00")
    assert ask(kept, world.page.url).found == "miss"
    world.rounds[1].application_deadline = date(2020, 6, 22)
    world.rounds[1].save()
    answer = ask(kept, world.page.url)
    assert answer.found == "miss"
    assert 'datetime="2020-06-22"' in answer.text


def test_the_office_may_say_when_a_batch_begins(client: Client, world: World, clock: Clock) -> None:
    clock.move_to("2020-05-22T12:00:00+08:00")
    assert gathered(client, world.page).state == RoundState.OPEN
    world.page.begins_on = date(2020, 5, 25)
    world.page.save_revision().publish()
    assert gathered(client, world.page).state == RoundState.NOT_BEGUN


def test_published_means_that_live_pages_show_the_lists(client: Client, world: World) -> None:
    first = published_list(world.section, round_=world.rounds[0])
    assert gathered(client, world.page).state == RoundState.IN_REVIEW
    second = published_list(world.section, round_=world.rounds[1], slug="round-2")
    assert gathered(client, world.page).state == RoundState.PUBLISHED
    second.unpublish()
    assert gathered(client, world.page).state == RoundState.IN_REVIEW
    assert f'href="{second.url}"' not in main(client, world.page)
    PageViewRestriction.objects.create(page=first, restriction_type="login")
    assert [one.state for one in gathered(client, world.page).rounds] == [RoundState.IN_REVIEW] * 2
    assert first.title not in main(client, world.page)


def test_a_later_edition_is_named_and_the_first_ones_day_stays(
    client: Client, world: World, clock: Clock
) -> None:
    clock.move_to("2020-06-03T12:00:00+08:00")
    page = published_list(world.section, round_=world.rounds[0])
    clock.move_to("2020-06-10T12:00:00+08:00")
    FilingFactory(round=world.rounds[0])
    publish(page, change_note="补充一个证书。")

    shown = gathered(client, world.page).rounds[0]

    assert (shown.published.edition.number, shown.published.certificates) == (2, 2)
    assert shown.published.published_on == date(2020, 6, 10)
    assert date(2020, 6, 3) in [milestone.day for milestone in shown.milestones]


def test_a_withdrawn_notice_has_not_begun_the_batch(
    client: Client, world: World, clock: Clock
) -> None:
    clock.move_to("2020-05-25T10:00:00+08:00")
    assert gathered(client, world.page).state == RoundState.OPEN
    withdrawal = PageWithdrawal.objects.create(
        page=world.notice, reason="有误", withdrawn_at=timezone.now()
    )
    assert gathered(client, world.page).state == RoundState.NOT_BEGUN

    withdrawal.delete()
    world.notice.validity, world.notice.validity_date = Validity.LAPSED, date(2020, 5, 24)
    world.notice.change_note = "失效。"
    world.notice.save_revision().publish()
    found = gathered(client, world.page)
    assert (found.notices[0].mark.kind, found.state) == ("lapsed", RoundState.OPEN)
