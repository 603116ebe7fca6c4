"""Changed working days: no past deadline moves by accident, and every one that moves is told of."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.models import Batch, DayOverride, Round
from tests import factories
from tests.clock import Clock
from tests.registry.admin.addresses import screen
from xcms.versions import current_version

pytestmark = pytest.mark.django_db

MOVE = "2020年第三批，第二轮，市州审核：2020-06-29 → 2020-06-30"


@pytest.fixture
def second_round() -> Round:
    made: Round = factories.RoundFactory(
        number=2, filing_deadline=date(2020, 6, 5), application_deadline=date(2020, 6, 19)
    )
    return made


@pytest.fixture
def today(clock: Clock) -> Clock:
    """The change is made when the deadlines are over."""
    clock.move_to("2020-07-15T10:00:00+08:00")
    return clock


def values(day: str, *, working: bool = False, **more: str) -> dict[str, str]:
    form = {"day": day, "reason": "停电检修", **more}
    return {**form, "is_working": "on"} if working else form


def post(client: Client, action: str, pk: int | None = None, /, **form: Any) -> Any:
    return client.post(screen("dayoverride", action, pk), form, follow=True)


def moves_in_history(client: Client, round_: Round) -> str:
    return client.get(screen("round", "history", round_.pk)).content.decode()


def test_a_past_day_that_moves_a_deadline_is_refused_and_the_deadline_named(
    admin_page: Client, second_round: Round, today: Clock
) -> None:
    page = post(admin_page, "add", **values("2020-06-24")).content.decode()

    assert MOVE in page
    assert "2020-06-24 已经过去" in page
    # Other rounds keep their day, so they are not named.
    assert page.count("市州审核：") == 1
    assert not DayOverride.objects.exists()
    assert second_round.municipal_review_due == date(2020, 6, 29)


def test_confirming_alone_does_not_do_a_reason_is_asked_for(
    admin_page: Client, second_round: Round, today: Clock
) -> None:
    page = post(admin_page, "add", **values("2020-06-24", confirm_past="on", past_reason=" "))

    assert "请说明这些期限变动的原因" in page.content.decode()
    assert not DayOverride.objects.exists()


def test_a_confirmed_change_is_kept_in_the_history_of_each_round_it_moves(
    admin_page: Client, second_round: Round, today: Clock
) -> None:
    other = factories.RoundFactory(number=1)
    before = current_version()
    form = values("2020-06-24", confirm_past="on", past_reason="会议纪要第3号")
    page = post(admin_page, "add", **form).content.decode()

    assert MOVE in page
    assert second_round.municipal_review_due == date(2020, 6, 30)
    assert current_version() == before + 1
    second_round.refresh_from_db()
    assert second_round.recorded_version == before + 1
    history = moves_in_history(admin_page, second_round)
    assert "2020-06-29 → 2020-06-30" in history
    assert "会议纪要第3号" in history
    assert "→" not in moves_in_history(admin_page, other)


def test_changing_and_deleting_a_past_day_are_refused_the_same_way(
    admin_page: Client, second_round: Round, today: Clock
) -> None:
    override = DayOverride.objects.create(day=date(2020, 6, 24), reason="停电检修")
    back = "2020-06-30 → 2020-06-29"

    changed = post(admin_page, "edit", override.pk, **values("2020-06-24", working=True))
    moved = post(admin_page, "edit", override.pk, **values("2020-08-03"))
    deleted = post(admin_page, "delete", override.pk)

    for response in (changed, moved, deleted):
        assert back in response.content.decode()
    assert list(DayOverride.objects.values_list("day", "is_working")) == [
        (date(2020, 6, 24), False)
    ]
    assert second_round.municipal_review_due == date(2020, 6, 30)

    post(admin_page, "delete", override.pk, confirm_past="on", past_reason="登记有误")
    assert not DayOverride.objects.exists()
    history = moves_in_history(admin_page, second_round)
    assert back in history
    assert "登记有误" in history


def test_a_past_day_that_moves_nothing_needs_no_confirmation(
    admin_page: Client, second_round: Round, today: Clock
) -> None:
    page = post(admin_page, "add", **values("2020-05-06")).content.decode()

    assert DayOverride.objects.get().day == date(2020, 5, 6)
    assert "以下期限已随之变动" not in page


def test_today_is_not_over(admin_page: Client, second_round: Round, clock: Clock) -> None:
    clock.move_to("2020-06-24T23:59:59+08:00")
    page = post(admin_page, "add", **values("2020-06-24")).content.decode()

    assert second_round.municipal_review_due == date(2020, 6, 30)
    assert MOVE in page


def test_midnight_in_shanghai_ends_the_day(
    admin_page: Client, second_round: Round, clock: Clock
) -> None:
    clock.move_to("2020-06-25T00:00:00+08:00")
    post(admin_page, "add", **values("2020-06-24"))

    assert not DayOverride.objects.exists()


def test_a_coming_day_says_after_saving_what_moves(
    admin_page: Client, second_round: Round, clock: Clock
) -> None:
    clock.move_to("2020-06-01T09:00:00+08:00")
    page = post(admin_page, "add", **values("2020-06-29")).content.decode()

    assert "以下期限已随之变动" in page
    assert MOVE in page
    assert "停电检修" in moves_in_history(admin_page, second_round)


def test_the_same_day_twice_is_an_error_on_the_form(
    admin_page: Client, second_round: Round, clock: Clock
) -> None:
    clock.move_to("2020-06-01T09:00:00+08:00")
    DayOverride.objects.create(day=date(2020, 6, 29), reason="停电")
    page = post(admin_page, "add", **values("2020-06-29")).content.decode()

    assert "这一天已经调整过" in page
    assert DayOverride.objects.get().reason == "停电"


@pytest.mark.parametrize("form", [{"day": "2020-06-29"}, {"reason": "x"}, {"day": "x"}, {}])
def test_a_day_and_a_reason_are_needed(admin_page: Client, form: dict[str, str]) -> None:
    assert post(admin_page, "add", **{"day": "", "reason": "", **form}).status_code == 200
    assert not DayOverride.objects.exists()


@pytest.mark.parametrize(
    ("codename", "allowed"), [("add_dayoverride", True), ("view_dayoverride", False)]
)
def test_adding_a_day_is_a_permission(
    client: Client, user_with: Callable[..., Any], codename: str, allowed: bool
) -> None:
    client.force_login(user_with("view_dayoverride", codename))
    post(client, "add", **values("2099-06-29"))

    assert DayOverride.objects.exists() is allowed


def test_the_round_s_own_screens_count_the_days_and_mark_unknown_years(
    admin_page: Client, second_round: Round
) -> None:
    far = factories.RoundFactory(
        batch=Batch.objects.create(year=2099, number=1, title="远期批次"),
        filing_deadline=date(2099, 5, 1),
        application_deadline=date(2099, 5, 12),
    )
    known = admin_page.get(screen("round", "inspect", second_round.pk)).content.decode()
    unknown = admin_page.get(screen("round", "inspect", far.pk)).content.decode()
    listed = admin_page.get(screen("round", "list")).content.decode()

    assert "自 2020-06-19 起第 1 个工作日 06-22 … 第 5 个工作日 06-29" in known
    assert "暂定" not in known
    assert "2099-05-19（暂定）" in unknown
    assert "2099-05-19（暂定）" in listed
    assert "2020-06-29" in listed


def test_the_list_of_rounds_asks_for_the_changed_days_once(
    admin_page: Client, second_round: Round
) -> None:
    address = screen("round", "list")
    admin_page.get(address)
    with CaptureQueriesContext(connection) as few:
        admin_page.get(address)
    for number in range(3, 9):
        factories.RoundFactory(number=number)
    with CaptureQueriesContext(connection) as many:
        admin_page.get(address)
    assert len(few) == len(many)
