"""The ledger's tables in registry/README.md are those of the code."""

from pathlib import Path

import registry
from registry.enums import LedgerRole
from registry.rules.transitions import TRANSITIONS
from registry.rules.violation_moves import VIOLATION_MOVES

README = (Path(registry.__file__).parent / "README.md").read_text("utf-8")
_SCHOOLS = {None: "all", True: "中职", False: "not 中职"}


def moves_table() -> str:
    """State × event × role, as the README shows it; paste it there after a change."""
    rows = [
        "| From | Event | To | Who | Schools | Comment |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    rows += [
        f"| `{move.source}` | `{move.event}` | `{move.target}` | `{move.role}` | "
        f"{_SCHOOLS[move.of_bureau]} | {'required' if move.needs_comment else ''} |"
        for move in TRANSITIONS
    ]
    return "\n".join(rows)


def test_the_readme_shows_every_move() -> None:
    assert moves_table() in README


def violations_table() -> str:
    rows = ["| From | Event | To | Who |", "| --- | --- | --- | --- |"]
    rows += [
        f"| `{move.source}` | `{move.event}` | `{move.target}` | `{move.role}` |"
        for move in VIOLATION_MOVES
    ]
    return "\n".join(rows)


def test_the_readme_shows_every_move_of_a_violation() -> None:
    assert violations_table() in README


def test_the_readme_names_every_role() -> None:
    for role in LedgerRole:
        assert f"`{role}`" in README
