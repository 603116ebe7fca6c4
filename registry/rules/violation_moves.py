"""How a case of a violation moves (违规处理流程): every state and every event. Nothing else moves one."""

from collections.abc import Iterator

from registry.enums import LedgerRole, ViolationState
from registry.enums import ViolationEventKind as Event
from registry.enums import ViolationState as State
from registry.rules.moves import Move

ViolationMove = Move[Event, State]


def _moves() -> Iterator[ViolationMove]:
    yield Move(
        Event.INVESTIGATE,
        State.REPORTED,
        State.INVESTIGATING,
        LedgerRole.PROVINCE,
        needs_comment=True,
    )
    # A wrong decision is not undone: a later one takes its place, and both stay in the record.
    for source in (State.INVESTIGATING, State.UPHELD, State.NOT_UPHELD):
        yield Move(Event.UPHOLD, source, State.UPHELD, LedgerRole.PROVINCE, needs_comment=True)
    for source in (State.INVESTIGATING, State.UPHELD):
        yield Move(Event.DISMISS, source, State.NOT_UPHELD, LedgerRole.PROVINCE, needs_comment=True)


VIOLATION_MOVES: tuple[ViolationMove, ...] = tuple(_moves())


def violation_moves_from(source: ViolationState) -> list[ViolationMove]:
    return [move for move in VIOLATION_MOVES if move.source is source]
