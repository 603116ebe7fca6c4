"""How an application moves (申报办理流程): every state, every event, and as whom. Nothing else moves one.

``TRANSITIONS`` is the whole of it: what it does not name is forbidden. The README's table and the tests are made
from it.
"""

from collections.abc import Iterator

from registry.enums import ApplicationEventKind as Event
from registry.enums import ApplicationState as State
from registry.enums import LedgerRole as Role
from registry.rules.moves import Move


class Transition(Move[Event, State]):
    __slots__ = ()


def _moves() -> Iterator[Transition]:
    for source in (State.DRAFT, State.RETURNED):
        yield Transition(Event.SUBMIT, source, State.SUBMITTED, Role.CLERK)
    yield Transition(Event.WITHDRAW, State.SUBMITTED, State.DRAFT, Role.CLERK, needs_comment=True)
    # 中职 pass their bureau first, the others go straight to the province (design rule 6).
    yield Transition(
        Event.TAKE_UP, State.SUBMITTED, State.MUNICIPAL_REVIEW, Role.BUREAU, of_bureau=True
    )
    yield Transition(
        Event.TAKE_UP, State.SUBMITTED, State.PROVINCIAL_REVIEW, Role.PROVINCE, of_bureau=False
    )
    yield Transition(
        Event.PASS_ON, State.MUNICIPAL_REVIEW, State.PROVINCIAL_REVIEW, Role.BUREAU, of_bureau=True
    )
    yield Transition(
        Event.OBJECT,
        State.MUNICIPAL_REVIEW,
        State.PROVINCIAL_REVIEW,
        Role.BUREAU,
        of_bureau=True,
        needs_comment=True,
    )
    for source in (State.SUBMITTED, State.MUNICIPAL_REVIEW):
        yield Transition(
            Event.RETURN, source, State.RETURNED, Role.BUREAU, of_bureau=True, needs_comment=True
        )
        # A bureau that lets its days pass holds up its schools: the province may go on without it.
        yield Transition(
            Event.TAKE_OVER,
            source,
            State.PROVINCIAL_REVIEW,
            Role.PROVINCE,
            of_bureau=True,
            needs_comment=True,
        )
    yield Transition(
        Event.RETURN,
        State.SUBMITTED,
        State.RETURNED,
        Role.PROVINCE,
        of_bureau=False,
        needs_comment=True,
    )
    yield Transition(
        Event.RETURN, State.PROVINCIAL_REVIEW, State.RETURNED, Role.PROVINCE, needs_comment=True
    )
    yield Transition(Event.APPROVE, State.PROVINCIAL_REVIEW, State.APPROVED, Role.PROVINCE)
    yield Transition(
        Event.REFUSE, State.PROVINCIAL_REVIEW, State.REFUSED, Role.PROVINCE, needs_comment=True
    )
    yield Transition(
        Event.REOPEN, State.REFUSED, State.PROVINCIAL_REVIEW, Role.PROVINCE, needs_comment=True
    )


TRANSITIONS: tuple[Transition, ...] = tuple(_moves())


def transition(event: Event, source: State, *, passes_bureau: bool) -> Transition | None:
    """The one move that the event makes from this state; None: it makes none."""
    for move in TRANSITIONS:
        if (
            move.event is event
            and move.source is source
            and move.is_for(passes_bureau=passes_bureau)
        ):
            return move
    return None


def moves_from(source: State, *, passes_bureau: bool) -> list[Transition]:
    return [
        move
        for move in TRANSITIONS
        if move.source is source and move.is_for(passes_bureau=passes_bureau)
    ]
