"""The table of an application's moves, as the notice describes the process."""

from itertools import product

import pytest

from registry.enums import ApplicationEventKind as Event
from registry.enums import ApplicationState as State
from registry.enums import LedgerRole as Role
from registry.rules.transitions import TRANSITIONS, moves_from, transition


def test_an_event_makes_one_move_at_most() -> None:
    for event, state, passes_bureau in product(Event, State, (True, False)):
        moves = [
            move
            for move in TRANSITIONS
            if (move.event, move.source) == (event, state)
            and move.is_for(passes_bureau=passes_bureau)
        ]
        assert len(moves) <= 1


@pytest.mark.parametrize(("passes_bureau", "first"), [(True, Role.BUREAU), (False, Role.PROVINCE)])
def test_a_submitted_application_is_taken_up_by_whose_turn_it_is(
    passes_bureau: bool, first: Role
) -> None:
    move = transition(Event.TAKE_UP, State.SUBMITTED, passes_bureau=passes_bureau)
    assert move is not None
    assert move.role is first


def test_nobody_but_the_bureau_or_the_province_after_it_moves_a_secondary_school() -> None:
    to_province = [
        move
        for move in TRANSITIONS
        if move.target is State.PROVINCIAL_REVIEW
        and move.source is not State.REFUSED
        and move.is_for(passes_bureau=True)
    ]
    assert {move.event for move in to_province} == {Event.PASS_ON, Event.OBJECT, Event.TAKE_OVER}


def test_no_other_school_is_ever_in_municipal_review() -> None:
    for move in TRANSITIONS:
        if State.MUNICIPAL_REVIEW in (move.source, move.target):
            assert not move.is_for(passes_bureau=False)


def test_an_approval_ends_the_ledger_and_only_the_province_gives_it() -> None:
    assert moves_from(State.APPROVED, passes_bureau=True) == []
    assert moves_from(State.APPROVED, passes_bureau=False) == []
    approving = [move for move in TRANSITIONS if move.target is State.APPROVED]
    assert {(move.source, move.role) for move in approving} == {
        (State.PROVINCIAL_REVIEW, Role.PROVINCE)
    }


def test_what_goes_against_the_school_is_told_why() -> None:
    for move in TRANSITIONS:
        if move.target in (State.RETURNED, State.REFUSED) or move.event is Event.OBJECT:
            assert move.needs_comment


@pytest.mark.parametrize("passes_bureau", [True, False])
def test_every_state_can_be_reached(passes_bureau: bool) -> None:
    reached = {State.DRAFT}
    while (
        more := {
            move.target
            for state in reached
            for move in moves_from(state, passes_bureau=passes_bureau)
        }
        - reached
    ):
        reached |= more
    missing = set() if passes_bureau else {State.MUNICIPAL_REVIEW}
    assert reached == set(State) - missing
