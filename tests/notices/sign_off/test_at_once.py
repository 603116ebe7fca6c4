"""Two people at the same moment: what goes live was never written by who signed it."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from notices.models import NoticePage
from tests.at_once import at_once
from tests.factories import FilingFactory, RoundFactory
from tests.notices.pages import draft_list
from tests.notices.sign_off.office import Office, fresh

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_signers_at_once_sign_once(wagtail_root: Any) -> None:
    office = Office(wagtail_root)
    page = office.at_signing()
    second = office.member("副主任", "签发")
    states = [fresh(page).current_workflow_task_state for _ in range(2)]

    outcomes = at_once(
        lambda: states[0].approve(user=office.signer),
        lambda: states[1].approve(user=second),
        refusals=(PermissionDenied,),
    )

    assert sum(isinstance(one, PermissionDenied) for one in outcomes) == 1
    assert fresh(page).live


def test_a_change_saved_at_the_moment_of_signing_is_not_signed_by_its_writer(
    wagtail_root: Any,
) -> None:
    office = Office(wagtail_root)
    page = office.at_signing()
    state = fresh(page).current_workflow_task_state
    draft = fresh(page).get_latest_revision_as_object()
    draft.title = "改过的通知"

    at_once(
        lambda: state.approve(user=office.signer),
        lambda: draft.save_revision(user=office.signer),
        refusals=(PermissionDenied,),
    )

    public = NoticePage.objects.filter(live=True).values_list("title", flat=True)
    assert list(public) in ([], ["试点通知"])


def test_a_list_signed_while_the_scheduler_publishes_it_does_not_hang(wagtail_root: Any) -> None:
    office = Office(wagtail_root)
    round_ = RoundFactory()
    FilingFactory(round=round_)
    page = draft_list(office.section, round_)
    page.get_workflow().start(page, office.writer)
    page.current_workflow_task_state.approve(user=office.reviewer)
    state = fresh(page).current_workflow_task_state

    at_once(
        lambda: state.approve(user=office.signer),
        lambda: page.get_latest_revision().publish(),
        refusals=(PermissionDenied,),
    )

    assert fresh(page).live
