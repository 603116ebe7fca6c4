"""Every screen and action of the ledger, as a member of each ready-made group: the README's table, both ways."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from registry.enums import ApplicationEventKind as Event
from registry.enums import ApplicationState, ViolationEventKind, ViolationState
from registry.modeladmin import ADMINS
from registry.models import (
    ApplicationPlanFile,
    BureauMember,
    DayOverride,
    FilingPlanFile,
    Major,
    OutcomeRecognition,
    School,
)
from registry.services.reconciliations import begin
from registry.services.violations import take_in_evidence
from tests import factories
from tests.made_once import made_once
from tests.page_tree import ensure_page_tree
from tests.registry import ledger
from tests.registry.ledger_rights import ALL, NOTHING, OWN, rights

#: Of the register itself, which everybody in the office reads: see test_permissions.
_NO_LEDGER = {"approval", "organization", "batch", "round", "listedition", "basislink"}
_PAGES = {"desk": "xcms_review_desk", "why-not-listed": "xcms_registry_why_not_listed"}
#: Outside one's own list a record does not exist.
_CLOSED = (302, 404)
_WITHOUT_RECORD = ("index", "create")
_OF_SCHOOLS = ("application", "violation")
#: In which state the action may be taken, where that is not the first.
_APPLICATION_STATES = {
    Event.WITHDRAW: ApplicationState.SUBMITTED,
    Event.TAKE_UP: ApplicationState.SUBMITTED,
    Event.PASS_ON: ApplicationState.MUNICIPAL_REVIEW,
    Event.OBJECT: ApplicationState.MUNICIPAL_REVIEW,
    Event.TAKE_OVER: ApplicationState.MUNICIPAL_REVIEW,
    Event.RETURN: ApplicationState.PROVINCIAL_REVIEW,
    Event.APPROVE: ApplicationState.PROVINCIAL_REVIEW,
    Event.REFUSE: ApplicationState.PROVINCIAL_REVIEW,
    Event.REOPEN: ApplicationState.REFUSED,
}
_VIOLATION_STATES = {
    ViolationEventKind.UPHOLD: ViolationState.INVESTIGATING,
    ViolationEventKind.DISMISS: ViolationState.INVESTIGATING,
}


class Office:
    """Somebody of each group, and a 中职 of 长沙, whose bureau is 市州审核's, and one of 株洲."""

    def __init__(self) -> None:
        call_command("xcms_install", verbosity=0)
        self.members = {
            group: self._member(group) for group in ("编辑", "审核", "数据管理", "市州审核")
        }
        self.own = factories.SchoolFactory(secondary=True)
        self.elsewhere = factories.SchoolFactory(secondary=True, region=factories.region("430200"))

    def _member(self, group: str) -> Any:
        user = get_user_model().objects.create_user(group)
        user.groups.add(Group.objects.get(name=group))
        if group == "市州审核":
            BureauMember.objects.create(user=user, region=factories.region())
        return user


@pytest.fixture(scope="module")
def _office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    with made_once(django_db_blocker):
        ensure_page_tree()
        yield Office()


@pytest.fixture
def office(_office: Office, db: None) -> Office:
    return _office


def _application(school: School, action: str) -> Model:
    state = _APPLICATION_STATES.get(action, ApplicationState.DRAFT)  # type: ignore[call-overload]
    made = ledger.application(60, school=school, state=state)
    ApplicationPlanFile.of(b"%PDF", application=made, name="方案.pdf").save()
    return made


def _violation(school: School, action: str) -> Model:
    state = _VIOLATION_STATES.get(action, ViolationState.REPORTED)  # type: ignore[call-overload]
    # A bureau changes what it has entered itself.
    bureau = get_user_model().objects.get(username="市州审核")
    made = factories.violation(school=school, state=state, entered_by=bureau)
    take_in_evidence(made, name="合同.pdf", data=b"x", acting_user=None)
    return made


def _evaluation(school: School, action: str) -> Model:
    if action == "take-back":
        return factories.evaluation(is_public=True, public_since=date(2021, 1, 5))
    return factories.evaluation()


def _filing(school: School, action: str) -> Model:
    made = factories.FilingFactory()
    FilingPlanFile.of(b"%PDF", filing=made, name="方案.pdf").save()
    return made


def _recognition(school: School, action: str) -> Model:
    return OutcomeRecognition.objects.create(
        school=school,
        certificate=factories.CertificateFactory(),
        major=Major.objects.unspecified(),
        recognised="免考",
        basis="校教〔2020〕7号",
        recognised_on=date(2020, 8, 1),
    )


def _reconciliation(school: School, action: str) -> Model:
    options: dict[str, Any] = {"name": "平台.csv", "sha256": "0" * 64, "acting_user": None}
    return begin(factories.RoundFactory(), {}, today=date(2020, 7, 1), **options)


def _bureau_member(school: School, action: str) -> Model:
    user = get_user_model().objects.create_user("another")
    return BureauMember.objects.create(user=user, region=school.region)


def _day(school: School, action: str) -> Model:
    return DayOverride.objects.create(day=date.today() + timedelta(400), reason="停电")  # noqa: DTZ011


_RECORDS: dict[str, Callable[[School, str], Model]] = {
    "application": _application,
    "completion": lambda school, _action: factories.CompletionFactory(school=school),
    "violation": _violation,
    "evaluationscheme": _evaluation,
    "filing": _filing,
    "outcomerecognition": _recognition,
    "reconciliation": _reconciliation,
    "bureaumember": _bureau_member,
    "dayoverride": _day,
}


def address(record: str, action: str, school: School) -> str:
    if record in _PAGES:
        return reverse(_PAGES[record])
    name = f"xcms_registry_{record}_modeladmin_{action}"
    if action in _WITHOUT_RECORD:
        return reverse(name)
    return reverse(name, args=[_RECORDS[record](school, action).pk])


TABLE = {
    where: [(right.group, right.scope) for right in found]
    for where, found in groupby(rights(), key=lambda right: (right.record, right.action))
}


@pytest.mark.parametrize(("record", "action"), TABLE)
def test_every_group_has_what_the_table_says_and_no_more(
    office: Office, record: str, action: str
) -> None:
    # What is of no school in particular is the same for all.
    has_school = record in _OF_SCHOOLS and action not in _WITHOUT_RECORD
    for school in (office.own, office.elsewhere) if has_school else (office.own,):
        where = address(record, action, school)
        for group, scope in TABLE[record, action]:
            assert scope in (NOTHING, OWN, ALL)
            client = Client()
            client.force_login(office.members[group])
            answer = client.get(where)
            if scope == ALL or (scope == OWN and school == office.own):
                assert answer.status_code == 200, (group, school)
            else:
                assert answer.status_code in _CLOSED, (group, school)
                assert client.post(where, {}).status_code in (*_CLOSED, 405), (group, school)


def test_the_table_has_every_screen_and_action() -> None:
    there = {
        (name, str(one.name).split("_modeladmin_")[1])
        for admin in ADMINS
        if (name := admin.model._meta.model_name) not in _NO_LEDGER
        for one in admin().get_admin_urls_for_registration()
    }
    told = {(right.record, right.action) for right in rights() if right.record not in _PAGES}
    assert told == there
