"""Applications for majors with a national or provincial teaching team come with the mark 优先."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registry.enums import ApplicationState, RuleKind, TeamFlag
from registry.modeladmin.review_desk import DESK
from registry.models import Application, MajorTeam, Rule
from tests import factories
from tests.registry import ledger
from tests.registry.admin.addresses import screen

pytestmark = pytest.mark.django_db

MARK = "优先</span>"


@pytest.fixture
def application() -> Application:
    Rule.objects.create(batch=factories.BatchFactory(), kind=RuleKind.PREFERRED_TEAM)
    return ledger.application(60, state=ApplicationState.PROVINCIAL_REVIEW)


def team(application: Application, flag: TeamFlag, **values: Any) -> MajorTeam:
    major = application.lines.get().major
    return MajorTeam.objects.create(
        **{"school": application.school, "major": major, "year": 2020, "flag": flag, **values}
    )


def desk(client: Client) -> str:
    return client.get(reverse(DESK)).content.decode()


def record(client: Client, application: Application) -> str:
    return client.get(screen("application", "inspect", application.pk)).content.decode()


@pytest.mark.parametrize(
    ("flag", "words"),
    [(TeamFlag.NATIONAL, "国家级教师教学创新团队"), (TeamFlag.PROVINCIAL, "省级专业教学团队")],
)
def test_a_team_of_the_major_is_shown_on_the_desk_and_the_record(
    admin_page: Client, application: Application, flag: TeamFlag, words: str
) -> None:
    made = team(application, flag)

    for page in (desk(admin_page), record(admin_page, application)):
        assert f"<strong>优先</strong> {made.major}：{words}" in page
    assert MARK in desk(admin_page)


def test_no_mark_without_a_team_of_that_major_school_and_year(
    admin_page: Client, application: Application
) -> None:
    team(application, TeamFlag.NONE)
    team(application, TeamFlag.NATIONAL, year=2019)
    team(application, TeamFlag.NATIONAL, school=factories.SchoolFactory())
    team(application, TeamFlag.NATIONAL, major=factories.MajorFactory())

    assert MARK not in desk(admin_page)
    assert "<strong>优先</strong>" not in record(admin_page, application)


def test_no_mark_where_the_batch_prefers_nobody(
    admin_page: Client, application: Application
) -> None:
    Rule.objects.all().delete()
    team(application, TeamFlag.NATIONAL)

    assert MARK not in desk(admin_page)
    assert "<strong>优先</strong>" not in record(admin_page, application)
