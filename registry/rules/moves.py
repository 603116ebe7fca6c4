"""What any process of the office's ledgers is made of: a table of moves, and nothing that it does not name."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from registry.enums import LedgerRole

E = TypeVar("E")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Move(Generic[E, S]):
    """``of_bureau``: only for schools that pass their bureau first (True), only for the others (False), for all (None).

    ``needs_comment``: the school or the next reader must be told why.
    """

    event: E
    source: S
    target: S
    role: LedgerRole
    of_bureau: bool | None = None
    needs_comment: bool = False

    def is_for(self, *, passes_bureau: bool) -> bool:
        return self.of_bureau is None or self.of_bureau == passes_bureau
